"""Nobody reads a record through ``visible_to`` without a right to its family of nouns."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser

from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from tests.factories.portal import UserFactory, user_who_may, user_who_may_everything
from tests.seeded import load_seed

pytestmark = pytest.mark.django_db
AUDITED = [model for model in apps.get_models() if issubclass(model, AuditedModel)]
# Families whose records are no nouns of their own, are read by the right to what they hang on, or are
# a person's own or, as the register of pseudonyms, sealed (the seed has none).
WITHOUT_RECORDS = {
    *(Noun.HISTORY, Noun.FILES, Noun.LISTS, Noun.JOBS, Noun.NOTICES, Noun.REGISTER),
    # Nothing of the seed is issued or confirmed yet.
    Noun.PUBLISHING,
}


def seen_by(user: object) -> dict[str, int]:
    """How many records of each model this reader sees."""
    return {model._meta.label: model.objects.visible_to(user).count() for model in AUDITED}


def test_records_of_the_seed_are_shown_by_right_only() -> None:
    load_seed(with_example=True)
    everybody = user_who_may_everything()
    stored = {model._meta.label: model.objects.count() for model in AUDITED}
    nothing = dict.fromkeys(stored, 0)

    assert seen_by(everybody) == stored
    assert seen_by(AnonymousUser()) == nothing
    assert seen_by(UserFactory()) == nothing
    assert seen_by(user_who_may_everything(but=tuple((Verb.READ, noun) for noun in Noun.values))) == nothing
    for noun in sorted(set(Noun.values) - WITHOUT_RECORDS):
        only, all_but = user_who_may((Verb.READ, noun)), user_who_may_everything(but=((Verb.READ, noun),))
        left = {label for label, count in seen_by(all_but).items() if count}
        shown = {label for label, count in seen_by(only).items() if count}
        assert not shown & left, noun
        assert left < {label for label, count in stored.items() if count}, noun
