"""The list of 利用者."""

from typing import Any

from django.db.models import OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from portal.accounts import actions
from portal.accounts.models import Department, Office, Posting, Role, RoleGrant, User
from portal.accounts.rights import Actor, Noun
from portal.lists.nouns import Column, Listed, Term, field_column
from portal.site.lists.filters import NONE, ChoicesFilter, ListFilter, RecordsFilter, WordsFilter
from portal.site.registry import record_url


def edit_user(*, by: Actor, reason: str, record: User, **changes: Any) -> User:
    """One cell of a user."""
    return actions.edit_user(by=by, reason=reason, user=record, **changes)


def grants_with_roles() -> Any:
    """The roles of each user, in one query."""
    return Prefetch("grants", RoleGrant.objects.select_related("role"))


def current_postings() -> Any:
    """The postings of today, for a list of users with their persons."""
    return Prefetch("person__postings", Posting.objects.held_on(timezone.localdate()).named())


def postings_of(user: User) -> list[Posting]:
    """Those of a user who was read with them."""
    return list(user.person.postings.all()) if hasattr(user, "person") else []


def _seat_of_today() -> Subquery:
    """The highest 席次 among the offices somebody holds."""
    held = Posting.objects.held_on(timezone.localdate()).filter(person__user=OuterRef("pk"))
    return Subquery(held.order_by("office__position").values("office__position")[:1])


def _departments(user: User) -> Any:
    return Department.objects.visible_to(user).named()


def _offices(user: User) -> Any:
    return Office.objects.visible_to(user)


def _roles(user: User) -> Any:
    return Role.objects.visible_to(user)


def _roles_of(user: User) -> str:
    grants: Any = user.grants
    return "、".join(str(grant.role) for grant in grants.all()) or "なし"


class PostedFilter(RecordsFilter):
    """Users whose person is posted somewhere today."""

    def filter(self, qs: Any, value: list[str]) -> Any:
        """Any of the places; ``none`` are those posted nowhere."""
        today = Posting.objects.held_on(timezone.localdate())
        keys = [key for key in value if key != NONE]
        posted = Q(person__in=today.filter(**{f"{self.field_name}__in": keys}).values("person"))
        nowhere = ~Q(person__in=today.values("person"))
        return qs.filter(posted | nowhere if NONE in value else posted) if value else qs


class UserFilter(ListFilter):
    """Who, where, and as what."""

    q = WordsFilter("name", "kana", "staff_number", label="氏名・ふりがな・職員番号")
    department = PostedFilter("office__department", "部署", _departments, none="なし")
    office = PostedFilter("office", "職", _offices, none="なし")
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
    shown=("name", "staff_number", "postings", "roles", "is_active"),
    prefetches=(grants_with_roles, current_postings),
    columns=(
        field_column(User, "name", url=record_url, sort=(Term("kana", kana=True), "name")),
        field_column(User, "kana", sort=(Term("kana", kana=True), "name")),
        field_column(User, "staff_number", field=""),
        Column(
            "postings",
            "配属",
            lambda user: "、".join(posting.words for posting in postings_of(user)) or "なし",
            sort=(Term(_seat_of_today, empty_last=True), Term("kana", kana=True), "staff_number"),
            relations=("person",),
            field="postings",
            locked="配属は、「組織と人」の人のページで変えます。",
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
            level="plain",
        ),
    ),
    create_label="利用者を登録する",
    create_url_name="accounts:user_create",
    links=(("役割と権限の表", "accounts:rights"),),
)
