"""Addresses of 要注意語 and of the register of 仮名."""

from django.urls import path

from portal.site.disclosure import views
from portal.site.disclosure.lists import PSEUDONYMS, WATCH_WORDS
from portal.site.lists.page import ListPage

app_name = "disclosure"

urlpatterns = [
    path("words/", ListPage.as_view(listed=WATCH_WORDS), name="watch-words"),
    path("words/new/", views.WatchWordCreate.as_view(), name="watch-word-new"),
    path("words/<int:pk>/", views.WatchWordDetail.as_view(), name="watch-word"),
    path("words/<int:pk>/edit/", views.WatchWordEdit.as_view(), name="watch-word-edit"),
    path("words/<int:pk>/use/", views.WatchWordUse.as_view(), name="watch-word-use"),
    path("pseudonyms/", ListPage.as_view(listed=PSEUDONYMS), name="pseudonyms"),
    path("pseudonyms/new/", views.PseudonymCreate.as_view(), name="pseudonym-new"),
    path("pseudonyms/<int:pk>/", views.PseudonymDetail.as_view(), name="pseudonym"),
    path("pseudonyms/<int:pk>/edit/", views.PseudonymEdit.as_view(), name="pseudonym-edit"),
    path("pseudonyms/<int:pk>/use/", views.PseudonymUse.as_view(), name="pseudonym-use"),
]
