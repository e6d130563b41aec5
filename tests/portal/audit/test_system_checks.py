"""Relations that would leave no history are refused when the portal starts."""

from types import SimpleNamespace
from unittest.mock import patch

from django.contrib.sessions.models import Session

from portal.accounts.models import Organisation, RoleGrant
from portal.audit.system_checks import check_relations


def found() -> list[str]:
    return [each.msg for each in check_relations()]


def test_check_of_the_portal_finds_no_relation_without_history():
    assert found() == []


def test_many_to_many_through_a_table_without_history_is_an_error():
    relations = [
        SimpleNamespace(name=name, remote_field=SimpleNamespace(through=through))
        for name, through in (("unrecorded", Session), ("recorded", RoleGrant))
    ]
    with patch.object(Organisation._meta, "local_many_to_many", relations):
        (message,) = found()
    assert message.startswith("portal.Organisation.unrecorded は、")
