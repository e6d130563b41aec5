"""The base of pages that write over many records at once, on a page made for the test."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import path

from portal.accounts.models import Organisation
from portal.accounts.rights import Noun, Verb, writing
from portal.audit.ledger import Change
from portal.audit.locking import held
from portal.audit.writing import changed
from portal.site.fields import ReasonField, VersionsField
from portal.site.pages import ManyRecordsPage
from portal.urls import urlpatterns as pages_of_the_portal
from tests.factories.portal import OrganisationFactory, user_who_may
from tests.factories.writing import as_system

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
RIGHTS = ((Verb.READ, Noun.DIRECTORY), (Verb.WRITE, Noun.DIRECTORY))


class KanaForm(forms.Form):
    kana = forms.CharField(label="ふりがな")
    reason = ReasonField(required=True)


class SetKana(ManyRecordsPage):
    title = "ふりがなをまとめて直す"
    noun = Noun.DIRECTORY

    def load(self) -> None:
        asked = self.request.GET.getlist("key") or [
            sent.partition(":")[0] for sent in self.request.POST.getlist("version")
        ]
        keys = [key for key in asked if key.isdigit()]
        self.records = list(self.visible(Organisation).filter(pk__in=keys).order_by("pk"))

    def get_form(self, data: Any = None) -> KanaForm:
        return KanaForm(data)

    def act(self, form: KanaForm) -> Any:
        with writing(Noun.DIRECTORY, by=self.user, reason=form.cleaned_data["reason"]):
            for record in held(Organisation, form.cleaned_data["version"]):
                changed(record, kana=form.cleaned_data["kana"])

    def get_success_url(self, record: Any) -> str:
        return "/"


urlpatterns = [path("kana/", SetKana.as_view()), *pages_of_the_portal]


@pytest.fixture
def records(client: Client) -> list[Organisation]:
    client.force_login(user_who_may(*RIGHTS, (Verb.READ, Noun.HISTORY)))
    return OrganisationFactory.create_batch(3)


def sent(client: Client, records: list[Organisation]) -> dict[str, Any]:
    """What a browser would send back from the page over these records."""
    field = client.get("/kana/", {"key": [record.pk for record in records]}).context["form"]["version"]
    return {"version": field.value(), "kana": "みほん", "reason": "ふりがなの統一"}


def kana() -> set[str]:
    return set(Organisation.objects.values_list("kana", flat=True))


def test_versions_of_all_records_go_out_and_come_back(client: Client, records: list[Organisation]) -> None:
    assert client.post("/kana/", sent(client, records)).status_code == 302
    assert kana() == {"みほん"}
    written = Change.objects.order_by("-pk")[:3]
    assert len({change.operation_id for change in written}) == 1


def test_one_record_changed_meanwhile_stops_all_of_them(client: Client, records: list[Organisation]) -> None:
    typed = sent(client, records)
    with as_system():
        records[1].kana = "さきに"
        records[1].save()
    answer = client.post("/kana/", typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert kana() == {"", "さきに"}
    assert [newer.record for newer in answer.context["newer"]] == [records[1].name]
    assert "ふりがなの統一" in page
    assert f'value="{records[1].pk}:2"' in page
    typed["version"] = answer.context["form"]["version"].value()
    assert client.post("/kana/", typed).status_code == 302
    assert kana() == {"みほん"}


def test_one_record_deleted_meanwhile_stops_all_of_them(client: Client, records: list[Organisation]) -> None:
    typed = sent(client, records)
    with as_system():
        records[2].delete()
    answer = client.post("/kana/", typed)
    assert answer.status_code == 409
    assert "削除されたものがあります" in answer.content.decode()
    assert kana() == {""}


def test_record_changed_in_the_last_moment_stops_all_of_them(
    client: Client, records: list[Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed, real = sent(client, records), writing
    monkeypatch.setitem(globals(), "writing", lambda *args, **how: _late(records[0], real, *args, **how))
    answer = client.post("/kana/", typed)
    assert answer.status_code == 409
    assert kana() == {""}


def _late(record: Organisation, real: Any, *args: Any, **kwargs: Any) -> Any:
    with as_system():
        Organisation.objects.get(pk=record.pk).save()
    return real(*args, **kwargs)


@pytest.mark.parametrize("forged", [[], ["x"], ["1"], ["1:x"], ["1:1:1"], ["１:1"], ["1:1", "1:2"], ["-1:1"]])
def test_versions_that_are_missing_or_forged_are_refused(
    client: Client, records: list[Organisation], forged: list[str]
) -> None:
    answer = client.post("/kana/", {**sent(client, records), "version": forged})
    assert answer.status_code == 422
    assert "ページを開き直してから" in answer.content.decode()
    assert kana() == {""}


def test_version_of_a_record_out_of_reach_is_never_taken_as_fresh(
    client: Client, records: list[Organisation]
) -> None:
    typed = sent(client, records[:1])
    typed["version"] = [*typed["version"], f"{records[1].pk}:7", "987654:1"]
    assert client.post("/kana/", typed).status_code == 409
    assert kana() == {""}


def test_versions_field_reads_what_it_writes() -> None:
    field = VersionsField()
    assert field.clean(field.prepare_value({3: 1, 12: 40})) == {3: 1, 12: 40}
    with pytest.raises(ValidationError):
        field.clean(["3:1", "3:1"])
