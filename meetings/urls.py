"""Addresses of the meetings' pages."""

from django.urls import path

from meetings import lists
from meetings.views import (
    agenda,
    bodies,
    calendars,
    circulation,
    decisions,
    editing,
    life,
    marking,
    public_copies,
    publishing,
    record,
    scopes,
    sittings,
    withheld,
)
from meetings.views.intake import MinutesIntake
from meetings.views.item import ItemDetail
from meetings.views.meeting import MeetingDetail, MeetingSources
from meetings.views.opening import NextMeeting
from meetings.views.pasting import RecordPaste
from meetings.views.places import MARKED
from meetings.views.search import RecordSearch
from meetings.views.typing import RecordTyping
from portal.site.lists.page import ListPage

app_name = "meetings"


urlpatterns = [
    path("bodies/", ListPage.as_view(listed=lists.BODIES), name="bodies"),
    path("bodies/new/", bodies.BodyCreate.as_view(), name="body-new"),
    path("bodies/<int:pk>/", bodies.BodyDetail.as_view(), name="body"),
    path("bodies/<int:pk>/calendar.ics", calendars.BodyCalendar.as_view(), name="body-calendar"),
    path("bodies/<int:pk>/edit/", bodies.BodyEdit.as_view(), name="body-edit"),
    path("bodies/<int:pk>/seats/new/", bodies.SeatCreate.as_view(), name="seat-new"),
    path("bodies/<int:pk>/meetings/new/", sittings.MeetingCreate.as_view(), name="meeting-new"),
    path("bodies/<int:pk>/intake/", MinutesIntake.as_view(), name="intake"),
    path("bodies/<int:pk>/minutes/", publishing.MinutesBundleStart.as_view(), name="minutes-bundle"),
    path("seats/", ListPage.as_view(listed=lists.SEATS), name="seats"),
    path("seats/<int:pk>/edit/", bodies.SeatEdit.as_view(), name="seat-edit"),
    path("seats/<int:pk>/remove/", bodies.SeatRemove.as_view(), name="seat-remove"),
    path("meetings/", ListPage.as_view(listed=lists.MEETINGS), name="meetings"),
    path("meetings/<int:pk>/", MeetingDetail.as_view(), name="meeting"),
    path("meetings/<int:pk>/edit/", sittings.MeetingEdit.as_view(), name="meeting-edit"),
    path("meetings/<int:pk>/calendar.ics", calendars.MeetingCalendar.as_view(), name="meeting-calendar"),
    path("meetings/<int:pk>/next/", NextMeeting.as_view(), name="meeting-next"),
    path("meetings/<int:pk>/sources/", MeetingSources.as_view(), name="sources"),
    path("meetings/<int:pk>/pdf/decisions/", publishing.DecisionListPdf.as_view(), name="decisions-pdf"),
    path("meetings/<int:pk>/papers/", publishing.PaperSetStart.as_view(), name="paper-set"),
    path(
        "meetings/<int:pk>/letters/<str:letter>/<str:audience>/",
        publishing.LetterPdf.as_view(),
        name="letter-pdf",
    ),
    path("meetings/<int:pk>/pdf/<str:audience>/", publishing.MinutesPdf.as_view(), name="minutes-pdf"),
    path("meetings/<int:pk>/word/<str:edition>/", publishing.MinutesWord.as_view(), name="minutes-word"),
    path("meetings/<int:pk>/life/", life.MinutesLife.as_view(), name="minutes-life"),
    path("meetings/<int:pk>/life/left/", life.PublishGate.as_view(), name="minutes-gate"),
    path("meetings/<int:pk>/life/circulate/", life.Circulate.as_view(), name="minutes-circulate"),
    path("meetings/<int:pk>/life/confirm/", life.Confirm.as_view(), name="minutes-confirm"),
    path("meetings/<int:pk>/life/paper/", life.ConfirmOnPaper.as_view(), name="minutes-confirm-paper"),
    path("meetings/<int:pk>/life/back/", life.SendBack.as_view(), name="minutes-send-back"),
    path("meetings/<int:pk>/life/finalise/", life.Finalise.as_view(), name="minutes-finalise"),
    path("meetings/<int:pk>/life/publish/", life.Publish.as_view(), name="minutes-publish"),
    path("meetings/<int:pk>/life/close/", life.KeepFromThePublic.as_view(), name="minutes-close"),
    path("meetings/<int:pk>/life/correct/", life.Correct.as_view(), name="minutes-correct"),
    path("entries/<int:pk>/comments/new/", circulation.CommentPage.as_view(), name="comment-new"),
    path("entries/<int:pk>/comments/enter/", circulation.CommentEnter.as_view(), name="comment-enter"),
    path("comments/<int:pk>/adopt/", circulation.CommentAdopt.as_view(), name="comment-adopt"),
    path("comments/<int:pk>/decline/", circulation.CommentDecline.as_view(), name="comment-decline"),
    path("editions/<int:pk>/", life.EditionDetail.as_view(), name="edition"),
    path("editions/<int:pk>/withdraw/", life.EditionWithdraw.as_view(), name="edition-withdraw"),
    path("meetings/<int:pk>/leaks/", marking.LeakPage.as_view(), name="leaks"),
    path("meetings/<int:pk>/record/", record.RecordPageOfMeeting.as_view(), name="record"),
    path("meetings/<int:pk>/record/proof/", publishing.RecordProof.as_view(), name="record-proof"),
    path("meetings/<int:pk>/record/paste/", RecordPaste.as_view(), name="record-paste"),
    path("meetings/<int:pk>/record/typing/", RecordTyping.as_view(), name="record-typing"),
    path("meetings/<int:pk>/record/undo/", editing.RecordUndo.as_view(), name="record-undo"),
    path("meetings/<int:pk>/record/new/", record.EntryCreate.as_view(), name="entry-new"),
    path("meetings/<int:pk>/agenda/", agenda.AgendaOrder.as_view(), name="agenda"),
    path("meetings/<int:pk>/items/new/", sittings.ItemCreate.as_view(), name="item-new"),
    path("meetings/<int:pk>/attendances/new/", sittings.AttendanceCreate.as_view(), name="attendance-new"),
    path("meetings/<int:pk>/attendances/roll/", sittings.RollCall.as_view(), name="roll-call"),
    path("meetings/<int:pk>/handouts/new/", sittings.HandoutCreate.as_view(), name="handout-new"),
    path("meetings/<int:pk>/commitments/new/", decisions.CommitmentCreate.as_view(), name="commitment-new"),
    path("items/", ListPage.as_view(listed=lists.ITEMS), name="items"),
    path("items/<int:pk>/", ItemDetail.as_view(), name="item"),
    path("items/<int:pk>/edit/", sittings.ItemEdit.as_view(), name="item-edit"),
    path("items/<int:pk>/remove/", sittings.ItemRemove.as_view(), name="item-remove"),
    path("items/<int:pk>/motions/new/", decisions.MotionCreate.as_view(), name="motion-new"),
    path("items/<int:pk>/deferrals/new/", decisions.DeferralCreate.as_view(), name="deferral-new"),
    path("attendances/", ListPage.as_view(listed=lists.ATTENDANCES), name="attendances"),
    path("attendances/<int:pk>/", sittings.AttendanceDetail.as_view(), name="attendance"),
    path("attendances/<int:pk>/edit/", sittings.AttendanceEdit.as_view(), name="attendance-edit"),
    path("attendances/<int:pk>/remove/", sittings.AttendanceRemove.as_view(), name="attendance-remove"),
    path("handouts/", ListPage.as_view(listed=lists.HANDOUTS), name="handouts"),
    path("handouts/<int:pk>/", sittings.HandoutDetail.as_view(), name="handout"),
    path("handouts/<int:pk>/edit/", sittings.HandoutEdit.as_view(), name="handout-edit"),
    path("handouts/<int:pk>/remove/", sittings.HandoutRemove.as_view(), name="handout-remove"),
    path("handouts/<int:pk>/public/", public_copies.PublicCopy.as_view(), name="public-copy"),
    path("handouts/<int:pk>/public/off/", public_copies.PublicCopyOff.as_view(), name="public-copy-off"),
    path("entries/search/", RecordSearch.as_view(), name="record-search"),
    path("entries/<int:pk>/", record.EntryDetail.as_view(), name="entry"),
    path("entries/<int:pk>/edit/", record.EntryEdit.as_view(), name="entry-edit"),
    path("entries/<int:pk>/split/", editing.EntrySplit.as_view(), name="entry-split"),
    path("entries/<int:pk>/merge/", editing.EntryMerge.as_view(), name="entry-merge"),
    path("entries/<int:pk>/shift/", editing.EntryShift.as_view(), name="entry-shift"),
    path("entries/<int:pk>/remove/", record.EntryRemove.as_view(), name="entry-remove"),
    path("motions/<int:pk>/", decisions.MotionPermalink.as_view(), name="motion"),
    path("motions/<int:pk>/edit/", decisions.MotionEdit.as_view(), name="motion-edit"),
    path("motions/<int:pk>/remove/", decisions.MotionRemove.as_view(), name="motion-remove"),
    path("motions/<int:pk>/decision/", decisions.DecisionCreate.as_view(), name="decision-new"),
    path("decisions/", ListPage.as_view(listed=lists.DECISIONS), name="decisions"),
    path("bodies/<int:pk>/readers/", scopes.BodyReaders.as_view(), name="body-readers"),
    path("bodies/<int:pk>/readers/new/", scopes.BodyReaderCreate.as_view(), name="body-reader-new"),
    path("meetings/<int:pk>/readers/", scopes.MeetingReaders.as_view(), name="meeting-readers"),
    path("meetings/<int:pk>/readers/new/", scopes.MeetingReaderCreate.as_view(), name="meeting-reader-new"),
    path("items/<int:pk>/readers/", scopes.ItemReaders.as_view(), name="item-readers"),
    path("items/<int:pk>/readers/new/", scopes.ItemReaderCreate.as_view(), name="item-reader-new"),
    path("handouts/<int:pk>/readers/", scopes.HandoutReaders.as_view(), name="handout-readers"),
    path("handouts/<int:pk>/readers/new/", scopes.HandoutReaderCreate.as_view(), name="handout-reader-new"),
    path("readers/<int:pk>/remove/", scopes.ReaderRemove.as_view(), name="reader-remove"),
    path("decisions/<int:pk>/", decisions.DecisionDetail.as_view(), name="decision"),
    path("decisions/<int:pk>/correct/", decisions.DecisionCorrect.as_view(), name="decision-correct"),
    path("decisions/<int:pk>/confirm/", decisions.DecisionConfirm.as_view(), name="decision-confirm"),
    path("deferrals/<int:pk>/", decisions.DeferralPermalink.as_view(), name="deferral"),
    path("deferrals/<int:pk>/edit/", decisions.DeferralEdit.as_view(), name="deferral-edit"),
    path("withholdings/", ListPage.as_view(listed=lists.WITHHOLDINGS), name="withholdings"),
    path("withholdings/<int:pk>/", withheld.WithholdingDetail.as_view(), name="withholding"),
    path("withholdings/<int:pk>/edit/", withheld.WithholdingEdit.as_view(), name="withholding-edit"),
    path("withholdings/<int:pk>/place/", withheld.WithholdingPlace.as_view(), name="withholding-place"),
    path("withholdings/<int:pk>/reviews/new/", withheld.ReviewCreate.as_view(), name="review-new"),
    path("reviews/<int:pk>/answer/", withheld.ReviewAnswerPage.as_view(), name="review-answer"),
    path("commitments/", ListPage.as_view(listed=lists.COMMITMENTS), name="commitments"),
    path("commitments/<int:pk>/", decisions.CommitmentDetail.as_view(), name="commitment"),
    path("commitments/<int:pk>/edit/", decisions.CommitmentEdit.as_view(), name="commitment-edit"),
    path("commitments/<int:pk>/close/", decisions.CommitmentClose.as_view(), name="commitment-close"),
    path("commitments/<int:pk>/drop/", decisions.CommitmentDrop.as_view(), name="commitment-drop"),
]

# Words of each of these records can be withheld, reworded and, where the leak check warns of them, let stand.
for start, model in MARKED.items():
    for verb, page in (
        ("withhold", marking.WithholdPage),
        ("substitute", marking.SubstitutePage),
        ("acknowledge", marking.AcknowledgeWarning),
    ):
        urlpatterns.append(
            path(f"{start}/<int:pk>/{verb}/", page.as_view(marked=model), name=f"{start}-{verb}")
        )
