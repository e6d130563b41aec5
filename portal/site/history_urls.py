"""URLs of histories: one record's, and the timeline of all changes."""

from django.urls import path

from portal.site.history import ComparePage, HistoryPage
from portal.site.history_restore import RestorePage
from portal.site.history_timeline import OperationPage, TimelineExportStart, TimelinePage
from portal.site.then import RecordThen

urlpatterns = [
    path("", TimelinePage.as_view(), name="history-timeline"),
    path("export/", TimelineExportStart.as_view(), name="history-export"),
    path("operations/<uuid:operation_id>/", OperationPage.as_view(), name="history-operation"),
    path("<str:model_label>/<int:pk>/", HistoryPage.as_view(), name="history"),
    path("<str:model_label>/<int:pk>/compare/", ComparePage.as_view(), name="history-compare"),
    path("<str:model_label>/<int:pk>/then/", RecordThen.as_view(), name="history-then"),
    path(
        "<str:model_label>/<int:pk>/restore/<int:history_id>/", RestorePage.as_view(), name="history-restore"
    ),
]
