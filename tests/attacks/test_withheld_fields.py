"""A word of its own in every field of text: what is withheld reaches no public output, and no reader.

The fields come from the models, not from a list: a new one is tried because it is there, and one that
residents may read is named here with its reason. ``PUBLIC_OUTPUTS`` is where another way out is added.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.choices import AttendanceStatus, EntryKind, LetterKind
from meetings.documents import composed, letter_job, minutes_docx, minutes_job, minutes_pdf
from meetings.editions import Draft
from meetings.leaks import public_fields
from meetings.minutes_reading import PRINTED_FIELDS
from meetings.models import Annotation, Edition, Meeting
from meetings.volumes import (
    Bound,
    Decided,
    Row,
    Volume,
    bound_volume,
    contents_job,
    index_job,
    outcomes_of,
)
from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.audit.models import AuditedModel
from portal.audit.verifying import Head
from portal.disclosure.actions import open_review, substitute_passage, withhold_passage
from portal.disclosure.choices import EndTrigger, ReadingScope
from portal.disclosure.models import LeakAcknowledgement, Passage, WatchWord
from portal.disclosure.register import Pseudonym
from portal.documents.choices import EditionAudience
from portal.documents.whole_text import parts_in
from portal.lists.nouns import lists_for
from portal.public.export import export
from portal.public.tree import leaf, paths
from tests.factories import meetings as make
from tests.factories.portal import DisclosureGroundFactory, OfficeFactory, user_who_may_everything
from tests.factories.writing import as_system
from tests.printed import everything_in, folded
from tests.published import publish

pytestmark = pytest.mark.django_db
HOW: dict[str, Any] = {"by": "system:tests", "reason": "試験"}
# Field → why residents may read it although it is no field of the record whose words can be withheld.
PUBLIC = {
    "disclosureground.label": "the ground stands in every mark",
    "disclosureground.article": "and in the list of marks",
    "handout.number": "a paper keeps its number, whatever of it is withheld",
    "handout.printed_number": "the same, as the record has it",
    "meetingbody.name": "the name of the body heads the record",
    "minutesentry.public_speaker_label": "is what residents read for the speaker",
    "substitution.public_words": "are the public words",
    "attendance.deputy_name": "who came in somebody's place, by office",
}
# Kind → why no word of it is tried here.
NOT_TRIED = {
    "minutesform": "holds the layout of the printed form",
    "meetingreader": "holds no text",
    "minutesstep": "written by the life of the record only, and never changed",
    "minutesconfirmation": "the same",
    "comment": "the same",
    "edition": "the same; what residents read of it has tests of its own",
    "editionwithdrawal": "the same",
}
# Typed by nobody: keys, digests, codes, and the words of a passage, which are those of its record.
NO_TEXT = ("record_model", "field", "digest", "rule")
Record = Any
Output = Callable[[Meeting], Iterator[tuple[str, str]]]


def texts_of(record: Record) -> list[str]:
    """The fields of a record into which somebody types."""
    own_words = {"words"} if isinstance(record, Passage | Annotation) else set()
    return [
        field.name
        for field in record._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField)
        and not field.choices
        and field.name not in {*NO_TEXT, *own_words}
    ]


def kinds() -> set[type[AuditedModel]]:
    """The models of the meetings and of disclosure."""
    found = {model for model in apps.get_models() if issubclass(model, AuditedModel)}
    rooms = ("meetings.models", "portal.disclosure")
    return {model for model in found if model.__module__.startswith(rooms)}


def page_to_print(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """All that is handed to the printer: body, outline, title, alternative words, style."""
    job = minutes_job(meeting, EditionAudience.PUBLIC, reader=user_who_may_everything())
    yield "HTML of the public edition", job.html + job.css


def fields_to_check(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """What the leak check holds for public; the public pages are made from the same words."""
    for shown in public_fields(meeting)[0]:
        yield f"public words of {shown.place} {shown.field}", shown.words


def bound_with(meeting: Meeting) -> tuple[Volume, Bound]:
    """A public volume, and the record as an edition published now would stand in it."""
    record = composed(meeting, EditionAudience.PUBLIC, reader=user_who_may_everything())
    draft = Draft(record, 1, None, "", timezone.now(), Head(1, "0" * 64))
    edition = Edition(pk=1, meeting=meeting, number=1, issued_at=timezone.now(), content=draft.content)
    return Volume(meeting.body, 2024, EditionAudience.PUBLIC, date(2025, 4, 1)), Bound(meeting, edition)


def pages_of_a_volume(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """The contents and the index of a bound volume; its other pages are those of the edition."""
    volume, bound = bound_with(meeting)
    row = Row(bound.name, bound.held, bound.tag, 3)
    yield "contents of a volume", contents_job(volume, [row]).html + bound.title + volume.title
    lines = [Decided(bound.name, item, outcome, 3) for _, item, outcome in outcomes_of(bound.content)]
    yield "index of a volume", index_job(volume, lines).html


def word_file(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Every part of the public record as a Word document, its attributes and the names in it."""
    content = minutes_docx(meeting, EditionAudience.PUBLIC, reader=user_who_may_everything())
    yield from ((f"Word document, {part.place}", part.text) for part in parts_in(content, "public.docx"))


def letters_before(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """招集通知 and 次第 as they go to those who may read only what the public may."""
    for kind in LetterKind:
        job = letter_job(meeting, kind, EditionAudience.PUBLIC, reader=user_who_may_everything())
        yield kind.label, job.html + job.css


def public_site(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """The public site as it is served and carried out, and a search that finds any of the words."""
    with transaction.atomic():
        publish(bound_with(meeting)[1].edition)
        told = [path for path in paths() if not path.startswith("assets/") and not path.endswith(".pdf")]
        assert len(told) >= 8
        for path in told:
            yield path, leaf(path, is_carried=True).body.decode()
        yield "search page", leaf("search.html").body.decode()
        for words in ("鸚", "鵡"):
            yield f"search for {words}", re.sub("</?mark>", "", leaf("search.html", words).body.decode())
        transaction.set_rollback(True)


PUBLIC_OUTPUTS: tuple[Output, ...] = (
    *(page_to_print, fields_to_check, pages_of_a_volume, word_file),
    *(letters_before, public_site),
)


def found_in(meeting: Meeting, words: dict[str, str]) -> set[str]:
    """The fields whose word stands in any public output."""
    everything = [folded(text) for output in PUBLIC_OUTPUTS for _, text in output(meeting)]
    return {name for name, word in words.items() if any(folded(word) in text for text in everything)}


class Sitting:
    """A sitting with everything that hangs on one, and a word of its own in each field of text."""

    def __init__(self) -> None:
        """Build it."""
        forms = json.loads((Path(settings.BASE_DIR) / "fixtures" / "minutes_forms.json").read_text("utf-8"))
        layout = forms["minutes_forms"]["records"][0]["layout"]
        body = make.MeetingBodyFactory(minutes_form=make.MinutesFormFactory(layout=layout))
        self.meeting: Meeting = make.MeetingFactory(
            body=body, meeting_disclosure="open", minutes_disclosure="open"
        )
        self.records = [*self.of_meeting(body), *self.of_disclosure()]
        self.words: dict[str, str] = {}
        self.places: dict[str, tuple[Record, str]] = {}
        for record in self.records:
            self.mark(record)
        # The ledger keeps the words as they stand now.
        for passage in self.passages:
            text = getattr(self.reworded, passage.field)
            self.put(passage, words=text[passage.start : passage.end])

    def of_meeting(self, body: Any) -> list[Record]:
        """The record and what comes of it."""
        meeting = self.meeting
        seat = make.SeatFactory(body=body, office=OfficeFactory())
        item = make.AgendaItemFactory(meeting=meeting)
        entry = make.MinutesEntryFactory(meeting=meeting, item=item, speaker=seat, kind=EntryKind.SPEECH)
        self.reworded = make.MinutesEntryFactory(meeting=meeting, item=item, kind=EntryKind.SUMMARY)
        with as_system():
            note = Annotation(entry=entry, kind="sic", start=0, end=1, words="電")
            note.save()
        motion = make.MotionFactory(item=item)
        return [
            *(body, meeting, seat, item, entry, note, motion),
            make.HandoutFactory(meeting=meeting, item=item, disclosure="open"),
            make.AttendanceFactory(
                meeting=meeting, seat=seat, status=AttendanceStatus.DEPUTY, deputy_name="代"
            ),
            make.DecisionFactory(motion=motion),
            make.DeferralFactory(item=item),
            make.CommitmentFactory(meeting=meeting, entry=entry),
            make.PriorReferenceFactory(meeting=meeting),
            make.ConsultationFactory(meeting=meeting),
        ]

    def of_disclosure(self) -> list[Record]:
        """What is withheld, why, and what stands behind names."""
        ground = DisclosureGroundFactory()
        row = self.reworded
        how = {"record": row, "field": "text", **HOW}
        held = withhold_passage(**how, span=(0, 2), ground=ground, end_trigger=EndTrigger.NONE)
        other = substitute_passage(**how, span=(4, 6), public_words="別の言葉")
        self.passages = [held, other]
        review = open_review(withholding=held, occasion="request", opened_on="2024-09-02", **HOW)
        with as_system():
            label = Pseudonym(label="甲", kind="vendor")
            word = WatchWord(word="乙", kind="vendor", source="試験")
            known = LeakAcknowledgement(
                record_model=row._meta.label_lower, record_key=row.pk, field="text", rule="echo", digest="0"
            )
            known.words, known.reason, known.acknowledged_by = "丙", "丁", user_who_may_everything()
            review.answer, review.answered_on, review.answer_reason = "keep", "2024-09-13", "戊"
            for each in (label, word, known, review):
                each.save()
        return [ground, held, other, review, label, word, known]

    def mark(self, record: Record) -> None:
        """A word of its own in each field; a record whose words are marked keeps their places."""
        for name in texts_of(record):
            if record == self.reworded and name == "text":
                continue
            word = f"鸚{len(self.words):03d}鵡"
            field = f"{record._meta.model_name}.{name}"
            self.words[field], self.places[field] = word, (record, name)
            room = record._meta.get_field(name).max_length or 100
            self.put(record, **{name: word[:room]})

    @staticmethod
    def put(record: Record, **values: Any) -> None:
        """Write it past the verbs."""
        with as_system():
            record.refresh_from_db()
            for name, value in values.items():
                setattr(record, name, value)
            record.save()

    def withheld(self) -> dict[str, tuple[Record, str]]:
        """The fields of the record whose words can be withheld."""
        return {
            field: (record, name)
            for field, (record, name) in self.places.items()
            if name in PRINTED_FIELDS.get(record._meta.label_lower, ())
        }

    def withhold(self, field: str) -> None:
        """All of it."""
        record, name = self.places[field]
        record.refresh_from_db()
        ground = DisclosureGroundFactory()
        withhold_passage(
            record=record, field=name, span=None, ground=ground, end_trigger=EndTrigger.NONE, **HOW
        )


@pytest.fixture
def sitting() -> Sitting:
    return Sitting()


def test_every_kind_of_record_is_tried(sitting: Sitting) -> None:
    tried = {type(record) for record in sitting.records}
    left = {model._meta.model_name for model in kinds() - tried}
    assert left == NOT_TRIED.keys()
    assert len(sitting.words) > 50
    assert len(sitting.withheld()) == sum(len(names - {""}) for names in PRINTED_FIELDS.values())


def test_word_of_each_withheld_field_in_turn_reaches_no_public_output(sitting: Sitting) -> None:
    meeting = Meeting.objects.get(pk=sitting.meeting.pk)
    shown = found_in(meeting, sitting.words)
    fields = sitting.withheld()
    hidden_by_rule = {"minutesentry.speaker_label"}
    assert shown >= fields.keys() - hidden_by_rule, "each is read before it is withheld"
    assert shown - fields.keys() <= PUBLIC.keys()
    for field in fields:
        with transaction.atomic():
            sitting.withhold(field)
            assert field not in found_in(Meeting.objects.get(pk=meeting.pk), sitting.words), field
            transaction.set_rollback(True)


def test_file_with_everything_withheld_holds_no_word_anywhere(sitting: Sitting) -> None:
    for field in sitting.withheld():
        sitting.withhold(field)
    meeting = Meeting.objects.get(pk=sitting.meeting.pk)
    reader = user_who_may_everything()
    document = minutes_pdf(meeting, EditionAudience.PUBLIC, reader=reader)
    volume, bound = bound_with(meeting)
    whole = bound_volume(volume, [(bound, document)], reader)
    hits = {
        (where, name)
        for where, text in (*everything_in(document), *everything_in(whole))
        for name, word in sitting.words.items()
        if folded(word) in text and name not in PUBLIC
    }
    assert hits == set()


def test_carried_site_with_everything_withheld_holds_no_word_in_any_file(
    sitting: Sitting, tmp_path: Path
) -> None:
    for field in sitting.withheld():
        sitting.withhold(field)
    meeting = Meeting.objects.get(pk=sitting.meeting.pk)
    document = minutes_pdf(meeting, EditionAudience.PUBLIC, reader=user_who_may_everything())
    publish(bound_with(meeting)[1].edition, document)
    export(site := tmp_path / "site")
    files = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    assert [path for path in files if path.suffix == ".pdf"]
    hits = {
        (path.name, where, name)
        for path, body in files.items()
        for where, text in (everything_in(body) if path.suffix == ".pdf" else [("", folded(body.decode()))])
        for name, word in sitting.words.items()
        if folded(word) in text and name not in PUBLIC
    }
    assert hits == set()


def pages_for(user: User, sitting: Sitting) -> Iterator[tuple[str, str]]:
    """What this user gets of lists, their files, searches with their counts, and the pages of the records."""
    client = Client()
    client.force_login(user)
    key = sitting.meeting.pk
    urls = ["/", *(listed.url for listed in lists_for(user))]
    urls += [reverse("lists:export", args=[listed.key]) for listed in lists_for(user)]
    urls += [
        f"/meetings/{key}/",
        f"/meetings/{key}/record/",
        f"/meetings/{key}/leaks/",
        "/withholdings/?due=yes",
    ]
    # Every word begins and ends alike, so that one search finds any of them, and counts them.
    urls += [f"/{search}/?q={words}" for search in ("search", "entries/search") for words in ("鸚", "鵡")]
    for url in urls:
        answer: Any = client.get(url)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        # A page repeats what was asked for.
        yield url, content.decode().replace(url.rpartition("?q=")[2] or url, "")


def hits_for(user: User, sitting: Sitting, secret: dict[str, str]) -> set[tuple[str, str]]:
    """Where this user meets which of the words."""
    return {
        (url, name) for url, text in pages_for(user, sitting) for name, word in secret.items() if word in text
    }


def test_reader_out_of_scope_meets_no_word_of_the_sitting(sitting: Sitting) -> None:
    within = Client()
    within.force_login(user_who_may_everything())
    assert sitting.words["minutesentry.text"][1:] in within.get("/entries/search/?q=鸚").content.decode()
    Sitting.put(sitting.meeting, reading_scope=ReadingScope.NAMED)
    kept_open = {"meetingbody", "seat", "disclosureground", "watchword", "pseudonym"}
    secret = {name: word for name, word in sitting.words.items() if name.partition(".")[0] not in kept_open}
    user = user_who_may_everything(
        but=((Verb.READ_ANY, Noun.SITTINGS), (Verb.READ_ANY, Noun.BODIES), (Verb.READ, Noun.HISTORY))
    )
    hits = {
        (url, name) for url, text in pages_for(user, sitting) for name, word in secret.items() if word in text
    }
    assert hits == set()


def test_reader_without_the_right_to_disclosure_meets_no_word_of_it(sitting: Sitting) -> None:
    of_disclosure = {model._meta.model_name for model in kinds() if model.__module__.startswith("portal.")}
    secret = {name: word for name, word in sitting.words.items() if name.partition(".")[0] in of_disclosure}
    but = ((Verb.READ, Noun.DISCLOSURE), (Verb.READ, Noun.REGISTER), (Verb.READ, Noun.HISTORY))
    user = user_who_may_everything(but=but)
    hits = {
        (url, name) for url, text in pages_for(user, sitting) for name, word in secret.items() if word in text
    }
    assert {hit for hit in hits if hit[1] not in PUBLIC} == set()
    assert len(secret) >= 15
