"""Verbs of the public copy of a 資料: a second file, cleaned and held against what is withheld."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from meetings.leaks import public_fields
from meetings.models import Handout
from portal.accounts.rights import Actor, Noun, Verb, require, writing
from portal.audit.writing import changed
from portal.disclosure.choices import Disclosure, LeakRule
from portal.disclosure.leaks import LeakFinding, Level, PublicPiece, named, repeated
from portal.disclosure.public_text import PassageError
from portal.disclosure.watching import watched
from portal.documents.cleaning import NotCleanable, cleaned
from portal.documents.extraction import UnreadableFile
from portal.documents.whole_text import parts_in
from portal.files import store
from portal.files.actions import add_file, keep_content
from portal.files.choices import FileKind
from portal.files.models import StoredFile
from portal.files.rules import Upload

PICTURES = (FileKind.PNG, FileKind.JPEG)
NOT_LOOKED_INTO = "確かめてください：画像のため、中の文字は点検していません"
CLOSED = "この資料は非公開のため、公開用のファイルは登録できません。先に公開区分を直してください。"


def give_public_copy(*, by: Actor, reason: str, handout: Handout, upload: Upload | None = None) -> Handout:
    """Make the public copy of a 資料 from a file of its own, or else from the original; that stays as it is.

    Refused while a name or withheld words of a 漏れ stand in it; what only warns is part of the report.
    """
    require(by, Verb.WRITE, Noun.DISCLOSURE, over=handout)
    content, kind = _given(handout, upload)
    # What a file was called inside the house is nothing for residents.
    name = f"資料{handout.number}（公開用）.{kind}"
    try:
        copy = cleaned(content, kind)
    except NotCleanable as error:
        raise ValidationError({"upload": str(error)}) from error
    found = _findings(handout, copy.content, name, kind)
    leaks = [each for each in found if each.level == Level.LEAK]
    if leaks:
        raise ValidationError({"upload": f"漏れがあるため登録できません。{_said(leaks)}"})
    warnings = [f"注意：{_said([each])}" for each in found]
    pictures = [NOT_LOOKED_INTO] if kind in PICTURES else []
    kept = keep_content([copy.content])
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=handout):
        file = add_file(by=by, reason=reason, kept=kept, name=name, kind=kind)
        report = "\n".join(filter(None, [copy.report, *pictures, *warnings]))
        return changed(handout, public_file=file, public_report=report)


def take_public_copy_off(*, by: Actor, reason: str, handout: Handout) -> Handout:
    """A 資料 has no public copy any more; the file stays among the earlier ones."""
    with writing(Noun.DISCLOSURE, by=by, reason=reason, over=handout):
        return changed(handout, public_file=None, public_report="")


def _given(handout: Handout, upload: Upload | None) -> tuple[bytes, str]:
    if handout.disclosure == Disclosure.CLOSED:
        raise ValidationError(CLOSED)
    if upload is not None:
        return b"".join(upload.chunks()), upload.kind
    file: StoredFile | None = handout.file
    if file is None or file.erased_at is not None:
        raise ValidationError({"upload": "元のファイルがないため、公開用のファイルを選んでください。"})
    with store.opened(file.sha256, file.size) as content:
        return content.read(), file.kind


def _findings(handout: Handout, content: bytes, name: str, kind: str) -> list[LeakFinding]:
    """What the leak check finds anywhere in the copy, each once."""
    if kind in PICTURES:
        return []
    try:
        hidden = public_fields(handout.meeting)[1]
        parts = parts_in(content, name)
    except (UnreadableFile, PassageError) as error:
        raise ValidationError({"upload": str(error)}) from error
    pieces = [PublicPiece(part.place, part.text) for part in parts]
    told = [*repeated(pieces, hidden), *named(pieces, watched().watches)]
    return list({(each.key, each.rule, each.said): each for each in told}.values())


def _said(found: Iterable[LeakFinding]) -> str:
    return "、".join(f"{each.key}に「{each.said[:40]}」（{LeakRule(each.rule).label}）" for each in found)
