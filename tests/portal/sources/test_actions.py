"""Many citations at once: all of them, or none."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.sources.actions import add_source, cite_all
from portal.sources.models import Basis, Citation, Source
from tests.factories.portal import OrganisationFactory

pytestmark = pytest.mark.django_db

ACT = {"by": "system:tests", "reason": "試験"}


def citation(source, record, field, **values):
    quoted = {"place": "1頁", "quote": "豊島区", **values}
    return Citation(
        source=source, record_model="portal.organisation", record_key=record.pk, field=field, **quoted
    )


@pytest.fixture
def source():
    return add_source(**ACT, title="試験の会議録", kind=Source.Kind.MINUTES)


def test_citations_are_written_together_with_their_history(source):
    record = OrganisationFactory()
    cite_all(**ACT, citations=[citation(source, record, ""), citation(source, record, "name")])
    assert source.citations.count() == 2
    assert Citation.history.filter(history_actor="system:tests").count() == 2


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"place": ""}, ValidationError),
        ({"basis": "hearsay"}, ValidationError),
        ({"quote": ""}, IntegrityError),
        ({"basis": Basis.INFERRED}, IntegrityError),
    ],
)
def test_one_wrong_citation_keeps_all_of_them_out(source, wrong, error):
    record = OrganisationFactory()
    citations = [citation(source, record, ""), citation(source, record, "name", **wrong)]
    with pytest.raises(error), transaction.atomic():
        cite_all(**ACT, citations=citations)
    assert not source.citations.exists()
