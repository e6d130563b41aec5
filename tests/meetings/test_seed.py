"""The seed as it is loaded: what is there, on what basis, once, and never over what people did since."""

import json
from collections import defaultdict

import pytest
from django.apps import apps
from django.conf import settings

from meetings import choices
from meetings.actions import bodies, record, sittings
from meetings.models import (
    AgendaItem,
    Annotation,
    Commitment,
    Consultation,
    Decision,
    Deferral,
    Handout,
    Meeting,
    MeetingBody,
    MinutesEntry,
    Motion,
    PriorReference,
    Seat,
)
from portal.accounts.models import Organisation, Role, RolePermission
from portal.audit.models import AuditedModel
from portal.disclosure.models import DisclosureGround, Substitution, Withholding
from portal.sources.models import Basis, Citation, Source, StatedDate
from tests.seeded import document, folded, load_seed

pytestmark = pytest.mark.django_db

# Records that are not facts of the document: the form, the example of time limits, the rights, what the
# rules found, and the citations themselves.
UNCITED = {
    *("minutesform", "duerule", "role", "rolepermission", "rolegrant", "user", "source", "citation"),
    *("contradiction", "contradictionfact"),
}


# What the quote shows by its form: a row's kind by 〔〕 or a label; how the words of a date were read.
SHOWN_BY_FORM = {("minutesentry", "kind"), ("stateddate", "resolution")}


def audited_models():
    return [model for model in apps.get_models() if issubclass(model, AuditedModel)]


def facts():
    """Every record the seed holds, as (record, its citations by field)."""
    cited = defaultdict(dict)
    for citation in Citation.objects.all():
        cited[citation.record_model, citation.record_key][citation.field] = citation
    for model in audited_models():
        if model._meta.model_name not in UNCITED:
            for one in model._default_manager.all():
                yield one, cited[model._meta.label_lower, one.pk]


def stated_texts(one):
    """The record's own texts: free text and the words of its choices, without what is empty or default."""
    for field in one._meta.concrete_fields:
        value = getattr(one, field.attname)
        is_text = field.get_internal_type() in {"CharField", "TextField"}
        if is_text and value and (not field.has_default() or value != field.get_default()):
            yield field.name, str(getattr(one, f"get_{field.name}_display")() if field.choices else value)


def counts():
    return {model: (model._default_manager.count(), model.history.count()) for model in audited_models()}


def test_second_load_adds_no_record_and_no_history(seed):
    before = counts()
    assert "新しく読み込んだもの 0件" in load_seed()
    assert counts() == before


def test_load_acts_as_the_command_with_a_reason_in_one_operation(seed):
    written = [model.history.all() for model in audited_models() if model.history.exists()]
    assert {row.history_actor for rows in written for row in rows} == {"system:load_seed"}
    assert all(row.history_change_reason for rows in written for row in rows)
    assert len({row.operation_id for rows in written for row in rows}) == 1


def test_load_keeps_what_somebody_edited_renamed_or_removed(seed):
    by, reason = "system:tests", "試験の変更"
    speech = seed.entries.get(text="経費の面では B 社が良いのでは。")
    record.edit_entry(by=by, reason=reason, entry=speech, text="経費の面ではB社が良い。")
    bodies.edit_body(by=by, reason=reason, body=seed.body, name="豊島区デジタル推進本部")
    sittings.edit_meeting(by=by, reason=reason, meeting=seed, number=7)
    unused = seed.entries.get(text="可能性としてはあり得る。")
    record.remove_entry(by=by, reason=reason, entry=unused)
    before = counts()
    load_seed()
    speech.refresh_from_db()
    seed.refresh_from_db()
    assert counts() == before
    assert (speech.text, seed.number, seed.body.name) == (
        "経費の面ではB社が良い。",
        7,
        "豊島区デジタル推進本部",
    )
    assert not MinutesEntry.objects.filter(text=unused.text).exists()


@pytest.mark.parametrize(
    ("model", "count"),
    [
        (MinutesEntry, 60),
        (AgendaItem, 6),
        (Handout, 11),
        (Seat, 16),
        (MeetingBody, 3),
        (Motion, 3),
        (Decision, 3),
        (Deferral, 1),
        (Commitment, 18),
        (PriorReference, 8),
        (Consultation, 4),
        (Annotation, 4),
        (DisclosureGround, 1),
        (Meeting, 2),
        (Role, 10),
    ],
)
def test_record_count_is_that_of_the_document(seed, model, count):
    assert model.objects.count() == count


def test_every_record_says_where_it_stands(seed):
    assert [str(one) for one, cited in facts() if "" not in cited] == []


def test_every_quote_is_in_the_document(seed):
    whole = document()
    strangers = [citation.quote for citation in Citation.objects.all() if folded(citation.quote) not in whole]
    assert strangers == []


def test_every_text_is_quoted_or_says_how_it_was_derived(seed):
    """A quoted value stands in its quote (or names its place); any other basis has a note of its own."""
    loose = []
    for one, cited in facts():
        for name, text in stated_texts(one):
            citation = cited.get(name, cited[""])
            quoted = folded(citation.quote + citation.place)
            is_form = (one._meta.model_name, name) in SHOWN_BY_FORM
            if citation.basis == Basis.QUOTED and not is_form and folded(text) not in quoted:
                loose.append(f"{one._meta.model_name}.{name}: {text}")
    assert loose == []


def test_no_stated_value_is_left_without_citation(seed):
    """Dates, moments and numbers are never quoted word for word, so each has a citation of its own."""
    kinds = {"DateField", "DateTimeField", "PositiveSmallIntegerField"}
    uncited = [
        f"{one._meta.model_name}.{field.name}"
        for one, cited in facts()
        for field in one._meta.concrete_fields
        if field.get_internal_type() in kinds and getattr(one, field.attname) is not None
        if cited[""].basis == Basis.QUOTED and field.name not in cited
        if str(getattr(one, field.attname)) not in cited[""].quote
    ]
    assert set(uncited) <= {"meeting.fiscal_year"}
    assert (
        "令和6年度"
        in Citation.objects.get(record_model="meetings.meeting", record_key=seed.pk, field="").quote
    )


def test_what_the_document_does_not_say_stays_blank(seed):
    assert Organisation.objects.get().code == ""
    assert DisclosureGround.objects.get().article == ""
    assert Source.objects.get().dated_on is None
    assert (seed.observer_count, Deferral.objects.get().decider) == (None, "")
    assert not Decision.objects.exclude(confirmed_by=None).exists()


def test_sitting_ended_early_and_its_minutes_are_a_draft(seed):
    assert seed.ended_at < seed.planned_end_at
    assert (seed.state, seed.minutes_state) == (choices.MeetingState.ENDED, choices.MinutesState.DRAFT)


def test_both_disclosures_keep_their_own_spelling_of_the_reason(seed):
    assert (seed.meeting_disclosure, seed.minutes_disclosure) == ("closed", "partly_closed")
    assert "位置付けられる" in seed.meeting_closure_reason
    assert "位置づけられる" in seed.minutes_closure_reason
    basis = Citation.objects.filter(record_model="meetings.meeting", field__endswith="_ground")
    assert set(basis.values_list("basis", flat=True)) == {Basis.INFERRED}


def test_items_say_how_they_were_treated(seed):
    assert [(item.label, item.state, item.outcome_line) for item in seed.items.all()] == [
        ("確認事項（1）", "deliberated", ""),
        ("議案（1）", "deliberated", "—議題について案のとおり承認—"),
        ("議案（2）", "deliberated", "—議題について再検討—"),
        ("報告事項（1）", "papers_only", ""),
        ("報告事項（2）", "papers_only", ""),
        ("報告事項（3）", "papers_only", ""),
    ]


def test_outcome_of_the_confirmation_is_called_inferred(seed):
    item = seed.items.get(category="confirmation")
    cited = Citation.objects.get(record_model="meetings.agendaitem", record_key=item.pk, field="state")
    assert cited.basis == Basis.INFERRED


def test_speaker_is_a_seat_only_where_the_role_has_one(seed):
    seats = {}
    for entry in seed.entries.filter(kind="speech"):
        seats.setdefault(entry.speaker_label, set()).add(str(entry.speaker))
    assert seats == {
        "本部長": {"副区長（本部長）"},
        "副本部長": {"政策経営部長（副本部長）"},
        "部員": {"None"},
        "事務局": {"None"},
    }


def test_decisions_are_derived_from_the_outcome_lines(seed):
    outcomes = [decision.outcome for decision in Decision.objects.all()]
    assert outcomes == ["approved_as_proposed", "reconsider", "reconsider"]
    basis = Citation.objects.filter(record_model="meetings.decision", field__in=("outcome", "sentence"))
    assert list(basis.values_list("basis", flat=True)) == [Basis.DERIVED] * 6


def test_deferral_names_the_worker_the_day_and_no_decider(seed):
    deferral = Deferral.objects.get()
    assert (str(deferral.worker), deferral.worker_words) == ("政策経営部", "政経部")
    assert deferral.decider_kind == choices.DeciderKind.NOT_STATED
    assert (str(deferral.due.latest), deferral.due.earliest) == ("2024-07-27", None)
    assert deferral.decisions.count() == 2


def test_commitments_are_words_of_their_row_in_the_order_of_the_record(seed):
    commitments = list(Commitment.objects.select_related("entry"))
    assert all(one.words in one.entry.text for one in commitments)
    places = [(one.entry.position, one.entry.text.find(one.words)) for one in commitments]
    assert places == sorted(places)
    assert all(one.item == one.entry.item for one in commitments)


def test_months_without_a_year_have_no_bounds(seed):
    open_ended = StatedDate.objects.filter(earliest=None, latest=None)
    assert set(open_ended.values_list("words", flat=True)) == {"12 月に", "10 月から"}


def test_slips_of_the_author_are_kept_and_marked(seed):
    marked = {(one.words, one.entry.text[one.start : one.end]) for one in Annotation.objects.all()}
    assert marked == {(words, words) for words in ("なっはいる", "決裁サイト", "関係か", "検証機関")}


def test_papers_belong_to_the_items_they_are_named_after(seed):
    by_item = {}
    for paper in seed.handouts.all():
        by_item.setdefault(paper.item.label, []).append(paper.number)
    assert by_item == {
        "確認事項（1）": ["1"],
        "議案（1）": ["2"],
        "議案（2）": ["3-1", "3-2", "3-3"],
        "報告事項（1）": ["4-1", "4-2", "4-3"],
        "報告事項（2）": ["5-1", "5-2"],
        "報告事項（3）": ["6"],
    }


def test_plain_load_withholds_nothing(seed):
    assert not Withholding.objects.exists()
    assert not Substitution.objects.exists()
    assert not Citation.objects.filter(basis=Basis.EXAMPLE).exists()


def test_example_is_loaded_on_request_and_called_an_example(seed):
    load_seed(with_example=True)
    before = counts()
    load_seed(with_example=True)
    assert counts() == before
    assert (Withholding.objects.count(), Substitution.objects.count()) == (8, 2)
    example = Source.objects.get(title="例示（公開用の見本を作るための設定）")
    assert set(example.citations.values_list("basis", flat=True)) == {Basis.EXAMPLE}
    assert example.citations.count() == 8 + 2 + 1  # and the ground that is no ground of the seed
    assert all(one.reason.startswith("例示：") for one in Withholding.objects.all())


def test_example_passes_over_words_that_are_no_longer_there(seed):
    speech = seed.entries.get(text__startswith="区長は付加機能も大事と言っていた。")
    record.edit_entry(by="system:tests", reason="試験の変更", entry=speech, text="どちらの会社も同じか。")
    paper = seed.handouts.get(number="3-3")
    sittings.remove_handout(by="system:tests", reason="試験の変更", handout=paper)
    load_seed(with_example=True)
    assert Withholding.objects.count() == 6


def test_roles_have_exactly_the_rights_of_the_table(seed):
    table = json.loads((settings.BASE_DIR / "fixtures" / "roles.json").read_text(encoding="utf-8"))
    wanted = {
        (role["code"], noun, verb)
        for role in table["roles"]
        for verb in role["may"]
        for noun in role["may"][verb]
    }
    cells = RolePermission.objects.values_list("role__code", "noun", "verb")
    assert set(cells) == wanted
    nobody = {Role.Code.PUBLIC, Role.Code.EVALUATOR}
    assert {code for code, _, _ in wanted} == set(Role.Code.values) - nobody
    assert {code for code, noun, verb in wanted if noun == "portal.disclosure" and verb == "write"} == {
        Role.Code.DISCLOSURE_OFFICER
    }
