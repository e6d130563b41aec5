"""Versions narrowed, compared and brought back, through the door."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.actions.record import edit_entry, remove_entry
from meetings.models import Annotation, MinutesEntry, Motion
from portal.accounts.models import Role, RolePermission, User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import withhold_passage
from portal.disclosure.choices import EndTrigger
from portal.disclosure.models import Withholding
from portal.site.history_rule import audited_models, noun_of
from tests.doors import words_of
from tests.factories.meetings import AgendaItemFactory, MinutesEntryFactory, MotionFactory
from tests.factories.portal import (
    DisclosureGroundFactory,
    OrganisationFactory,
    RoleFactory,
    UserFactory,
    user_who_may,
    user_who_may_everything,
)
from tests.factories.writing import as_system

pytestmark = pytest.mark.django_db

OLD, NEW = "検証機関が伸びているため、変更したい。", "検証期間が延びているため、変更する。"


@pytest.fixture
def user(client: Client) -> User:
    """Somebody with every right, logged in."""
    found = user_who_may_everything()
    client.force_login(found)
    return found


def url(record: Any, name: str = "history", **more: Any) -> str:
    return reverse(name, kwargs={"model_label": record._meta.label_lower, "pk": record.pk, **more})


def row_ids(record: Any, key: int) -> list[int]:
    rows = type(record).history.filter(id=key).order_by("history_id")
    return list(rows.values_list("history_id", flat=True))


def edited_entry(user: User) -> MinutesEntry:
    """A row with two versions."""
    entry = MinutesEntryFactory(text=OLD)
    edit_entry(by=user, reason="誤字の訂正", entry=entry, text=NEW)
    return MinutesEntry.objects.get(pk=entry.pk)


def restore(client: Client, record: Any, history_id: int, **typed: str) -> Any:
    path = url(record, "history-restore", history_id=history_id)
    form = client.get(path).context["form"]
    return client.post(path, {"version": form["version"].value(), "reason": "戻す理由"} | typed)


def sentences(answer: Any) -> list[str]:
    return [entry.sentence for entry in answer.context["entries"]]


def test_history_is_narrowed_by_person_field_and_day_in_the_address(client: Client, user: User) -> None:
    entry = edited_entry(user)
    path = url(entry)
    assert len(sentences(client.get(path))) == 2
    assert sentences(client.get(path, {"person": user.actor_text})) == [f"{user.name}が本文を変更しました。"]
    assert len(sentences(client.get(path, {"field": "text"}))) == 2
    assert len(sentences(client.get(path, {"field": "kind"}))) == 1
    assert sentences(client.get(path, {"until": "令和元年5月1日"})) == []
    assert len(sentences(client.get(path, {"since": "R1.5.1"}))) == 2


def test_history_narrowed_to_nothing_says_so_and_offers_everything(client: Client, user: User) -> None:
    path = url(MinutesEntryFactory())
    answer = client.get(path, {"until": "2019/5/1"})
    assert "条件に合う変更はありません。" in words_of(answer)
    assert f'href="{path}"' in answer.content.decode()


@pytest.mark.parametrize("asked", [{"since": "2月30日"}, {"since": "R6.2.1", "until": "R6.1.1"}])
def test_history_with_a_day_that_cannot_be_is_told_so_and_shows_everything(
    client: Client, user: User, asked: dict[str, str]
) -> None:
    answer = client.get(url(MinutesEntryFactory()), asked)
    assert answer.status_code == 200
    assert answer.context["filter_form"].errors
    assert len(sentences(answer)) == 1


def test_two_versions_are_compared_by_the_character(client: Client, user: User) -> None:
    entry = edited_entry(user)
    old, new = row_ids(entry, entry.pk)
    page = client.get(url(entry, "history-compare"), {"old": old, "new": new}).content.decode()
    assert "検証<del>機関</del><ins>期間</ins>が<del>伸</del><ins>延</ins>びている" in page
    back = client.get(url(entry, "history-compare"), {"old": new, "new": old}).content.decode()
    assert "検証<del>期間</del><ins>機関</ins>が" in back
    same = client.get(url(entry, "history-compare"), {"old": new, "new": new})
    assert "2つの版の内容は同じです。" in words_of(same)


@pytest.mark.parametrize("asked", ["", "x", "１", "99999999", "stranger"])
def test_compare_with_what_is_no_version_of_the_record_is_not_found(
    client: Client, user: User, asked: str
) -> None:
    entry, other = edited_entry(user), MinutesEntryFactory()
    asked = str(row_ids(other, other.pk)[0]) if asked == "stranger" else asked
    old = row_ids(entry, entry.pk)[0]
    assert client.get(url(entry, "history-compare"), {"old": old, "new": asked}).status_code == 404


def test_earlier_version_comes_back_as_a_new_one_with_its_reason(client: Client, user: User) -> None:
    entry = edited_entry(user)
    answer = restore(client, entry, row_ids(entry, entry.pk)[0])
    assert (answer.status_code, answer.url) == (302, url(entry))
    entry.refresh_from_db()
    assert (entry.text, entry.version) == (OLD, 3)
    newest = entry.history.latest("history_id")
    assert (newest.history_change_reason, newest.history_actor) == ("戻す理由", user.actor_text)


def test_restore_without_a_reason_is_refused(client: Client, user: User) -> None:
    entry = edited_entry(user)
    assert restore(client, entry, row_ids(entry, entry.pk)[0], reason="　").status_code == 422
    assert MinutesEntry.objects.get(pk=entry.pk).text == NEW


def test_restore_over_a_newer_version_shows_it_and_keeps_the_reason(client: Client, user: User) -> None:
    entry = edited_entry(user)
    answer = restore(client, entry, row_ids(entry, entry.pk)[0], version="1", reason="わたしの理由")
    assert answer.status_code == 409
    assert "わたしの理由" in answer.content.decode()
    assert answer.context["form"]["version"].value() == 2
    assert MinutesEntry.objects.get(pk=entry.pk).version == 2


@pytest.mark.parametrize("forged", ["", "x", "0", "-1", "99"])
def test_restore_with_a_missing_or_forged_version_writes_nothing(
    client: Client, user: User, forged: str
) -> None:
    entry = edited_entry(user)
    answer = restore(client, entry, row_ids(entry, entry.pk)[0], version=forged)
    assert answer.status_code in {409, 422}
    assert MinutesEntry.objects.get(pk=entry.pk).version == 2


def test_restore_needs_the_right_to_write_the_record(client: Client, user: User) -> None:
    entry = edited_entry(user)
    first = row_ids(entry, entry.pk)[0]
    client.force_login(user_who_may_everything(but=((Verb.WRITE, Noun.RECORD),)))
    assert client.get(url(entry, "history-restore", history_id=first)).status_code == 403
    assert "この版に戻す" not in words_of(client.get(url(entry)))


def test_deleted_record_keeps_its_history_and_comes_back_with_its_children(
    client: Client, user: User
) -> None:
    entry = edited_entry(user)
    with as_system():
        Annotation(entry=entry, kind="sic", words="検証", start=0, end=2).save()
    key, rows = entry.pk, row_ids(entry, entry.pk)
    remove_entry(by=user, reason="重複", entry=MinutesEntry.objects.get(pk=key))
    entry.pk = key
    page = client.get(url(entry))
    assert "この記録は削除されています" in words_of(page)
    assert f"{NEW}（削除済み）" in words_of(page)
    assert restore(client, entry, rows[-1]).status_code == 302
    back = MinutesEntry.objects.get(pk=key)
    assert (back.text, back.annotations.get().words) == (NEW, "検証")


@pytest.mark.parametrize("lacking", [Noun.RECORD, Noun.SITTINGS, Noun.HISTORY])
def test_history_of_a_deleted_record_needs_what_the_record_needed(client: Client, lacking: str) -> None:
    entry = MinutesEntryFactory()
    key = entry.pk
    with as_system():
        entry.delete()
    entry.pk = key
    client.force_login(user_who_may_everything(but=((Verb.READ, lacking),)))
    assert client.get(url(entry)).status_code == (403 if lacking == Noun.HISTORY else 404)


def test_history_of_what_never_was_is_not_found(client: Client, user: User) -> None:
    assert client.get("/history/meetings.motion/987654/").status_code == 404


def test_restore_whose_target_is_gone_is_explained_and_nothing_is_stored(client: Client, user: User) -> None:
    motion = MotionFactory(item=AgendaItemFactory(title="電話の更改"))
    key, rows, item = motion.pk, row_ids(motion, motion.pk), motion.item
    with as_system():
        motion.delete()
    with as_system():
        item.delete()
    motion.pk = key
    answer = restore(client, motion, rows[0])
    assert answer.status_code == 422
    assert "議題：「電話の更改」は削除されています。先にその議題を元に戻してください。" in words_of(answer)
    assert not Motion.objects.filter(pk=key).exists()
    assert client.get(url(motion)).status_code == 200


def test_restore_refused_by_todays_rules_names_the_field(client: Client, user: User) -> None:
    organisation = OrganisationFactory(name="豊島区")
    key, rows = organisation.pk, row_ids(organisation, organisation.pk)
    with as_system():
        organisation.delete()
    OrganisationFactory(name="豊島区")
    organisation.pk = key
    answer = restore(client, organisation, rows[0])
    assert answer.status_code == 422
    assert "この版には戻せません。何も変更していません。" in words_of(answer)
    assert "名称：" in words_of(answer)


def test_restored_text_takes_the_withheld_place_along(client: Client, user: User) -> None:
    entry = edited_entry(user)
    withhold_passage(
        by=user,
        reason="検討中",
        record=entry,
        field="text",
        span=(0, 4),
        ground=DisclosureGroundFactory(),
        end_trigger=EndTrigger.NONE,
    )
    assert restore(client, entry, row_ids(entry, entry.pk)[0]).status_code == 302
    passage = Withholding.objects.get()
    text = MinutesEntry.objects.get(pk=entry.pk).text
    assert (text, text[passage.start : passage.end], passage.words) == (OLD, "検証機関", "検証機関")


def test_restore_that_leaves_no_administrator_is_refused(client: Client) -> None:
    only = user_who_may((Verb.READ, Noun.ACCOUNTS), (Verb.WRITE, Noun.ACCOUNTS), (Verb.READ, Noun.HISTORY))
    right = RolePermission.objects.get(role__grants__user=only, verb=Verb.WRITE)
    with as_system():
        right.verb = Verb.EXPORT
        right.save()
        right.verb = Verb.WRITE
        right.save()
    client.force_login(only)
    answer = restore(client, right, row_ids(right, right.pk)[1])
    assert answer.status_code == 422
    assert RolePermission.objects.get(pk=right.pk).verb == Verb.WRITE


def test_role_comes_back_with_its_rights(client: Client, user: User) -> None:
    role = RoleFactory(code=Role.Code.EVALUATOR)
    with as_system():
        RolePermission(role=role, verb=Verb.READ, noun=Noun.BODIES).save()
    key, rows = role.pk, row_ids(role, role.pk)
    with as_system():
        role.delete()
    role.pk = key
    answer = restore(client, role, rows[0])
    assert answer.status_code == 302, words_of(answer)
    assert Role.objects.get(pk=key).permissions.get().noun == Noun.BODIES


def test_history_names_a_person_who_was_renamed_and_deleted_since(client: Client, user: User) -> None:
    leaver = user_who_may((Verb.WRITE, Noun.RECORD))
    entry = MinutesEntryFactory(text=OLD)
    edit_entry(by=leaver, reason="訂正", entry=entry, text=NEW)
    with as_system():
        User.objects.get(pk=leaver.pk).delete()
    assert f"{leaver.name}が本文を変更しました。" in sentences(client.get(url(entry)))


def test_every_audited_kind_belongs_to_a_family_of_nouns() -> None:
    assert {noun_of(model) for model in audited_models().values()} <= set(Noun.values)


def test_history_costs_the_same_whatever_its_length(
    client: Client, user: User, django_assert_max_num_queries: Any
) -> None:
    someone = UserFactory()
    with as_system():
        for number in range(30):
            someone.kana = f"かな{number}"
            someone.save()
    with django_assert_max_num_queries(12):
        client.get(url(someone))


def test_record_of_a_kind_without_rules_of_its_own_comes_back(client: Client, user: User) -> None:
    record = OrganisationFactory(name="旧団体")
    with as_system():
        record.name = "新団体"
        record.save()
    assert restore(client, record, row_ids(record, record.pk)[0]).status_code == 302
    record.refresh_from_db()
    assert record.name == "旧団体"
