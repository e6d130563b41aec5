"""Verb of 取込: what a person has looked over becomes a draft, in one operation or not at all."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError

from meetings.actions.decisions import record_commitment
from meetings.actions.record import add_entry
from meetings.actions.sittings import add_handout, add_item, create_meeting, record_attendance
from meetings.choices import AttendanceGroup, EntryKind, ItemCategory, ItemState, SeatRole
from meetings.intake.proposal import Proposal, ProposedItem
from meetings.models import AgendaItem, Meeting, MeetingBody, MinutesEntry, Seat
from portal.accounts.rights import Actor
from portal.audit.operations import operation
from portal.text import fold

# What offices call the kinds of items, and our word for it; everything else is その他.
CATEGORIES = {
    "確認事項": ItemCategory.CONFIRMATION,
    "議案": ItemCategory.PROPOSAL,
    "審議事項": ItemCategory.PROPOSAL,
    "審議": ItemCategory.PROPOSAL,
    "報告事項": ItemCategory.REPORT,
    "報告": ItemCategory.REPORT,
    "協議事項": ItemCategory.DISCUSSION,
    "協議": ItemCategory.DISCUSSION,
    "検討事項": ItemCategory.DISCUSSION,
}
# Roles that only one seat has, so that the printed word names it.
SINGLE_ROLES = (SeatRole.CHIEF, SeatRole.DEPUTY_CHIEF, SeatRole.CHAIR)
SAID = frozenset({EntryKind.SPEECH, EntryKind.SUMMARY, EntryKind.NARRATIVE})


def seats_by_role(seats: list[Seat]) -> dict[str, Seat]:
    """The printed word of each role that only one seat has, and that seat."""
    return {
        role.label: found[0]
        for role in SINGLE_ROLES
        if len(found := [seat for seat in seats if seat.role == role]) == 1
    }


def take_in(
    *,
    by: Actor,
    reason: str,
    body: MeetingBody,
    proposal: Proposal,
    commitments: Collection[int] = (),
    **values: Any,
) -> Meeting:
    """Write the sitting with ``values`` as a person left them, and the proposal's parts, as a draft.

    ``commitments`` are the places of those that were confirmed. What has no place stays as the last rows.
    """
    with operation(by=by, reason=reason, reason_optional=True):
        meeting = create_meeting(by=by, reason=reason, body=body, **values)
        draft = _Draft(by, reason, meeting, proposal)
        try:
            draft.write(commitments)
        except ValidationError as error:
            # The form knows the fields of the sitting, not those of its parts.
            raise ValidationError(f"{draft.at}：{' '.join(error.messages)}") from error
        return meeting


class _Draft:
    """The parts of one sitting, written one after the other."""

    def __init__(self, by: Actor, reason: str, meeting: Meeting, proposal: Proposal) -> None:
        self.who: dict[str, Any] = {"by": by, "reason": reason}
        self.meeting, self.proposal = meeting, proposal
        self.seats = list(
            Seat.objects.filter(body=meeting.body).select_related("office", "department__parent__parent")
        )
        self.at = ""
        self.items: list[AgendaItem] = []
        self.entries: dict[int, MinutesEntry] = {}
        self.left = list(proposal.unplaced)
        self.doubts = [str(doubt.words) for doubt in proposal.doubts]

    def write(self, commitments: Collection[int]) -> None:
        """All of them; ``at`` says at which it was when one was refused."""
        self.write_items()
        self.write_attendance()
        self.write_handouts()
        self.write_entries()
        self.write_commitments(commitments)
        self.write_leftovers()

    def write_items(self) -> None:
        """The agenda, numbered as printed as long as a number is free."""
        said = {entry.item for entry in self.proposal.entries if entry.kind in SAID}
        outcomes = {each.item: each.text for each in self.proposal.decisions}
        for place, (item, category, number) in enumerate(self._numbered()):
            self.at = f"議題「{item.title[:20]}」"
            written = add_item(
                **self.who,
                meeting=self.meeting,
                category=category,
                number=number,
                title=item.title,
                state=ItemState.DELIBERATED if place in said else ItemState.NOT_REACHED,
                outcome_line=outcomes.get(place, "")[:200],
                position=place + 1,
            )
            self.items.append(written)
            if place not in said:
                self.doubts.append(f"{written.label}は発言がないため「未審議」としました。")

    def _numbered(self) -> Iterator[tuple[ProposedItem, str, int]]:
        taken: dict[str, set[int]] = defaultdict(set)
        for item in self.proposal.agenda:
            category = CATEGORIES.get(item.category or "", ItemCategory.OTHER)
            number = item.number
            if number is None or number in taken[category]:
                number = max(taken[category], default=0) + 1
            if item.category and CATEGORIES.get(item.category) is None:
                self.doubts.append(f"「{item.category}」は「その他」の議題としました。")
            taken[category].add(number)
            yield item, category, number

    def write_attendance(self) -> None:
        """Those whose seat is known; the others stay 未配置."""
        known = {fold(name): seat for seat in self.seats for name in (str(seat.holder), seat.printed_name)}
        free = {seat.pk for seat in self.seats}
        for group, names in (
            (AttendanceGroup.MEMBERS, self.proposal.members),
            (AttendanceGroup.SECRETARIAT, self.proposal.secretariat),
        ):
            for position, name in enumerate(names, start=1):
                seat = known.get(fold(name))
                if seat is None or seat.pk not in free:
                    self.left.append(f"出席者（{group.label}）：{name}")
                    continue
                free.discard(seat.pk)
                self.at = f"出席者「{name}」"
                record_attendance(**self.who, meeting=self.meeting, seat=seat, group=group, position=position)

    def write_handouts(self) -> None:
        """The papers; one without a number gets none that another could have."""
        taken: set[str] = set()
        for position, paper in enumerate(self.proposal.handouts, start=1):
            number = paper.number
            if number is None or number in taken:
                number = f"番号なし{position}"
            taken.add(number)
            self.at = f"資料「{paper.title[:20]}」"
            add_handout(**self.who, meeting=self.meeting, number=number, title=paper.title, position=position)

    def write_entries(self) -> None:
        """The rows, in order."""
        by_role = seats_by_role(self.seats)
        last: MinutesEntry | None = None
        for place, entry in enumerate(self.proposal.entries):
            if not entry.text:
                self.doubts.append(f"{entry.line}行目の「{entry.speaker}」の発言に言葉がありません。")
                continue
            self.at = f"会議録の行（{entry.line}行目）"
            last = add_entry(
                **self.who,
                meeting=self.meeting,
                after=last,
                kind=entry.kind,
                item=None if entry.item is None else self.items[entry.item],
                speaker=by_role.get(entry.speaker or ""),
                speaker_label=entry.speaker or "",
                text=entry.text,
            )
            self.entries[place] = last

    def write_commitments(self, places: Collection[int]) -> None:
        """Those a person confirmed, with the words that bind."""
        for number, place in enumerate(sorted(places), start=1):
            found = self.proposal.commitments[place]
            entry = self.entries[found.entry]
            self.at = f"対応事項「{found.text[:20]}」"
            record_commitment(
                **self.who,
                meeting=self.meeting,
                item=entry.item,
                entry=entry,
                number=number,
                kind=found.kind,
                subject=found.text[:300],
                owner_label=found.owner or "",
                words=found.text,
            )

    def write_leftovers(self) -> None:
        """What has no place and what is doubtful: marked rows at the end, for the one who goes on."""
        for mark, words in (("未配置", self.left), ("要確認", self.doubts)):
            if words:
                text = "\n".join((f"〔取込：{mark}〕", *words))
                add_entry(**self.who, meeting=self.meeting, kind=EntryKind.STAGE, text=text)
