"""The leak check over a sitting and over finished files, by the command."""

import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment

from meetings.documents import minutes_pdf
from meetings.leaks import findings
from meetings.models import Meeting, MinutesEntry
from portal.accounts.rights import Noun, Verb
from portal.disclosure.actions import (
    acknowledge_warning,
    add_pseudonym,
    edit_pseudonym,
    edit_watch_word,
    substitute_passage,
    withhold_passage,
)
from portal.disclosure.choices import EndTrigger, PseudonymKind
from portal.disclosure.leaks import Level, Rule
from portal.disclosure.models import LeakAcknowledgement, WatchWord
from portal.disclosure.register import Pseudonym
from portal.documents.choices import EditionAudience
from tests.factories.portal import DisclosureGroundFactory, UserFactory, user_who_may, user_who_may_everything

pytestmark = pytest.mark.django_db
HOW: dict[str, Any] = {"by": "system:tests", "reason": "試験"}


def check(*given: Any, **options: Any) -> tuple[int, str]:
    """Run the command: its exit code and what it printed."""
    printed = StringIO()
    try:
        call_command("leak_check", *map(str, given), stdout=printed, **options)
    except SystemExit as end:
        return int(end.code or 0), printed.getvalue()
    return 0, printed.getvalue()


@pytest.fixture
def words() -> None:
    call_command("watch_words", stdout=StringIO())


@pytest.fixture
def row(seed: Meeting) -> MinutesEntry:
    return MinutesEntry.objects.get(text__contains="マイクロソフト")


def span_of(row: MinutesEntry, words: str) -> tuple[int, int]:
    start = row.text.index(words)
    return start, start + len(words)


def test_seed_leaks_microsoft_and_warns_of_word(seed: Meeting, words: None) -> None:
    code, printed = check(meeting=seed.pk)

    assert code == 1
    assert "漏れ 1件、注意 1件" in printed
    (leak,) = [line for line in printed.splitlines() if line.startswith("  漏れ")]
    (warning,) = [line for line in printed.splitlines() if line.startswith("  注意")]
    assert leak.endswith("事業者の名：マイクロソフト")
    assert warning.endswith("製品・サービスの名：Word")


def test_public_wording_answers_both_and_stands_for_nothing_else(
    seed: Meeting, row: MinutesEntry, words: None
) -> None:
    for typed, public in (("マイクロソフト", "クラウドサービスの提供元"), ("Word", "文書作成ソフト")):
        substitute_passage(**HOW, record=row, field="text", span=span_of(row, typed), public_words=public)

    assert check(meeting=seed.pk)[0] == 0


def test_withholding_answers_and_what_says_it_again_echoes(
    seed: Meeting, row: MinutesEntry, words: None
) -> None:
    priced = (
        "A 社の IP 電話システムは B 社の IP 電話システムに比べて年間 2600 万ほどコストが上がるとされている"
    )
    for typed in ("マイクロソフト", "Word", priced):
        withhold_passage(
            **HOW,
            record=row,
            field="text",
            span=span_of(row, typed),
            ground=DisclosureGroundFactory(),
            end_trigger=EndTrigger.NONE,
        )

    found = findings(seed)

    assert {each.finding.rule for each in found} == {Rule.ECHO}
    echo = next(each for each in found if "経費の面では" in each.shown.words)
    assert any("B社と「経費」" in said for said in echo.finding.evidence)
    assert not any(each.is_leak for each in found)


def test_echoes_of_the_example_are_printed_with_their_false_alarms(seed: Meeting, words: None) -> None:
    """The example withholds what the firms cost; only the summary, which says who is cheaper, repeats it."""
    call_command("load_seed", with_example=True, stdout=StringIO())
    found = findings(seed)
    echoes = [each for each in found if each.finding.rule == Rule.ECHO]
    true = [each for each in echoes if any("と「経費」" in said for said in each.finding.evidence)]
    false = len(echoes) - len(true)
    print(
        f"言い直し {len(echoes)}件、うち誤報 {false}件（文法・題名・番号を数えていたときは 33件のうち 31件）"
    )
    assert false <= 4
    assert {each.shown.place for each in true} == {"会議録 18行目"}
    assert not [each for each in found if each.is_leak]


def test_invented_names_of_the_register_are_found(seed: Meeting, words: None) -> None:
    pseudonym = add_pseudonym(
        **HOW, label="A社", kind=PseudonymKind.VENDOR, entity="寺子屋架空電機", aliases="架空\nテラデン"
    )
    row = seed.entries.filter(text__contains="寺子屋").first()
    edit_pseudonym(**HOW, pseudonym=pseudonym, entity="寺子屋", watch_words="プロジェクト")

    found = {(each.finding.level, each.finding.rule, each.finding.words) for each in findings(seed)}

    assert row is not None
    assert (Level.LEAK, Rule.SEALED, "寺子屋") in found
    assert (Level.LEAK, Rule.UNMASKING, "プロジェクト") in found
    lines = check(meeting=seed.pk)[1].splitlines()
    assert not [line for line in lines if "寺子屋" in line and "A社" in line]


def test_register_is_sealed(seed: Meeting) -> None:
    pseudonym = add_pseudonym(**HOW, label="A社", kind=PseudonymKind.VENDOR, entity="架空電機")
    assert not Pseudonym.objects.visible_to(user_who_may((Verb.READ, Noun.DISCLOSURE))).exists()
    assert Pseudonym.objects.visible_to(user_who_may((Verb.READ, Noun.REGISTER))).get() == pseudonym
    assert str(pseudonym) == "A社"
    with pytest.raises(PermissionDenied):
        add_pseudonym(
            by=user_who_may((Verb.WRITE, Noun.DISCLOSURE)), reason="試験", label="B社", kind="vendor"
        )


def test_warning_is_acknowledged_for_a_reason_until_the_text_changes(
    seed: Meeting, row: MinutesEntry, words: None
) -> None:
    officer = user_who_may_everything()
    leak, warning = findings(seed)
    how = {"record": row, "field": "text", "digest": warning.shown.digest}
    with pytest.raises(ValidationError, match="漏れは了解できません"):
        acknowledge_warning(by=officer, reason="よい", finding=leak.finding, **how)
    with pytest.raises(PermissionDenied):
        acknowledge_warning(by=UserFactory(), reason="よい", finding=warning.finding, **how)

    kept = acknowledge_warning(by=officer, reason="一般に使われる名のため", finding=warning.finding, **how)

    assert str(kept) == "製品・サービスの名：Word"
    assert "注意 0件（うち言い直し 0件）、了解済み 1件" in check(meeting=seed.pk)[1]
    substitute_passage(
        **HOW, record=row, field="text", span=span_of(row, "マイクロソフト"), public_words="提供元"
    )
    (again,) = findings(seed)
    assert again.is_open
    assert LeakAcknowledgement.objects.count() == 1


def test_span_of_a_finding_leads_to_its_words_in_the_record(
    seed: Meeting, row: MinutesEntry, words: None
) -> None:
    substitute_passage(**HOW, record=row, field="text", span=(0, 3), public_words="別の言葉ここから")
    for each in findings(seed):
        start, end = each.span or (0, 0)
        assert row.text[start:end] == each.finding.words


def test_list_is_entered_once_and_keeps_what_an_office_changed(words: None) -> None:
    edit_watch_word(**HOW, watch_word=WatchWord.objects.get(word="Word"), kind="vendor")
    printed = StringIO()
    call_command("watch_words", stdout=printed)
    assert printed.getvalue().startswith("要注意語：新しく 0件")
    assert WatchWord.objects.get(word="Word").kind == "vendor"
    assert str(WatchWord.objects.get(word="Word")) == "Word"


def test_command_says_what_it_cannot_check(seed: Meeting, tmp_path: Path) -> None:
    def problem(*given: Any, **options: Any) -> str:
        with pytest.raises(CommandError) as refused:
            check(*given, **options)
        assert refused.value.returncode == 2
        return str(refused.value)

    assert "要注意語がまだ登録されていません" in problem(meeting=seed.pk)
    call_command("watch_words", stdout=StringIO())
    assert "指定してください" in problem()
    assert "会議はありません" in problem(meeting=10**9)
    assert "無い.pdf" in problem(tmp_path / "無い.pdf")
    for name, content in (
        ("壊れた.pdf", b"%PDF-1.7 broken"),
        ("壊れた.docx", b"PK\x03\x04broken"),
        ("画像.png", b"\x89PNG"),
        ("空.html", b"<html></html>"),
    ):
        (tmp_path / name).write_bytes(content)
        assert name in problem(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("a.txt", "マイクロソフトの製品".encode("cp932"), "本文"),
        ("a.html", "<p>よい</p><!-- マイクロソフト -->".encode(), "属性・コメント"),
        ("a.html", "<p>よい<img alt='マイクロソフト'></p>".encode(), "属性・コメント"),
        ("a.html", "<p>よい</p><style>/* マイクロソフト */</style>".encode(), "属性・コメント"),
        ("a.html", "<p>マイクロ<b>ソフト</b></p>".encode(), "本文"),
    ],
)
def test_text_and_pages_are_read_with_what_they_do_not_show(
    words: None, tmp_path: Path, name: str, content: bytes, place: str
) -> None:
    (tmp_path / name).write_bytes(content)
    code, printed = check(tmp_path / name)
    assert code == 1
    assert f"注意　{place}　事業者の名：マイクロソフト" in printed


def test_word_file_is_read_with_its_properties_and_tracked_changes(words: None, tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("次の案：マイクロ")
    paragraph.add_run("ソフト").bold = True
    document.core_properties.author = "富士通の担当"
    document.save(tmp_path / "a.docx")
    with zipfile.ZipFile(tmp_path / "a.docx") as before:
        parts = {name: before.read(name) for name in before.namelist()}
    deleted = "<w:p><w:del w:id='1'><w:r><w:delText>グーグル</w:delText></w:r></w:del></w:p></w:body>"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"</w:body>", deleted.encode())
    changed = BytesIO()
    with zipfile.ZipFile(changed, "w") as after:
        for name, content in parts.items():
            after.writestr(name, content)
    (tmp_path / "a.docx").write_bytes(changed.getvalue())

    code, printed = check(tmp_path / "a.docx")

    assert code == 1
    assert "本文　事業者の名：マイクロソフト" in printed
    assert "文書の情報　事業者の名：富士通" in printed
    assert "変更履歴　事業者の名：グーグル" in printed


def test_workbook_is_read_with_its_hidden_sheets_and_comments(words: None, tmp_path: Path) -> None:
    book = Workbook()
    book.active["A1"] = "件数"
    book.active["A1"].comment = Comment("富士通に確認", "担当")
    hidden = book.create_sheet("裏")
    hidden.append(["マイクロソフト"])
    hidden["B2"] = '=CONCATENATE("グーグル","")'
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")

    code, printed = check(tmp_path / "a.xlsx")

    assert code == 1
    assert "事業者の名：マイクロソフト" in printed
    assert "表示されないシート　事業者の名：グーグル" in printed
    assert "コメント　事業者の名：富士通" in printed


def test_public_pdf_of_the_example_holds_nothing_and_the_full_one_does(
    seed: Meeting, words: None, tmp_path: Path
) -> None:
    call_command("load_seed", with_example=True, stdout=StringIO())
    reader = user_who_may_everything()
    for audience in EditionAudience:
        (tmp_path / f"{audience}.pdf").write_bytes(minutes_pdf(seed, audience, reader=reader))

    code, printed = check(tmp_path / "public.pdf")
    assert (code, "漏れ 0件、注意 0件" in printed) == (0, True), printed
    code, printed = check(tmp_path / "internal.pdf", meeting=seed.pk)
    assert code == 1
    assert "漏れ　本文" in printed
    assert "事業者の名：マイクロソフト" in printed
    assert "非公開箇所の言葉：" in printed
