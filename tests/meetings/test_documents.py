"""The printed documents of a sitting, from the database to the bytes of the file."""

import json
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from meetings.documents import NotForThePublic, decision_list_pdf, minutes_job, minutes_pdf
from meetings.models import Meeting
from portal.accounts.models import RolePermission, User
from portal.audit.models import AuditedModel
from portal.checks.models import Contradiction
from portal.disclosure.choices import Disclosure, EndTrigger
from portal.disclosure.models import Withholding
from portal.disclosure.public_text import PassageError
from portal.documents import renderer
from portal.documents.choices import EditionAudience
from portal.documents.errors import MissingGlyph
from portal.sources.models import Basis, Citation, Source
from tests.factories import meetings as factories
from tests.factories.portal import DisclosureGroundFactory, user_who_may, user_who_may_everything
from tests.factories.writing import as_system
from tests.portal.documents.printing import fonts_of, insides, text_of
from tests.seeded import folded, load_seed

PUBLIC, INTERNAL = EditionAudience.PUBLIC, EditionAudience.INTERNAL
LAYOUT = {
    "rows": [
        {"label": "名", "value": "name"},
        {"label": "場所", "value": "venue"},
        {"label": "議題", "value": "agenda"},
        {"label": "公開", "value": "minutes_disclosure"},
        {"label": "出席", "value": "attendance"},
        {"label": "欠席", "value": "attendance", "statuses": ["absent"]},
        {"label": "傍聴者数", "value": "observer_count"},
    ],
    "parts": ["table", "record", "handouts", "signatures"],
    "signatures": ["会長署名"],
}


@pytest.fixture
def reader(db: None) -> User:
    return user_who_may_everything()


@pytest.fixture
def meeting(db: None) -> Meeting:
    """A small sitting that is open to the public but for what a test withholds."""
    form = factories.MinutesFormFactory(layout=LAYOUT)
    return factories.MeetingFactory(
        body=factories.MeetingBodyFactory(minutes_form=form),
        meeting_disclosure=Disclosure.OPEN,
        minutes_disclosure=Disclosure.OPEN,
    )


@pytest.fixture
def example(seed: Meeting) -> Meeting:
    """The seed with the demo's example of withholding."""
    load_seed(with_example=True)
    return seed


def withhold(record: AuditedModel, field: str, words: str = "", **values: object) -> Withholding:
    text = getattr(record, field) if field else str(record)
    start = text.index(words) if words else None
    given = {
        "ground": DisclosureGroundFactory(),
        "end_trigger": EndTrigger.CONTRACT,
        **values,
    }
    with as_system():
        return Withholding.objects.create(
            record_model=record._meta.label_lower,
            record_key=record.pk,
            field=field,
            start=start,
            end=start + len(words) if start is not None else None,
            words=words or text,
            reason="試験",
            **given,
        )


def withheld_words() -> Iterator[str]:
    """What the example takes from the public, whitespace removed."""
    path = settings.BASE_DIR / "fixtures" / "example_withholding.json"
    for given in json.loads(path.read_text(encoding="utf-8"))["withholdings"]["records"]:
        if "words" in given:
            yield folded(given["words"])
    yield from ("経費の面ではB社が良いのでは", "19億", "マイクロソフト", "Word", "2600")


def test_seed_original_holds_every_word_of_the_record(seed, reader):
    text = text_of(minutes_pdf(seed, INTERNAL, reader=reader))
    for entry in seed.entries.all():
        for paragraph in entry.text.split("\n"):
            # A page's foot may stand inside a paragraph; its halves are there all the same.
            told = folded(paragraph)
            assert told in text or (told[:12] in text and told[-12:] in text)
    for handout in seed.handouts.all():
        assert folded(handout.printed_number + handout.title) in text
    assert "本部長：令和6年度第1回行政情報化推進本部を開催します。" in text
    assert "☐公開☑非公開☐一部非公開" in text
    assert "☐公開☐非公開☑一部非公開" in text
    assert "原本・庁内限り見本" in text
    assert "見本未発行" in text
    assert "非公開1：" not in text


def test_seed_public_edition_leaks_no_withheld_word_anywhere_in_the_file(example, reader):
    document = minutes_pdf(example, PUBLIC, reader=reader)
    text, inside = text_of(document), insides(document)
    for words in withheld_words():
        assert words not in text
        assert words.encode() not in inside
        assert words.encode("utf-16-be") not in inside
    assert "〔非公開1：契約・交渉情報〕" in text
    assert "クラウドサービスの提供元" in text
    assert "資料3-3各システムの運用経費内訳（全部）（例示）契約・交渉情報契約締結の日まで" in text


def test_seed_original_would_be_caught_by_the_same_search(example, reader):
    text = text_of(minutes_pdf(example, INTERNAL, reader=reader))
    assert all(words in text for words in withheld_words())


def test_seed_prints_as_six_pages_with_outline_and_our_fonts_only(seed, reader):
    document = minutes_pdf(seed, INTERNAL, reader=reader)
    pages = pypdf.PdfReader(BytesIO(document)).pages
    assert len(pages) == 6
    assert "3/6" in folded(pages[2].extract_text())
    assert fonts_of(document) <= {"Noto-Serif-JP", "Noto-Sans-JP", "PortalMarks"}
    with pikepdf.open(BytesIO(document)) as pdf, pdf.open_outline() as outline:
        (title,) = outline.root
        assert title.title == "会議録"
        assert [child.title for child in title.children][:2] == [
            "確認事項（1） 今年度の開催予定等について",
            "議案（1） 行政手続きのオンライン化におけるスケジュール変更について",
        ]


@pytest.mark.parametrize(("audience", "claim"), [(INTERNAL, "pdfaid:part"), (PUBLIC, "pdfuaid:part")])
def test_edition_claims_its_standard_and_dates_from_the_record(seed, reader, audience, claim):
    with pikepdf.open(BytesIO(minutes_pdf(seed, audience, reader=reader))) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata[claim] == ("2" if audience == INTERNAL else "1")
        assert str(pdf.docinfo.CreationDate) == "D:20240627115800+09'00"
        assert pdf.Root.Lang == "ja"


def test_edition_printed_twice_is_the_same_to_the_byte(meeting, reader):
    factories.MinutesEntryFactory(meeting=meeting)
    first = minutes_pdf(meeting, PUBLIC, reader=reader)
    renderer.printed.cache_clear()  # as another process would print it
    assert minutes_pdf(meeting, PUBLIC, reader=reader) == first


def test_minutes_take_few_queries_however_long_the_record(seed, reader, django_assert_max_num_queries):
    reader.may("read", "meetings.record")
    with django_assert_max_num_queries(10):
        minutes_job(seed, PUBLIC, reader=reader)


def test_decision_list_of_the_seed_runs_to_two_pages_by_whole_sections(seed, reader):
    document = decision_list_pdf(seed, reader=reader)
    first, second = (folded(page.extract_text()) for page in pypdf.PdfReader(BytesIO(document)).pages)
    assert "議決3件（案のとおり承認1・再検討2）、報告3件" in first
    assert "次回令和6年9月（日は未定）" in first
    assert "令和6年7月27日（土）まで" in first
    assert "決める者：記載なし" in first
    assert "導出：議決事項（求められたこと）、結果、決定の内容は、会議録の原文ではありません。" in first
    assert "確認が必要1" in first
    clash = Contradiction.objects.get(rule="meetings.late_deferral")
    assert all(folded(words) in first for words in (clash.title, *(fact.value for fact in clash.facts.all())))
    assert "対応事項（18件）" in second
    assert all(folded(commitment.subject) in second for commitment in seed.commitments.all())


def test_decision_list_takes_few_queries(seed, reader, django_assert_max_num_queries):
    reader.may("read", "meetings.decisions")
    with django_assert_max_num_queries(11):
        decision_list_pdf(seed, reader=reader)


def test_second_form_prints_from_its_layout_alone(meeting, reader):
    factories.MinutesEntryFactory(meeting=meeting, speaker_label="会長", text="始めます。")
    for title, status in (("会計課長", "present"), ("財政課長", "absent")):
        seat = factories.SeatFactory(body=meeting.body, office__title=title)
        factories.AttendanceFactory(meeting=meeting, seat=seat, status=status)
    with as_system():
        meeting.observer_count = 3
        meeting.save()
    text = text_of(minutes_pdf(meeting, INTERNAL, reader=reader))
    assert "出席会計課長欠席財政課長傍聴者数3人" in text
    assert "会長：始めます。" in text
    assert "会長署名" in text
    assert "事務局（担当課）" not in text


def test_released_passage_is_printed_again(meeting, reader):
    entry = factories.MinutesEntryFactory(meeting=meeting, text="年間2600万ほど高い。")
    withhold(entry, "text", "2600万", state=Withholding.State.RELEASED)
    assert "年間2600万ほど高い。" in text_of(minutes_pdf(meeting, PUBLIC, reader=reader))


def test_closed_paper_and_item_are_withheld_on_their_own_ground(meeting, reader):
    ground = DisclosureGroundFactory(label="法人情報", article="第7条第3号")
    closed = {"disclosure": Disclosure.CLOSED, "closure_reason": "試験", "ground": ground}
    item = factories.AgendaItemFactory(meeting=meeting, number=1, **closed)
    factories.MinutesEntryFactory(meeting=meeting, item=item, text="外に出さない言葉。")
    factories.HandoutFactory(meeting=meeting, number="9", title="経費内訳", **{**closed, "ground": None})
    text = text_of(minutes_pdf(meeting, PUBLIC, reader=reader))
    assert "外に出さない言葉" not in text
    assert "議案（1）の記録（全部）法人情報第7条第3号終わりの定めなし" in text
    assert "経費内訳〔非公開2：根拠は未登録〕" in text


def test_withholding_that_ends_on_a_day_says_which(meeting, reader):
    entry = factories.MinutesEntryFactory(meeting=meeting, text="入札は9月。")
    withhold(entry, "text", end_trigger=EndTrigger.DATE, ends_on=factories.DAY)
    assert "令和6年6月27日まで" in text_of(minutes_pdf(meeting, PUBLIC, reader=reader))


def test_passage_whose_words_have_gone_stops_the_public_edition_only(meeting, reader):
    entry = factories.MinutesEntryFactory(meeting=meeting, text="年間2600万。")
    withheld = withhold(entry, "text", "2600万")
    with as_system():
        Withholding.objects.filter(pk=withheld.pk).update(words="3000万")
    with pytest.raises(PassageError):
        minutes_pdf(meeting, PUBLIC, reader=reader)
    assert "年間2600万。" in text_of(minutes_pdf(meeting, INTERNAL, reader=reader))


@pytest.mark.parametrize(
    ("record_of", "field"),
    [
        (lambda attendance: attendance.meeting, "state"),
        (lambda attendance: attendance.meeting.body, "name"),
        (lambda attendance: attendance.seat.office, "title"),
        (lambda attendance: attendance, "deputy_name"),
    ],
)
def test_passage_that_the_form_cannot_honour_is_refused_not_overlooked(meeting, reader, record_of, field):
    seat = factories.SeatFactory(body=meeting.body)
    record = record_of(factories.AttendanceFactory(meeting=meeting, seat=seat, deputy_name="課長"))
    withhold(record, field)
    with pytest.raises(PassageError, match=field):
        minutes_pdf(meeting, PUBLIC, reader=reader)


@pytest.mark.parametrize("disclosure", [Disclosure.CLOSED, Disclosure.ON_THE_DAY])
def test_minutes_not_open_have_no_public_edition(meeting, reader, disclosure):
    with as_system():
        meeting.minutes_disclosure = disclosure
        meeting.minutes_closure_reason = "試験"
        meeting.save()
    with pytest.raises(NotForThePublic, match="公開区分"):
        minutes_pdf(meeting, PUBLIC, reader=reader)


def test_character_outside_the_fonts_is_named_with_its_speech(meeting, reader):
    item = factories.AgendaItemFactory(meeting=meeting, number=2)
    factories.MinutesEntryFactory(meeting=meeting, item=item)
    factories.MinutesEntryFactory(meeting=meeting, item=item, text="よいです🙂。")
    with pytest.raises(MissingGlyph, match="議案（2） 2番目の発言"):
        minutes_pdf(meeting, INTERNAL, reader=reader)


def test_markup_in_a_speech_is_printed_as_text_and_fetches_nothing(meeting, reader):
    typed = (
        '<img src="file:///etc/hostname"> <link rel=attachment href="http://127.0.0.1/"> {{ 7 }} & <script>'
    )
    factories.MinutesEntryFactory(meeting=meeting, text=typed)
    document = minutes_pdf(meeting, PUBLIC, reader=reader)
    assert folded(typed) in text_of(document)
    assert b"EmbeddedFile" not in insides(document)


@pytest.mark.parametrize("noun", [RolePermission.Noun.SITTINGS, RolePermission.Noun.RECORD])
def test_reader_without_a_right_gets_no_minutes(meeting, noun):
    reader = user_who_may_everything(but=((RolePermission.Verb.READ, noun),))
    with pytest.raises(PermissionDenied):
        minutes_pdf(meeting, INTERNAL, reader=reader)


def test_reader_without_the_right_to_decisions_gets_no_list(meeting):
    reader = user_who_may((RolePermission.Verb.READ, RolePermission.Noun.SITTINGS))
    with pytest.raises(PermissionDenied):
        decision_list_pdf(meeting, reader=reader)


def test_inferred_and_example_values_say_so_in_the_original_and_quoted_ones_do_not(meeting, reader):
    seat = factories.SeatFactory(body=meeting.body, office__title="会計課長")
    attendance = factories.AttendanceFactory(meeting=meeting, seat=seat)
    entry = factories.MinutesEntryFactory(meeting=meeting, text="よいです。")
    handout = factories.HandoutFactory(meeting=meeting, title="経費内訳")
    with as_system():
        source = Source.objects.create(title="手控え", kind=Source.Kind.OTHER)
        for record, field, basis in (
            (meeting, "venue", Basis.INFERRED),
            (meeting, "starts_at", Basis.QUOTED),
            (attendance, "", Basis.EXAMPLE),
            (handout, "", Basis.EXAMPLE),
            (handout, "title", Basis.QUOTED),
            (entry, "text", Basis.DERIVED),
        ):
            Citation.objects.create(
                source=source,
                record_model=record._meta.label_lower,
                record_key=record.pk,
                field=field,
                place="1頁",
                quote="…",
                basis=basis,
                note="" if basis == Basis.QUOTED else "試験",
            )
    text = text_of(minutes_pdf(meeting, INTERNAL, reader=reader))
    assert "庁議室（本庁舎5階）（推定）" in text
    assert "会計課長（例示）" in text
    assert "よいです。" in text
    assert "よいです。（" not in text
    assert "経費内訳（" not in text
