"""Histories by the strictest of then and now: every role, every disclosure, every page, down to the bytes."""

import json
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.test import Client
from django.urls import get_resolver, resolve
from django.utils import timezone

from meetings.models import AgendaItem, Meeting, MinutesEntry
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import Disclosure, EndTrigger
from portal.disclosure.models import Withholding
from portal.jobs.models import Job
from portal.site.actions import restore_version
from portal.site.history_rule import audited_models
from portal.sources.models import Citation
from tests.factories.meetings import (
    AgendaItemFactory,
    DecisionFactory,
    DeferralFactory,
    HandoutFactory,
    MeetingFactory,
    MinutesEntryFactory,
    MotionFactory,
)
from tests.factories.portal import (
    DisclosureGroundFactory,
    StatedDateFactory,
    user_who_may,
    user_who_may_everything,
)
from tests.factories.writing import as_system
from tests.portal.audit.registry import made
from tests.working import result_of, work_off

pytestmark = pytest.mark.django_db
SHOWN = (Disclosure.OPEN, Disclosure.PARTLY_CLOSED, Disclosure.CLOSED)
WITHHELD = {Disclosure.PARTLY_CLOSED, Disclosure.CLOSED}
ROLES = {
    role["code"]: {(verb, noun) for verb, nouns in role["may"].items() for noun in nouns}
    for role in json.loads((settings.BASE_DIR / "fixtures" / "roles.json").read_text(encoding="utf-8"))[
        "roles"
    ]
}
EVERYTHING = {(verb, noun) for verb in Verb.values for noun in Noun.values}
READERS = {
    **ROLES,
    "everything": EVERYTHING,
    "all but what is withheld": EVERYTHING - {(Verb.READ, Noun.DISCLOSURE)},
    "all but sittings": EVERYTHING - {(Verb.READ, Noun.SITTINGS)},
}


def item_with(secret: str, then: str, now: str) -> AgendaItem:
    """An item with a word in every version, of this disclosure first and of that one last."""

    def state(disclosure: str) -> dict[str, Any]:
        return {"disclosure": disclosure, "closure_reason": "審議中のため" if disclosure in WITHHELD else ""}

    item = AgendaItemFactory(title=f"{secret}の件", **state(then))
    with as_system(f"{secret}の公開区分を直す"):
        for name, value in {**state(now), "title": f"{secret}の件名"}.items():
            setattr(item, name, value)
        item.save()
    return item


def last_row(record: Any) -> Any:
    return type(record).history.filter(id=record.pk).latest("history_id")


def pages_about(record: Any) -> dict[str, str]:
    """Every page of the URL conf about one record's history."""
    base = f"/history/{record._meta.label_lower}/{record.pk}/"
    rows = list(type(record).history.filter(id=record.pk).order_by("history_id"))
    operation = rows[-1].operation_id
    return {
        "history": base,
        "history-compare": f"{base}compare/?old={rows[0].history_id}&new={rows[-1].history_id}",
        "history-restore": f"{base}restore/{rows[0].history_id}/",
        "history-then": f"{base}then/?recorded_at={timezone.localdate():%Y-%m-%d}",
        "history-operation": f"/history/operations/{operation}/",
    }


LISTS = {"history-timeline": "/history/", "history-export": "/history/export/"}


def content(client: Client, path: str) -> bytes:
    """All bytes of an answer; of a list, those of all its pages; of an export, those of the file."""
    if path == LISTS["history-export"]:
        return exported(client, path)
    answer = client.get(path)
    found = answer.getvalue()
    while answer.status_code == 200 and answer.context and answer.context.get("more"):
        answer = client.get(path, {"before": answer.context["more"]})
        found += answer.getvalue()
    return found


def exported(client: Client, path: str) -> bytes:
    """The file that a worker makes of it, or the answer of a portal that makes none."""
    answer = client.post(path)
    if answer.status_code != 302:
        return answer.getvalue()
    job = Job.objects.get(pk=resolve(answer["Location"]).kwargs["pk"])
    work_off()
    return result_of(job)


def may_read(rights: set[tuple[str, str]], *, withheld: bool) -> bool:
    wanted = {(Verb.READ, Noun.HISTORY), (Verb.READ, Noun.SITTINGS)}
    return wanted <= rights and (not withheld or (Verb.READ, Noun.DISCLOSURE) in rights)


def test_pages_named_here_are_all_there_are() -> None:
    routes = {
        pattern.name
        for resolver in get_resolver().url_patterns
        if str(resolver.pattern) == ""
        for entry in getattr(resolver, "url_patterns", ())
        if str(entry.pattern) == "history/"
        for pattern in entry.url_patterns
    }
    item = item_with("語", Disclosure.OPEN, Disclosure.OPEN)
    named = {*pages_about(item), *LISTS}
    assert routes == named


@pytest.mark.parametrize("reader", READERS)
def test_item_is_read_in_history_as_its_strictest_disclosure_allows(client: Client, reader: str) -> None:
    rights = READERS[reader]
    items = {
        pair: item_with(f"鵺{number}号", *pair) for number, pair in enumerate(product(SHOWN, SHOWN), start=1)
    }
    client.force_login(user_who_may(*sorted(rights)))
    listed = {name: content(client, path) for name, path in LISTS.items()}
    wrong = []
    for number, (pair, item) in enumerate(items.items(), start=1):
        secret = f"鵺{number}号".encode()
        allowed = may_read(rights, withheld=bool(WITHHELD & set(pair)))
        pages = {name: content(client, path) for name, path in pages_about(item).items()}
        expected = dict.fromkeys(pages, allowed) | {
            name: allowed and ("export" not in name or (Verb.EXPORT, Noun.HISTORY) in rights)
            for name in listed
        }
        expected["history-restore"] = allowed and (Verb.WRITE, Noun.SITTINGS) in rights
        found = {name: secret in page for name, page in (pages | listed).items()}
        wrong += [f"{pair}: {name}" for name in found if found[name] != expected[name]]
    assert wrong == []


@pytest.mark.parametrize("reader", ["all but what is withheld", "everything"])
def test_what_hangs_on_a_withheld_item_is_hidden_with_it(client: Client, reader: str) -> None:
    item = item_with("鵺", Disclosure.CLOSED, Disclosure.OPEN)
    motion = MotionFactory(item=item, asked="鵺の議決事項")
    deferral = DeferralFactory(item=item, due=StatedDateFactory(words="鵺の期日"), due_named_by="鵺の課長")
    with as_system():
        source = made(audited_models()["portal.source"])
        citation = Citation(
            source=source, record_model="meetings.agendaitem", record_key=item.pk, place="1", quote="鵺の原文"
        )
        citation.save()
    records = [
        *(motion, DecisionFactory(motion=motion, sentence="鵺の決定"), deferral, deferral.due, citation),
        HandoutFactory(meeting=item.meeting, item=item, title="鵺の資料"),
        MinutesEntryFactory(meeting=item.meeting, item=item, text="鵺の発言"),
    ]
    client.force_login(user_who_may(*sorted(READERS[reader])))
    shown = {
        record._meta.label_lower: "鵺".encode() in content(client, pages_about(record)["history"])
        for record in records
    }
    assert shown == dict.fromkeys(shown, reader == "everything")
    everywhere = b"".join(content(client, path) for path in ("/history/", "/history/export/"))
    assert ("鵺".encode() in everywhere) == (reader == "everything")


@pytest.mark.parametrize("state", Withholding.State.values)
@pytest.mark.parametrize("reader", ["all but what is withheld", "everything"])
def test_record_with_a_passage_that_is_or_was_withheld_is_hidden(
    client: Client, reader: str, state: str
) -> None:
    entry = MinutesEntryFactory(text="鵺の発言")
    with as_system():
        passage = Withholding(
            record_model="meetings.minutesentry",
            record_key=entry.pk,
            field="text",
            words="鵺の発言",
            ground=DisclosureGroundFactory(),
            reason="審議中のため",
            end_trigger=EndTrigger.NONE,
        )
        passage.save()
        passage.state = state
        passage.save()
    client.force_login(user_who_may(*sorted(READERS[reader])))
    pages = {**pages_about(entry), **LISTS}
    found = {name: "鵺".encode() in content(client, path) for name, path in pages.items()}
    found.pop("history-operation")
    assert found == dict.fromkeys(found, reader == "everything")


@pytest.fixture
def scoped(monkeypatch: pytest.MonkeyPatch) -> dict[str, set[Any]]:
    """Reading scopes as an app may have them: venues whose sittings the reader is kept from, now and then."""
    kept: dict[str, set[Any]] = {"now": set(), "then": set()}
    reads = type(Meeting.objects)
    visible = reads.visible_to

    def visible_to(self: Any, user: Any) -> Any:
        return visible(self, user).exclude(venue__in=kept["now"])

    def hidden_then(self: Any, user: Any) -> Q:
        return Q(venue__in=kept["then"])

    monkeypatch.setattr(reads, "visible_to", visible_to)
    monkeypatch.setattr(reads, "hidden_then", hidden_then, raising=False)
    return kept


@pytest.mark.parametrize("when", ["now", "then"])
def test_record_out_of_scope_now_or_then_is_hidden_with_all_that_hangs_on_it(
    client: Client, scoped: dict[str, set[Any]], when: str
) -> None:
    meeting = MeetingFactory(venue="鵺の間")
    item = AgendaItemFactory(meeting=meeting, title="鵺の件")
    records = [meeting, item, MotionFactory(item=item, asked="鵺の議決事項")]
    if when == "then":
        with as_system():
            meeting.venue = "庁議室"
            meeting.save()
    client.force_login(user_who_may_everything())
    before = [content(client, pages_about(record)["history"]) for record in records]
    assert all("鵺".encode() in page for page in before)
    scoped[when].add("鵺の間")
    for record in records:
        for name, path in pages_about(record).items():
            assert "鵺".encode() not in content(client, path), name
            assert "鵺".encode() not in client.post(path, {"reason": "戻す", "version": 2}).getvalue(), name
    for name, path in LISTS.items():
        assert "鵺".encode() not in content(client, path), name
    day = "?recorded_at=2099-01-01"
    assert client.get(f"/meetings/{meeting.pk}/{day}").status_code == 404


def test_deleted_record_stays_out_of_scope_by_what_it_was(
    client: Client, scoped: dict[str, set[Any]]
) -> None:
    meeting = MeetingFactory(venue="鵺の間")
    path, key = pages_about(meeting)["history"], meeting.pk
    with as_system():
        meeting.delete()
    client.force_login(user_who_may_everything())
    assert client.get(path).status_code == 200
    scoped["then"].add("鵺の間")
    assert client.get(path).status_code == 404
    assert client.get(f"/meetings/{key}/?recorded_at=2099-01-01").status_code == 404
    assert "鵺".encode() not in content(client, "/history/")


def test_operation_that_touched_a_hidden_record_tells_and_counts_the_others_only(
    client: Client, scoped: dict[str, set[Any]]
) -> None:
    with as_system("二つの会議を登録する") as act:
        hidden, shown = MeetingFactory(venue="鵺の間"), MeetingFactory(venue="庁議室")
    path = f"/history/operations/{act.operation_id}/"
    client.force_login(user_who_may_everything())
    count = client.get(path).context["count"]
    scoped["now"].add("鵺の間")
    answer = client.get(path)
    assert answer.context["count"] == count - 1
    keys = {(row.label, row.key) for row in answer.context["rows"]}
    assert ("meetings.meeting", shown.pk) in keys
    assert ("meetings.meeting", hidden.pk) not in keys


def test_name_of_a_record_out_of_scope_is_not_told_in_the_history_of_another(
    client: Client, scoped: dict[str, set[Any]]
) -> None:
    deferral = DeferralFactory()
    other = MotionFactory(asked="鵺の議決事項", item__meeting__venue="鵺の間")
    with as_system():
        deferral.closing_motion = other
        deferral.save()
    client.force_login(user_who_may_everything())
    pages = pages_about(deferral)
    assert "鵺".encode() in content(client, pages["history"])
    scoped["now"].add("鵺の間")
    for name in ("history", "history-compare", "history-restore"):
        page = content(client, pages[name]).decode()
        assert "鵺" not in page
        assert f"番号{other.pk}（見る権限がありません）" in page, name


def test_restore_action_refuses_a_history_out_of_scope(scoped: dict[str, set[Any]]) -> None:
    meeting = MeetingFactory(venue="鵺の間")
    scoped["now"].add("鵺の間")
    with pytest.raises(PermissionDenied):
        restore_version(
            by=user_who_may_everything(),
            reason="戻す",
            model=Meeting,
            history_id=last_row(meeting).history_id,
            version=1,
        )


AUDITED = sorted(audited_models().items())


@pytest.mark.parametrize(("label", "model"), AUDITED, ids=[label for label, _ in AUDITED])
def test_kind_says_which_records_it_is_not_read_without(
    label: str, model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where hiding the target of a foreign key hides the record, its history has to follow."""
    user, record = user_who_may_everything(), made_in_full(model)
    if not is_shown(record, user):
        is_own = hasattr(model._default_manager, "hidden_then")
        assert model.governed_by_holders or model.names_a_record or is_own
        return
    governs = {
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation and getattr(record, field.attname) and field.related_model is not model
        if not is_shown(record, user, without=field.related_model, patch=monkeypatch)
    }
    assert governs <= set(model.governed_by)


def made_in_full(model: Any) -> Any:
    """A record with as many of its foreign keys in use as its constraints allow."""
    with as_system():
        record = made(model)
        for field in model._meta.concrete_fields:
            if field.is_relation and getattr(record, field.attname) is None:
                try:
                    with transaction.atomic():
                        setattr(record, field.attname, made(field.related_model).pk)
                        record.save()
                except IntegrityError:
                    record = model._base_manager.get(pk=record.pk)
    return record


def is_shown(record: Any, user: User, *, without: Any = None, patch: Any = None) -> bool:
    """Whether the reader sees the record, where they see no record of the kind ``without``."""
    if without is None:
        return type(record)._default_manager.visible_to(user).filter(pk=record.pk).exists()
    reads = type(without._default_manager.all())
    visible = reads.visible_to

    def blind(self: Any, reader: Any) -> Any:
        return self.none() if self.model is without else visible(self, reader)

    with patch.context() as patched:
        patched.setattr(reads, "visible_to", blind)
        return is_shown(record, user)


def test_every_field_of_disclosure_counts_in_history() -> None:
    initial_values_only = {"meetings.meetingbody"}
    for label, model in AUDITED:
        fields = {
            field.name
            for field in model._meta.concrete_fields
            if field.choices and {str(value) for value, _ in field.choices} >= {str(each) for each in SHOWN}
        }
        assert label in initial_values_only or fields == set(model.disclosure_fields), label


def test_history_rule_costs_the_same_however_many_records(
    client: Client, scoped: dict[str, set[Any]], django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        MinutesEntryFactory(meeting=MeetingFactory(venue="鵺の間"))
    scoped["now"].add("鵺の間")
    client.force_login(user_who_may_everything())
    with django_assert_max_num_queries(15):
        client.get("/history/")
    assert MinutesEntry.objects.count() == 30
