"""The seed in the database against its document: every character of it, and every listed fact."""

import csv
from pathlib import Path

import pytest
from django.utils import timezone

from meetings.choices import AttendanceGroup, EntryKind
from meetings.models import (
    AgendaItem,
    Annotation,
    Attendance,
    Commitment,
    Consultation,
    Decision,
    Deferral,
    Handout,
    Meeting,
    MeetingBody,
    MinutesEntry,
    PriorReference,
)
from portal import wareki
from portal.disclosure.choices import PRINTED
from portal.sources.models import Citation
from tests.seeded import document, folded

pytestmark = pytest.mark.django_db

FACTS = Path(__file__).parent / "data" / "seed000_facts.tsv"


def facts(*, derived):
    with FACTS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    chosen = [row for row in rows if row["fact"].split("｜")[1].startswith("（導出）") == derived]
    return [pytest.param(row["entity"], row["fact"].split("｜")[1], id=row["id"]) for row in chosen]


def quotes(record):
    cited = Citation.objects.filter(record_model=record._meta.label_lower, record_key=record.pk)
    return "\n".join(cited.values_list("quote", flat=True))


def printed_entry(entry):
    label = "要旨" if entry.kind == EntryKind.SUMMARY else entry.speaker_label
    mark = "：" if label and entry.item else ""  # the opening has no colon in the document
    return f"{label}{mark}{entry.text}"


def printed_flag(chosen, reason):
    boxes = "".join(f"{'☑' if choice == chosen else '☐'}{choice.label}" for choice in PRINTED)
    return f"{boxes}非公開・一部非公開の場合は、その理由{reason}"


def printed_table(meeting):
    starts, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.planned_end_at)
    agenda, category = "", None
    for item in meeting.items.all():
        heading = item.get_category_display() if item.category != category else ""
        agenda += f"{heading}（{item.number}）{item.title}"
        category = item.category
    values = {
        "name": meeting.printed_name,
        "secretariat": str(meeting.body.secretariat),
        "held": f"{wareki.format_date(starts.date())}{starts:%H:%M}～{ends:%H:%M}",
        "venue": meeting.venue,
        "agenda": agenda,
        "meeting_disclosure": printed_flag(meeting.meeting_disclosure, meeting.meeting_closure_reason),
        "minutes_disclosure": printed_flag(meeting.minutes_disclosure, meeting.minutes_closure_reason),
    }
    printed, group = "", None
    for row in meeting.body.minutes_form.layout["rows"]:
        value = values.get(row["value"]) or "、".join(
            str(attendance.seat) for attendance in meeting.attendances.filter(group=row["attendance_group"])
        )
        opens_group = row.get("group") and row["group"] != group
        printed += (row["group"] if opens_group else "") + row["label"] + value
        group = row.get("group")
    return printed


def test_document_composed_from_the_records_is_the_document(seed):
    layout = seed.body.minutes_form.layout
    record = "".join(printed_entry(entry) for entry in seed.entries.all())
    papers = "".join(f"{paper.printed_number}{paper.title}" for paper in seed.handouts.all())
    composed = layout["title"] + printed_table(seed) + record + layout["handouts_label"] + papers
    assert folded(composed) == document()


def texts_of(entity, meeting):
    """The records an entity of the checklist stands for, as text."""
    entries = [f"{printed_entry(entry)}" for entry in meeting.entries.all()]
    return {
        "Meeting": [
            meeting.printed_name,
            meeting.venue,
            quotes(meeting),
            meeting.body.minutes_form.layout["title"],
        ],
        "Minutes": [meeting.minutes_closure_reason, quotes(meeting)],
        "MeetingBody": [
            body.composition + "\n" + quotes(body) for body in MeetingBody.objects.filter(legal_basis__gt="")
        ]
        + [quotes(body) for body in MeetingBody.objects.filter(parent=meeting.body)],
        "AgendaItem": [
            *meeting.items.values_list("title", flat=True),
            *(quotes(item) for item in meeting.items.all()),
        ],
        "Attendance": [str(attendance.seat) for attendance in meeting.attendances.all()],
        "Statement": entries,
        "Commitment": [
            f"{one.words}\n{one.entry.text}" for one in Commitment.objects.select_related("entry")
        ],
        "PriorConsultation": list(Consultation.objects.values_list("words", flat=True)),
        "Decision": [
            *(decision.motion.item.outcome_line for decision in Decision.objects.all()),
            *PriorReference.objects.values_list("words", flat=True),
        ],
        "Deferral": [f"{one.due.words}\n{quotes(one)}" for one in Deferral.objects.all()],
        "Material": [f"{paper.printed_number}{paper.title}" for paper in Handout.objects.all()],
        "Transcript": [one.entry.text for one in Annotation.objects.select_related("entry")],
    }[entity.split("(")[0].split("#")[0].split(".")[0]]


@pytest.mark.parametrize(("entity", "fact"), facts(derived=False))
def test_fact_of_the_checklist_is_in_its_record(seed, entity, fact):
    assert any(folded(fact) in folded(text) for text in texts_of(entity, seed))


@pytest.mark.parametrize(
    ("label", "in_second_proposal", "in_items"),
    [("事務局", 14, 18), ("本部長", 9, 12), ("部員", 8, 9), ("副本部長", 5, 5)],
)
def test_speeches_by_role_are_as_counted(seed, label, in_second_proposal, in_items):
    speeches = MinutesEntry.objects.filter(kind=EntryKind.SPEECH, speaker_label=label)
    second = AgendaItem.objects.get(category="proposal", number=2)
    assert speeches.filter(item=second).count() == in_second_proposal
    assert speeches.filter(item__isnull=False).count() == in_items


def test_opening_is_the_only_speech_outside_an_item(seed):
    opening = MinutesEntry.objects.get(kind=EntryKind.SPEECH, item=None)
    assert (opening.speaker_label, opening) == ("本部長", seed.entries.first())


def test_counts_derived_in_the_checklist_are_the_counts_of_the_record(seed):
    (_, second), (_, whole) = (param.values for param in facts(derived=True))
    speeches = MinutesEntry.objects.filter(kind=EntryKind.SPEECH)
    in_second = speeches.filter(item__category="proposal", item__number=2).count()
    assert f"計{in_second}）" in second
    assert f"計{speeches.exclude(item=None).count()}）＋本部長の開会発言1" in whole
    explained = MinutesEntry.objects.filter(kind=EntryKind.STAGE, text__startswith="〔事務局：").count()
    assert f"別に事務局の議案説明{explained}" in whole


def test_attendees_are_ten_members_and_six_of_the_secretariat(seed):
    groups = Attendance.objects.filter(meeting=seed)
    assert groups.filter(group=AttendanceGroup.MEMBERS).count() == 10
    assert groups.filter(group=AttendanceGroup.SECRETARIAT).count() == 6


def test_next_sitting_has_a_month_and_no_number(seed):
    following = Meeting.objects.exclude(pk=seed.pk).get()
    assert (following.number, following.starts_at, following.state) == (None, None, "planned")
    when = following.held_when
    assert (when.words, str(when.earliest), str(when.latest)) == ("9月", "2024-09-01", "2024-09-30")
