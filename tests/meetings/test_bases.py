"""推定 and 例示 are said in words wherever the value is shown or taken out."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from meetings.models import Annotation, Commitment, Handout, Meeting, MinutesEntry, Seat
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import substitute_passage
from portal.sources.actions import cite
from portal.sources.models import Basis, Citation, Source
from tests.factories.portal import user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.meetings.door import browser, user_of

pytestmark = pytest.mark.django_db
MARK = '<span class="status status--plain basis">推定</span>'


def infer(record: Any, field: str, basis: str = Basis.INFERRED) -> None:
    """No document says this value; somebody has inferred it."""
    how = {"by": "system:tests", "reason": "試験"}
    where = {
        "source": Source.objects.last(),
        "record": record,
        "place": "試験の箇所",
        "note": "試験のための推定",
    }
    cite(**how, **where, field=field, basis=basis)


def of(meeting: Meeting, kind: str) -> Any:
    item = meeting.items.exclude(motions=None).order_by("-position").first()
    return {
        "meeting": lambda: meeting,
        "body": lambda: meeting.body,
        "item": lambda: item,
        "motion": lambda: item.motions.first(),
        "decision": lambda: item.motions.first().decision,
        "deferral": lambda: item.deferrals.first(),
        "due": lambda: item.deferrals.first().due,
        "ground": lambda: meeting.meeting_ground,
        "commitment": lambda: Commitment.objects.exclude(due=None).first(),
        "handout": lambda: meeting.handouts.first(),
        "attendance": lambda: meeting.attendances.first(),
        "reference": lambda: meeting.prior_references.exclude(item=None).first(),
        "consultation": lambda: meeting.consultations.exclude(motion=None).first(),
        "row": lambda: meeting.entries.first(),
        "seat": lambda: Seat.objects.filter(body=meeting.body).first(),
    }[kind]()


def forget(record: Any) -> None:
    """What the seed says of the record's values is out of the way."""
    with as_system():
        Citation.objects.filter(record_model=record._meta.label_lower, record_key=record.pk).delete()


@pytest.mark.parametrize(
    ("page", "kind", "field"),
    [
        *(
            ("meeting", "meeting", field)
            for field in (
                "starts_at",
                "ended_at",
                "venue",
                "format",
                "state",
                "observer_count",
                "meeting_disclosure",
                "minutes_disclosure",
                "meeting_closure_reason",
                "minutes_closure_reason",
                "meeting_ground",
                "minutes_ground",
            )
        ),
        ("meeting", "body", "secretariat"),
        ("meeting", "ground", ""),
        *(("meeting", "item", field) for field in ("title", "state", "explainer", "outcome_line")),
        ("meeting", "motion", "asked"),
        *(("meeting", "decision", field) for field in ("outcome", "sentence", "effective_on")),
        *(("meeting", "deferral", field) for field in ("worker", "decider_kind", "due", "needed_inputs")),
        ("meeting", "due", ""),
        *(("meeting", "commitment", field) for field in ("subject", "kind", "state", "owner_label", "due")),
        *(("meeting", "handout", field) for field in ("title", "disclosure")),
        ("meeting", "attendance", "status"),
        ("item", "reference", "subject"),
        ("item", "consultation", "kind"),
        *(("record", "row", field) for field in ("text", "speaker_label")),
        *(
            ("body", "body", field)
            for field in ("kind", "aliases", "parent", "legal_basis", "composition", "minutes_form")
        ),
        ("body", "seat", "role"),
        ("body", "meeting", "starts_at"),
    ],
)
def test_value_nobody_wrote_is_called_inferred_on_its_page(
    seed: Meeting, page: str, kind: str, field: str
) -> None:
    client = browser(user_who_may_everything())
    record = of(seed, kind)
    item = getattr(record, "item", None) or (record.motion.item if kind == "consultation" else None)
    key = {"body": seed.body_id, "item": item.pk if item else 0}.get(page, seed.pk)
    url = reverse(f"meetings:{page}", args=[key])
    forget(record)
    before = client.get(url).content.decode().count(MARK)

    infer(record, field)

    assert client.get(url).content.decode().count(MARK) > before


def test_marks_in_the_record_say_what_nobody_wrote(seed: Meeting) -> None:
    row = MinutesEntry.objects.filter(text__contains="マイクロソフト").get()
    start = row.text.index("マイクロソフト")
    wording = substitute_passage(
        by="system:tests",
        reason="試験",
        record=row,
        field="text",
        span=(start, start + len("マイクロソフト")),
        public_words="クラウドサービスの提供元",
    )
    infer(wording, "", Basis.EXAMPLE)

    shown = (
        browser(user_who_may_everything()).get(reverse("meetings:record", args=[seed.pk])).content.decode()
    )

    assert "〔公開用：クラウドサービスの提供元（例示）〕" in shown
    remark = Annotation.objects.first()
    assert f"〔{remark.get_kind_display()}：{remark.note}（推定）〕" in shown


@pytest.mark.parametrize(
    ("key", "kind", "field", "column"),
    [
        ("meetings", "meeting", "format", "format"),
        ("meetings", "meeting", "starts_at", "held"),
        ("bodies", "body", "aliases", "aliases"),
        ("seats", "seat", "office", "seat"),
        ("handouts", "handout", "title", "title"),
        ("handouts", "meeting", "number", "meeting"),
        ("attendances", "attendance", "status", "status"),
        ("decisions", "decision", "outcome", "outcome"),
        ("commitments", "commitment", "owner_label", "owner"),
        ("commitments", "commitment", "due", "due"),
    ],
)
def test_value_nobody_wrote_is_called_inferred_in_the_list_and_in_its_file(
    seed: Meeting, key: str, kind: str, field: str, column: str
) -> None:
    client = browser(user_who_may_everything())
    record = of(seed, kind)
    forget(record)
    names = {"held": "meeting,held", "seat": "seat"}.get(column, f"meeting,{column}")
    query = {"columns": column if key in ("bodies", "seats") else names}
    page, file = reverse(f"meetings:{key}"), reverse("lists:export", args=[key])

    def told(url: str, mark: str) -> int:
        answer = client.get(url, query, follow=True)
        text = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return text.decode().count(mark)

    def told_in_book() -> int:
        answer = client.get(reverse("lists:workbook", args=[key]), query)
        (sheet,) = load_workbook(BytesIO(answer.getvalue())).worksheets
        return sum("（推定）" in str(cell.value) for row in sheet for cell in row)

    before = told(page, MARK), told(file, "（推定）"), told_in_book()
    infer(record, field)
    assert told(page, MARK) > before[0]
    assert told(file, "（推定）") > before[1]
    assert told_in_book() > before[2]


@pytest.mark.parametrize("kind", ["meeting", "row", "deferral", "commitment", "handout", "body", "due"])
def test_record_shows_where_its_values_come_from(seed: Meeting, kind: str) -> None:
    record = of(seed, kind)
    url = reverse("sources:record", args=[record._meta.label_lower, record.pk])

    shown = browser(user_of("viewer")).get(url).content.decode()

    citation = Citation.objects.filter(record_model=record._meta.label_lower, record_key=record.pk).first()
    assert citation.source.title in shown
    assert citation.place in shown
    assert citation.get_basis_display() in shown


def test_sources_of_a_stated_date_stand_with_its_record(seed: Meeting) -> None:
    deferral = of(seed, "deferral")
    url = reverse("sources:record", args=["meetings.deferral", deferral.pk])

    shown = browser(user_of("viewer")).get(url).content.decode()

    assert "「長くてもあと1か月では決めたい」" in shown or deferral.due.words in shown


def test_value_without_a_source_is_named(seed: Meeting) -> None:
    handout = Handout.objects.first()
    forget(handout)
    client = browser(user_of("viewer"))
    url = reverse("sources:record", args=["meetings.handout", handout.pk])
    assert "典拠の登録がありません" in client.get(url).content.decode()

    infer(handout, "title")

    shown = client.get(url).content.decode()
    assert "推定（原文にない値）" in shown
    assert "典拠の登録がない項目：" in shown


def test_sources_are_shown_to_readers_of_both_the_record_and_the_sources(seed: Meeting) -> None:
    url = reverse("sources:record", args=["meetings.meeting", seed.pk])
    assert browser(user_who_may((Verb.READ, Noun.SITTINGS))).get(url).status_code == 403
    assert browser(user_who_may((Verb.READ, Noun.SOURCES))).get(url).status_code == 404
    assert Client().get(url).status_code == 302
    client = browser(user_of("viewer"))
    for label, key in (("meetings.meeting", 10**9), ("meetings.nothing", 1), ("portal.withholding", 1)):
        assert client.get(reverse("sources:record", args=[label, key])).status_code == 404
