"""URLs of users and roles."""

from django.urls import path

from portal.site.accounts import roles, views
from portal.site.accounts.lists import USERS
from portal.site.lists.page import ListPage

app_name = "accounts"
urlpatterns = [
    path("", ListPage.as_view(listed=USERS), name="users"),
    path("new/", views.UserCreate.as_view(), name="user_create"),
    path("<int:pk>/", views.UserDetail.as_view(), name="user"),
    path("<int:pk>/edit/", views.UserEdit.as_view(), name="user_edit"),
    path("<int:pk>/password/", views.UserPassword.as_view(), name="user_password"),
    path("<int:pk>/person/", views.UserPerson.as_view(), name="user_person"),
    path("<int:pk>/grant/", views.GrantCreate.as_view(), name="grant"),
    path("grants/<int:pk>/revoke/", views.GrantRevoke.as_view(), name="revoke"),
    path("roles/", roles.RightsTable.as_view(), name="rights"),
    path("roles/reset/", roles.RightsReset.as_view(), name="rights_reset"),
    path("roles/undo/<uuid:operation_id>/", roles.RightsUndo.as_view(), name="rights_undo"),
    path("roles/<int:pk>/", roles.RoleDetail.as_view(), name="role"),
    path("roles/<int:pk>/edit/", roles.RoleEdit.as_view(), name="role_edit"),
]
