"""What is told of a circulated record: that it waits for one's answer, and that the last day comes near."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q

from meetings.choices import MinutesState
from meetings.confirming import attending_seats
from meetings.dues import Calendar
from meetings.models import Meeting, MinutesConfirmation, Seat
from meetings.models.publishing import with_steps
from portal.accounts.models import Posting, User
from portal.accounts.rights import Noun
from portal.notices.kinds import NoticeKind, Tidings
from portal.open_days import Due
from portal.wareki import format_date

CIRCULATED = NoticeKind(
    "meetings.circulated",
    "出席した会議の会議録が確認に回ったとき、期限が近いとき",
    Noun.RECORD,
    "期限の2日前と、過ぎたあとの最初の朝にも知らせます。",
)
# Days before the last one on which it is told again.
AHEAD = timedelta(days=2)


def people_of(seats: Iterable[Seat], day: date) -> list[User]:
    """Whoever holds these seats on a day and has an account."""
    held = list(seats)
    offices = [seat.office_id for seat in held if seat.office_id]
    departments = [seat.department_id for seat in held if seat.department_id]
    seated = Q(office__in=offices) | Q(office__department__in=departments)
    postings = Posting.objects.held_on(day).filter(seated).select_related("person__user")
    return list(dict.fromkeys(each.person.user for each in postings if each.person.user))


def circulated(meeting: Meeting, due: Due | None, day: date, *, occasion: str) -> Tidings:
    """That the record is there to be read, to everybody who was there."""
    until = f"{due.words}までに、" if due else ""
    return Tidings(
        CIRCULATED.code,
        people_of(attending_seats(meeting), day),
        meeting,
        f"会議録が確認に回りました：{meeting}",
        f"{until}読んで、意見があれば行ごとに書いてください。",
        occasion,
    )


def due_soon(day: date) -> Iterator[Tidings]:
    """Records whose last day comes near or has passed, to those seats that have not confirmed."""
    calendar = Calendar.load()
    waiting = Meeting.objects.filter(minutes_state=MinutesState.CIRCULATED).select_related("body")
    for meeting in with_steps(waiting):
        at = meeting.circulated_at
        due = calendar.confirmation(meeting.body, at) if at else None
        if due is None or day < due.on - AHEAD:
            continue
        is_late = day > due.on
        done = set(MinutesConfirmation.objects.filter(meeting=meeting).values_list("seat", flat=True))
        yield Tidings(
            CIRCULATED.code,
            people_of((seat for seat in attending_seats(meeting) if seat.pk not in done), day),
            meeting,
            f"会議録の確認の期限{'を過ぎました' if is_late else 'が近づいています'}：{meeting}",
            f"期限 {format_date(due.on)}",
            f"{due.on.isoformat()}{'late' if is_late else ''}",
        )
