"""What was confirmed or finalised stays as it is: asked by every verb that writes what a record prints."""

from django.core.exceptions import ValidationError

from meetings.choices import LOCKED_STATES, SETTLED_STATES, MinutesState
from meetings.models import Meeting

SETTLED = (
    "会議録は「{state}」のため、直せません。直すときは、会議録の確認・公開のページの「訂正を始める」から、"
    "理由を付けて開き直してください。直した会議録は新しい版になります。"
)
CONFIRMED = (
    "会議録は「確認済」のため、直せません。"
    "直すときは、会議録の確認・公開のページで、理由を付けて差し戻してください。"
)


def refuse_locked(meeting: Meeting) -> None:
    """Refuse while the record is confirmed or finalised; inside the operation that is about to write.

    The sitting stays locked until the operation ends, so that nobody finalises it meanwhile.
    """
    sittings = Meeting._base_manager.select_for_update().filter(pk=meeting.pk)
    state = sittings.values_list("minutes_state", flat=True).first()
    if state in SETTLED_STATES:
        raise ValidationError(SETTLED.format(state=MinutesState(state).label))
    if state in LOCKED_STATES:
        raise ValidationError(CONFIRMED)
