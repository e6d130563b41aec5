"""The list of 利用者."""

from typing import Any

from portal.accounts import actions
from portal.accounts.models import Department, Office, Role, User
from portal.accounts.rights import Actor, Noun
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.lists.filters import ChoicesFilter, ListFilter, RecordsFilter, WordsFilter
from portal.site.registry import record_url


def edit_user(*, by: Actor, reason: str, record: User, **changes: Any) -> User:
    """One cell of a user."""
    return actions.edit_user(by=by, reason=reason, user=record, **changes)


def _departments(user: User) -> Any:
    return Department.objects.visible_to(user).select_related("parent__parent__parent")


def _offices(user: User) -> Any:
    return Office.objects.visible_to(user)


def _roles(user: User) -> Any:
    return Role.objects.visible_to(user)


def _roles_of(user: User) -> str:
    grants: Any = user.grants
    return "、".join(str(grant.role) for grant in grants.all()) or "なし"


class UserFilter(ListFilter):
    """Who, where, and as what."""

    q = WordsFilter("name", "kana", "staff_number", label="氏名・ふりがな・職員番号")
    department = RecordsFilter("department", "部署", _departments, none="なし")
    office = RecordsFilter("office", "職", _offices, none="なし")
    role = RecordsFilter("grants__role", "役割", _roles, none="なし", distinct=True)
    active = ChoicesFilter("is_active", "状態", [("True", "利用できる"), ("False", "停止中")])


USERS = Listed(
    key="users",
    model=User,
    noun=Noun.ACCOUNTS,
    title="利用者",
    url_name="accounts:users",
    filters=UserFilter,
    edit=edit_user,
    order="staff_number",
    shown=("name", "staff_number", "office", "department", "roles", "is_active"),
    prefetches=("grants__role",),
    columns=(
        field_column(User, "name", url=record_url, sort=(Term("kana", kana=True), "name")),
        field_column(User, "kana", sort=(Term("kana", kana=True), "name")),
        field_column(User, "staff_number", field=""),
        field_column(
            User,
            "office",
            sort=(Term("office__position", empty_last=True), Term("kana", kana=True)),
            offered=_offices,
        ),
        field_column(
            User,
            "department",
            relations=("department__parent__parent__parent",),
            sort=(Term("department__position", empty_last=True), Term("kana", kana=True)),
            offered=_departments,
        ),
        Column(
            "roles",
            "役割",
            _roles_of,
            field="roles",
            locked="役割は、利用者のページの「役割を付ける」「外す」で変えます。",
        ),
        field_column(
            User,
            "is_active",
            label="状態",
            value=lambda user: "利用できる" if user.is_active else "停止中",
        ),
    ),
    create_label="利用者を登録する",
    create_url_name="accounts:user_create",
    links=(("役割と権限の表", "accounts:rights"),),
)
