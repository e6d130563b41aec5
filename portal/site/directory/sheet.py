"""Reads the rows of a pasted sheet of 人事異動: who takes up which office, and what is wrong with a row."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Value
from django.db.models.functions import Replace

from portal import wareki
from portal.accounts.actions import Move
from portal.accounts.actions.rotation import ends_with
from portal.accounts.models import Department, Office, Organisation, Person, Posting, User

HEADS = ("職員番号", "氏名", "所属", "職", "区分", "開始日")
KINDS = {str(label): str(value) for value, label in Posting.Kind.choices}


@dataclass(frozen=True)
class SheetRow:
    """One row as it was pasted."""

    number: int
    staff_number: str = ""
    name: str = ""
    department: str = ""
    office: str = ""
    kind: str = ""
    starts_on: str = ""


@dataclass(frozen=True)
class ReadRow:
    """One row as it was read: the move it asks for, or what is wrong with it."""

    row: SheetRow
    person: Person | None = None
    user: User | None = None
    office: Office | None = None
    kind: str = Posting.Kind.MAIN
    starts_on: date | None = None
    ending: tuple[Posting, ...] = ()
    is_same: bool = False
    errors: list[str] = field(default_factory=list)

    @property
    def who(self) -> tuple[int | None, int | None]:
        """Whom the row is about."""
        return self.person.pk if self.person else None, self.user.pk if self.user else None

    @property
    def words(self) -> str:
        """The new posting in words."""
        if self.office is None:
            return f"{self.row.department} {self.row.office}".strip()
        return Posting(office=self.office, kind=self.kind).words

    @property
    def move(self) -> Move:
        """What the action takes."""
        assert self.office is not None  # asked of rows without errors only
        assert self.starts_on is not None
        return Move(self.person, self.user, self.office, self.kind, self.starts_on, self.ending, self.is_same)


def plain(text: str) -> str:
    """Words in one width, without any space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def sheet_rows(block: Sequence[Sequence[str]]) -> list[SheetRow]:
    """The rows of the block, without its head and empty lines; numbered as they were pasted."""
    rows = []
    for number, line in enumerate(block, start=1):
        cells = [cell.strip() for cell in line]
        if any(cells) and plain(cells[0]) != HEADS[0]:
            cells += [""] * (len(HEADS) - len(cells))
            rows.append(SheetRow(number, *cells[: len(HEADS)]))
    return rows


def _by_words(records: Iterable[Any], *names: Any) -> dict[str, Any]:
    """Records by what they may be called; None under words that name two."""
    found: dict[str, Any] = {}
    for record in records:
        for words in {plain(name(record)) for name in names}:
            found[words] = record if found.get(words, record) == record else None
    return found


class SheetReader:
    """Reads rows for one reader, organisation and day: a few queries, however many rows there are."""

    def __init__(self, user: User, organisation: Organisation, day: date, rows: list[SheetRow]) -> None:
        """Read what the rows can name."""
        self.user = user
        self.day, self.rows = day, rows
        departments = Department.objects.visible_to(user).filter(organisation=organisation)
        self.departments = _by_words(departments.standing_on(day).named(), str, lambda each: each.name)
        offices = list(Office.objects.visible_to(user).filter(organisation=organisation).named())
        self.offices = _by_words(offices, lambda each: each.full_name, lambda each: each.title)
        self.within = {(each.department_id, plain(each.title)): each for each in offices}
        numbers = {plain(row.staff_number) for row in rows}
        persons = Person.objects.visible_to(user)
        known = persons.filter(user__staff_number__in=numbers).select_related("user").distinct()
        self.by_number = {person.user.staff_number: person for person in known}
        users = User.objects.visible_to(user).filter(staff_number__in=numbers, person=None)
        self.without_person = {each.staff_number: each for each in users}
        bare = Replace(Replace("name", Value(" "), Value("")), Value("　"), Value(""))
        named = persons.annotate(bare=bare).filter(bare__in={re.sub(r"\s", "", row.name) for row in rows})
        self.by_name = _by_words(named.distinct(), lambda person: person.name)

    def read(self, *, ends_others: bool) -> list[ReadRow]:
        """Every row; what each ends hangs on the other rows of the same person."""
        found = [self._row(row) for row in self.rows]
        _mark_doubles(found)
        keys = {row.person.pk for row in found if row.person}
        held: dict[int, list[Posting]] = {}
        for posting in Posting.objects.visible_to(self.user).filter(person__in=keys).named():
            held.setdefault(posting.person_id, []).append(posting)
        return [self._with_endings(row, found, held, ends_others=ends_others) for row in found]

    def _row(self, row: SheetRow) -> ReadRow:
        errors: list[str] = []
        person, user = self._who(row, errors)
        office = self._office(row, errors)
        kind = KINDS.get(plain(row.kind) or str(Posting.Kind.MAIN.label), "")
        if not kind:
            errors.append(f"区分「{row.kind}」はありません。選べるもの：{'、'.join(KINDS)}")
        return ReadRow(
            row, person, user, office, kind or Posting.Kind.MAIN, self._day(row, errors), errors=errors
        )

    def _who(self, row: SheetRow, errors: list[str]) -> tuple[Person | None, User | None]:
        number = plain(row.staff_number)
        person = self.by_number.get(number) if number else self.by_name.get(plain(row.name))
        user = None if person or not number else self.without_person.get(number)
        if person is None and user is None:
            errors.append(self._nobody(row, number))
        named = person or user
        if named and row.name and plain(row.name) != plain(named.name):
            errors.append(f"職員番号「{number}」は「{named.name}」さんです。氏名を確かめてください。")
        return person, user

    def _nobody(self, row: SheetRow, number: str) -> str:
        if number:
            return f"職員番号「{number}」の人はいません。先頭の0が落ちていないか確かめてください。"
        if not row.name:
            return "職員番号か氏名を入力してください。"
        if plain(row.name) in self.by_name:
            return f"「{row.name}」さんは2人以上います。職員番号を入力してください。"
        return f"「{row.name}」さんは登録がありません。先に「人を登録する」で登録してください。"

    def _office(self, row: SheetRow, errors: list[str]) -> Office | None:
        title = plain(row.office)
        if not title:
            errors.append("職を入力してください。")
            return None
        if not row.department:
            office = self.offices.get(title)
        elif (department := self.departments.get(plain(row.department))) is None:
            several = plain(row.department) in self.departments
            told = (
                "は2つ以上あります。部から続けて入力してください。" if several else "はこの日にありません。"
            )
            errors.append(f"所属「{row.department}」{told}")
            return None
        else:
            office = self.within.get((department.pk, title)) or self._beside(department, title)
        if office is None:
            place = f"「{row.department}」に" if row.department else ""
            errors.append(
                f"{place}「{row.office}」という職は一つに決まりません。職の一覧で名を確かめてください。"
            )
        return office

    def _beside(self, department: Department, title: str) -> Office | None:
        """The office of the department under its full name."""
        office = self.offices.get(title)
        return office if office and office.department_id == department.pk else None

    def _day(self, row: SheetRow, errors: list[str]) -> date | None:
        if not row.starts_on:
            return self.day
        try:
            return wareki.parse_date(row.starts_on).day
        except wareki.WarekiError as error:
            errors.append(f"開始日：{error}")
            return None

    def _with_endings(
        self, row: ReadRow, rows: list[ReadRow], held: dict[int, list[Posting]], *, ends_others: bool
    ) -> ReadRow:
        """What ends with the row; what is about all rows of a person ends with the first of them."""
        if row.person is None or row.starts_on is None or row.office is None:
            return row
        day = row.starts_on
        own = [each for each in rows if each.who == row.who and each.office]
        postings = [
            each for each in held.get(row.person.pk, ()) if each.starts_on <= day <= (each.ends_on or day)
        ]
        wanted = [(each.office.pk, each.kind) for each in own if each.office]
        is_same = any((each.office_id, each.kind) == (row.office.pk, row.kind) for each in postings)
        moves_main = any(each.kind == Posting.Kind.MAIN for each in own)
        ending = [
            each
            for each in postings
            if ends_with(each, wanted, moves_main=moves_main, ends_others=ends_others)
        ]
        return replace(row, is_same=is_same, ending=tuple(ending) if own[0] is row else ())


def _mark_doubles(rows: list[ReadRow]) -> None:
    """Say where rows of one person do not go together."""
    mains = Counter(row.who for row in rows if row.kind == Posting.Kind.MAIN)
    whole = Counter((row.who, row.office.pk, row.kind) for row in rows if row.office)
    days: dict[Any, set[date | None]] = {}
    for row in rows:
        days.setdefault(row.who, set()).add(row.starts_on)
    for row in rows:
        if row.who == (None, None):
            continue
        if row.office and whole[(row.who, row.office.pk, row.kind)] > 1:
            row.errors.append("同じ人の同じ職の行が2行以上あります。")
        elif row.kind == Posting.Kind.MAIN and mains[row.who] > 1:
            row.errors.append("同じ人の本務の行が2行以上あります。")
        if len(days[row.who]) > 1:
            row.errors.append("同じ人の行の開始日が違います。日を分けて登録してください。")
