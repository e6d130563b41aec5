"""One's own password, users and the roles they hold."""

from typing import Any, ClassVar

from django.contrib.auth import update_session_auth_hash
from django.db.models import Q
from django.urls import reverse

from portal.accounts import actions
from portal.accounts.actions.roles import grants_of
from portal.accounts.models import Office, Person, RoleGrant, User
from portal.accounts.rights import Noun
from portal.site.accounts.forms import (
    GrantForm,
    NewUserForm,
    PasswordForm,
    PersonChoiceForm,
    ResetForm,
    UserForm,
)
from portal.site.accounts.lists import current_postings, postings_of
from portal.site.pages import (
    ConfirmPage,
    Crumb,
    FormPage,
    RecordCreatePage,
    RecordDetailPage,
    RecordEditPage,
    RecordPage,
)
from portal.site.registry import record_url


class PasswordChange(FormPage):
    """Everybody changes their own password."""

    title = "パスワードを変える"
    submit_label = "変える"
    success_message = "パスワードを変えました。ほかの端末のログインは終わりました。"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [Crumb("ホーム", reverse("home"))]

    def get_form(self, data: Any = None) -> PasswordForm:
        return PasswordForm(self.user, data)

    def get_success_url(self, record: User) -> str:
        return reverse("home")

    def read_records(self) -> list[Any]:
        return [self.user]

    def act(self, form: PasswordForm) -> User:
        # The version that was sent is this one, unless checking the old password renewed its hash.
        version, password = self.user.version, form.cleaned_data["new_password1"]
        user = actions.change_own_password(by=self.user, version=version, password=password)
        update_session_auth_hash(self.request, user)
        return user


def _users() -> list[Crumb]:
    return [Crumb("利用者と役割", reverse("accounts:users"))]


class UserDetail(RecordDetailPage):
    """One user, with the roles held."""

    noun = Noun.ACCOUNTS
    model = User
    template_name = "accounts/user_detail.html"

    def get_records(self) -> Any:
        return User.objects.select_related("person").prefetch_related(current_postings())

    def get_breadcrumbs(self) -> list[Crumb]:
        return _users()

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The roles, those that come with an office too."""
        grants = self.visible(grants_of(self.record)).select_related("department__parent__parent__parent")
        return super().get_context(grants=grants, postings=postings_of(self.record), **extra)


class UserCreate(RecordCreatePage):
    """A new user."""

    title = "利用者を登録する"
    noun = Noun.ACCOUNTS
    model = User
    form_class = NewUserForm
    reason_required = True

    def get_breadcrumbs(self) -> list[Crumb]:
        return _users()

    def perform(self, *, reason: str, **values: Any) -> User:
        return actions.create_user(by=self.user, reason=reason, **values)


class UserEdit(RecordEditPage):
    """A user's particulars; switching the account off ends its sessions."""

    noun = Noun.ACCOUNTS
    model = User
    form_class = UserForm

    def get_title(self) -> str:
        return f"{self.record}を直す"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*_users(), Crumb(str(self.record), record_url(self.record))]

    def perform(self, record: User, *, reason: str, **changes: Any) -> User:
        return actions.edit_user(by=self.user, reason=reason, user=record, **changes)


class UserPassword(RecordPage, FormPage):
    """A new password for somebody who forgot theirs."""

    noun = Noun.ACCOUNTS
    model = User
    submit_label = "再設定する"
    success_message = "パスワードを再設定しました。"

    def get_title(self) -> str:
        return f"{self.record}のパスワードを再設定する"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*_users(), Crumb(str(self.record), record_url(self.record))]

    def get_form(self, data: Any = None) -> ResetForm:
        return ResetForm(self.record, data)

    def act(self, form: ResetForm) -> User:
        return actions.reset_password(
            by=self.user,
            reason=form.cleaned_data["reason"],
            user=self.as_read(form.cleaned_data["version"]),
            password=form.cleaned_data["new_password1"],
        )


class UserPerson(RecordPage, FormPage):
    """Which 人 logs in as this user: the offices held, and their roles, come from it."""

    noun = Noun.ACCOUNTS
    model = User
    success_message = "人との結び付きを保存しました。"

    def get_title(self) -> str:
        return f"{self.record}を人と結び付ける"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*_users(), Crumb(str(self.record), record_url(self.record))]

    def get_form(self, data: Any = None) -> PersonChoiceForm:
        """Persons without a login, and the one that is linked."""
        free = Person.objects.filter(Q(user=None) | Q(user=self.record.pk))
        current = Person.objects.visible_to(self.user).filter(user=self.record.pk).first()
        return PersonChoiceForm(self.visible(free), data, person=current and current.pk)

    def act(self, form: PersonChoiceForm) -> User:
        return actions.link_person(
            by=self.user,
            reason=form.cleaned_data["reason"],
            user=self.as_read(form.cleaned_data["version"]),
            person=form.cleaned_data["person"],
        )


class GrantCreate(RecordCreatePage):
    """A role for one user, or for whoever holds one office."""

    noun = Noun.ACCOUNTS
    model = RoleGrant
    form_class = GrantForm
    reason_required = True
    submit_label = "付ける"
    success_message = "役割を付けました。"
    # The kind of holder, and what the grant calls it.
    holders: ClassVar[type[User] | type[Office]] = User
    name: ClassVar[str] = "user"
    holder: User | Office

    def load(self) -> None:
        self.holder = self.visible_or_404(self.holders, pk=self.kwargs["pk"])

    @property
    def held_by(self) -> dict[str, Any]:
        """The holder, as the grant calls it."""
        return {self.name: self.holder}

    def get_over(self) -> User | Office:
        return self.holder

    def get_title(self) -> str:
        return f"{self.holder}に役割を付ける"

    def get_breadcrumbs(self) -> list[Crumb]:
        return [*_users(), Crumb(str(self.holder), record_url(self.holder))]

    def get_blank(self) -> RoleGrant:
        return RoleGrant(**self.held_by)

    def perform(self, *, reason: str, **values: Any) -> RoleGrant:
        return actions.grant_role(by=self.user, reason=reason, **self.held_by, **values)

    def get_success_url(self, record: RoleGrant) -> str:
        return record_url(self.holder)


class OfficeGrantCreate(GrantCreate):
    """A role for whoever holds one office."""

    holders = Office
    name = "office"


class GrantRevoke(ConfirmPage):
    """Takes a role back."""

    title = "役割を外す"
    noun = Noun.ACCOUNTS
    model = RoleGrant
    submit_label = "外す"
    success_message = "役割を外しました。"
    question = "この役割を外します。変更履歴は残ります。"

    def get_records(self) -> Any:
        return RoleGrant.objects.select_related("user", "office", "role")

    def get_breadcrumbs(self) -> list[Crumb]:
        holder = self.record.user or self.record.office
        return [*_users(), Crumb(str(holder), record_url(holder))]

    def perform(self, record: RoleGrant, *, reason: str) -> None:
        actions.revoke_role(by=self.user, reason=reason, grant=record)
