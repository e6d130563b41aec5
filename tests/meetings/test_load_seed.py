"""The command on databases that already hold something."""

import pytest

from meetings.models import MeetingBody
from portal.accounts.models import Organisation
from tests.factories.portal import OrganisationFactory
from tests.seeded import load_seed

pytestmark = pytest.mark.django_db


def test_load_takes_up_what_somebody_entered_before():
    entered = OrganisationFactory(name="豊島区")
    load_seed()
    assert Organisation.objects.get(name="豊島区") == entered
    assert MeetingBody.objects.filter(organisation=entered).count() == 3
