"""What comes back to a body by itself: matters put off, items never reached, promises still open."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from meetings.choices import CommitmentState, ItemState, MeetingState
from meetings.models import AgendaItem, Commitment, Deferral, MeetingBody, PriorReference

OVER = (MeetingState.HELD, MeetingState.ENDED)


def _continued(path: str) -> Exists:
    """Whether an item stands on a later agenda already, of a sitting that was not called off."""
    later = PriorReference._base_manager.filter(origin=OuterRef(path))
    return Exists(later.exclude(meeting__state=MeetingState.CANCELLED))


def _gathers_promises() -> Exists:
    """Whether an item is the 前回宿題 of its sitting, which is made anew from what is open then."""
    return Exists(PriorReference._base_manager.filter(item=OuterRef("pk"), commitment__isnull=False))


def waiting_deferrals(body: MeetingBody) -> "QuerySet[Deferral]":
    """Matters put off at a sitting of this body that nothing has closed and no later agenda holds."""
    waiting = Deferral.objects.filter(item__meeting__body=body, closing_motion=None)
    return waiting.exclude(_continued("item")).select_related("item__meeting__body", "due").order_by("pk")


def unreached_items(body: MeetingBody) -> "QuerySet[AgendaItem]":
    """未審議: items that a sitting which is over never came to. 資料のみ is settled and does not come back.

    A sitting is over when it is said to be, or when others of its items were dealt with.
    """
    dealt_with = AgendaItem._base_manager.filter(meeting=OuterRef("meeting"))
    is_over = Q(meeting__state__in=OVER) | Exists(dealt_with.exclude(state=ItemState.NOT_REACHED))
    items = AgendaItem.objects.filter(is_over, meeting__body=body, state=ItemState.NOT_REACHED)
    put_off = Deferral._base_manager.filter(item=OuterRef("pk"), closing_motion=None)
    return (
        items.exclude(meeting__state=MeetingState.CANCELLED)
        .exclude(Exists(put_off))
        .exclude(_continued("pk"))
        .exclude(_gathers_promises())
        .select_related("meeting__body")
        .order_by("meeting__starts_at", "position", "pk")
    )


def open_promises(body: MeetingBody) -> "QuerySet[Commitment]":
    """前回宿題: what was promised at this body's sittings and is still to be done."""
    promises = Commitment.objects.filter(meeting__body=body, state=CommitmentState.OPEN)
    return promises.select_related("meeting__body", "owner__parent__parent", "due").order_by(
        "meeting__starts_at", "number"
    )


def without_what_comes_back(items: "QuerySet[AgendaItem]", body: MeetingBody) -> "QuerySet[AgendaItem]":
    """The items of an agenda that do not come back by themselves, as they would stand there twice."""
    put_off = waiting_deferrals(body).order_by().values("item")
    unreached = unreached_items(body).order_by().values("pk")
    return items.exclude(pk__in=put_off).exclude(pk__in=unreached).exclude(_gathers_promises())


def standing_titles(titles: set[str], body: MeetingBody) -> set[str]:
    """Those of these titles that stood on more than one agenda of the body."""
    stood = AgendaItem.objects.filter(meeting__body=body, title__in=titles).order_by()
    agendas: dict[str, set[int]] = {}
    for title, meeting in stood.values_list("title", "meeting"):
        agendas.setdefault(title, set()).add(meeting)
    return {title for title, meetings in agendas.items() if len(meetings) > 1}
