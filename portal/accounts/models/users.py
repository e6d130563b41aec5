"""Who logs in."""

from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.hashers import check_password as verified
from django.db import models
from django.db.models import Q

from portal.accounts.choices import Noun, Verb
from portal.accounts.models.directory import Person
from portal.accounts.reach import Place, Reach, place_of
from portal.accounts.visibility import FamilyQuerySet, Reader, reach_of
from portal.audit.models import AuditedModel

if TYPE_CHECKING:
    from portal.accounts.standing import Standing


class UserQuerySet(FamilyQuerySet):
    """Reads of users."""

    noun = Noun.ACCOUNTS

    def visible_to(self, user: Reader) -> Self:
        """Users posted where this user may read the accounts, and those posted nowhere."""
        reach = reach_of(user, Verb.READ, self.noun)
        if reach.everywhere:
            return self
        if not reach:
            return self.none()
        posted = Person.objects.exclude(postings=None)
        within = posted.reached(user, Verb.READ, self.noun)
        return self.filter(Q(person=None) | ~Q(person__in=posted) | Q(person__in=within))


class UserManager(BaseUserManager["User"]):
    """Looks users up by their staff number."""

    def get_queryset(self) -> UserQuerySet:
        """Users with the reads of the accounts."""
        return UserQuerySet(self.model, using=self._db)

    def visible_to(self, user: Reader) -> UserQuerySet:
        """The users that may be read."""
        return self.get_queryset().visible_to(user)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this 職員番号."""
        return self.get(staff_number=username)


class User(AbstractBaseUser, AuditedModel):
    """Somebody who logs in with a 職員番号. Where they belong, the postings of their person say."""

    staff_number = models.CharField(
        "職員番号", max_length=30, unique=True, error_messages={"unique": "この職員番号は登録済みです。"}
    )
    name = models.CharField("氏名", max_length=100)
    kana = models.CharField("ふりがな", max_length=100, blank=True)
    is_active = models.BooleanField("利用できる", default=True)
    uses_keys = models.BooleanField("キー操作を使う", default=True)
    # Django would write the moment of each login outside any operation; the session table keeps it.
    last_login = None

    # A password hash has no place in a history that many may read.
    unrecorded_fields: ClassVar[tuple[str, ...]] = ("password",)

    USERNAME_FIELD = "staff_number"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "利用者"
        ordering = ("staff_number",)

    def __str__(self) -> str:
        return self.name

    @property
    def actor_text(self) -> str:
        """Who this is, as the history keeps it: 職員番号, name and the offices held on this day."""
        offices = "、".join(posting.words for posting in self.standing.postings)
        return f"{self.staff_number} {self.name}" + (f"（{offices}）" if offices else "")

    @property
    def whereabouts(self) -> Place:
        """Where the person belongs; a user who is nobody in particular is everybody's to edit."""
        person = Person.objects.filter(user=self.pk).first() if self.pk else None
        return person.whereabouts if person else Place(is_free=True)

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password. An outdated hash is renewed as an act of the user's own."""
        from portal.accounts.actions import renew_password_hash

        return verified(
            raw_password, self.password, lambda password: renew_password_hash(user=self, password=password)
        )

    @property
    def standing(self) -> "Standing":
        """Offices, departments and rights of this day: read once for each request's user."""
        from portal.accounts.standing import Standing

        if "_rights_cache" not in self.__dict__:
            self.__dict__["_rights_cache"] = Standing(self.pk or 0)
        return self.__dict__["_rights_cache"]  # type: ignore[no-any-return]

    def reach(self, verb: str, noun: str) -> Reach:
        """How far this user's roles allow the verb on the family of nouns."""
        return self.standing.reach(verb, noun) if self.is_active else Reach()

    def may(self, verb: str, noun: str, *, over: AuditedModel | None = None) -> bool:
        """Whether one of this user's roles allows it: over this record, or without one anywhere at all."""
        reach = self.reach(verb, noun)
        if over is None or reach.everywhere or not reach:
            return bool(reach)
        return reach.covers(place_of(over), self.standing)
