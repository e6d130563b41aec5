"""Factories of the ground: who acts, what they may do, and grounds and dates to hang on records."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from portal.accounts.models import (
    Department,
    Office,
    Organisation,
    Person,
    Posting,
    Role,
    RoleGrant,
    RolePermission,
    User,
)
from portal.disclosure.choices import GroundCode
from portal.disclosure.models import DisclosureGround
from portal.sources.models import StatedDate
from tests.factories.writing import as_system

PASSWORD = "correct-horse-battery"


class AuditedFactory(DjangoModelFactory):
    """Base: the database refuses writes outside an operation, so each record is made in one."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> Any:
        with as_system():
            return super()._create(model_class, *args, **kwargs)


class OrganisationFactory(AuditedFactory):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.MUNICIPALITY
    name = factory.Sequence(lambda n: f"見本区{n}")


class DepartmentFactory(AuditedFactory):
    class Meta:
        model = Department

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"情報管理課{n}")


class OfficeFactory(AuditedFactory):
    class Meta:
        model = Office

    organisation = factory.SubFactory(OrganisationFactory)
    title = factory.Sequence(lambda n: f"部長{n}")


class RoleFactory(AuditedFactory):
    class Meta:
        model = Role

    code = factory.Sequence(lambda n: f"test_role_{n}")


class UserFactory(AuditedFactory):
    class Meta:
        model = User

    staff_number = factory.Sequence(lambda n: f"T{n:05}")
    name = "豊島 花子"
    is_active = True

    @factory.lazy_attribute
    def password(self) -> str:
        """Unusable: tests log in by ``client.force_login``."""
        return "!"


class PersonFactory(AuditedFactory):
    class Meta:
        model = Person

    name = "豊島 花子"


class PostingFactory(AuditedFactory):
    class Meta:
        model = Posting

    person = factory.SubFactory(PersonFactory)
    office = factory.SubFactory(OfficeFactory)
    starts_on = date(2024, 4, 1)


class DisclosureGroundFactory(AuditedFactory):
    class Meta:
        model = DisclosureGround

    ordinance = "見本区行政情報公開条例"
    code = GroundCode.DELIBERATION
    label = factory.Sequence(lambda n: f"審議検討情報{n}")


class StatedDateFactory(AuditedFactory):
    class Meta:
        model = StatedDate

    words = "7月頭"
    precision = StatedDate.Precision.TEN_DAYS


def posted(user: User, office: Office, **when: Any) -> User:
    """Post the user's person to an office, since long ago unless ``when`` says otherwise."""
    person = Person.objects.filter(user=user).first() or PersonFactory(user=user, name=user.name)
    PostingFactory(person=person, office=office, **when)
    user.__dict__.pop("_rights_cache", None)
    return user


def allow(user: User, *rights: tuple[str, str], **over: Any) -> User:
    """Give the user a role of its own with these (verb, noun) rights, everywhere or ``over`` a part."""
    role = RoleFactory()
    with as_system():
        RoleGrant(user=user, role=role, **over).save()
        for verb, noun in rights:
            RolePermission(role=role, verb=verb, noun=noun).save()
    user.__dict__.pop("_rights_cache", None)
    return user


def user_who_may(*rights: tuple[str, str]) -> User:
    """A new user with exactly these (verb, noun) rights."""
    return allow(UserFactory(), *rights)


def user_who_may_everything(*, but: tuple[tuple[str, str], ...] = ()) -> User:
    """A new user with every right there is, but for the named ones."""
    every = {(verb, noun) for verb in RolePermission.Verb.values for noun in RolePermission.Noun.values}
    return user_who_may(*sorted(every - set(but)))
