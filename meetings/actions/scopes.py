"""Verbs of 指名: whom the 庁内閲覧範囲 「指名」 lets read a record."""

from meetings.models import AgendaItem, Handout, Meeting, MeetingBody, MeetingReader
from portal.accounts.models import Department, Office, Person
from portal.accounts.rights import Actor, Noun, writing
from portal.audit.writing import added, removed

Scoped = MeetingBody | Meeting | AgendaItem | Handout
# Kind of record → the foreign key of 指名 that leads to it.
KINDS: dict[type[Scoped], str] = {
    MeetingBody: "body",
    Meeting: "meeting",
    AgendaItem: "item",
    Handout: "handout",
}


def name_reader(
    *,
    by: Actor,
    reason: str,
    record: Scoped,
    person: Person | None = None,
    office: Office | None = None,
    department: Department | None = None,
) -> MeetingReader:
    """Let a person, whoever holds an office, or a department read the record."""
    with writing(Noun.BODIES, by=by, reason=reason, over=record):
        of_record = {KINDS[type(record)]: record}
        return added(MeetingReader(person=person, office=office, department=department, **of_record))


def unname_reader(*, by: Actor, reason: str, reader: MeetingReader) -> None:
    """Take a 指名 back."""
    with writing(Noun.BODIES, by=by, reason=reason, over=reader):
        removed(reader)
