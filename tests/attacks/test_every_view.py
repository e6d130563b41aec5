"""Every page that writes records of a kind, as every role: refused with nothing written, or on the ledger.

The kinds come from the app registry, their pages from the URL conf: a new one is tested because it is there.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db import transaction

from portal.accounts.models import Role
from portal.audit.ledger import Change, Operation
from portal.audit.verifying import faults
from portal.site.fields import CleanTextField, WarekiField
from portal.site.pages import ConfirmPage, FormPage, RecordCreatePage, RecordEditPage
from tests.addresses import Address, routes, view_of
from tests.copies import Seeded
from tests.portal.audit.registry import audited_models, inherited_by_each

WHY = "この役割で書く試験"
DAY, WORDS = "令和9年6月29日", "試験の言葉"
PASSWORD = "correct-horse-99"
# What a page asks for beyond what its form says is required; None is whatever its field takes.
TYPED: dict[str, dict[str, str | None]] = {
    "users/new/": {"password": PASSWORD},
    "users/<int:pk>/password/": {"new_password1": PASSWORD, "new_password2": PASSWORD},
    "users/<int:pk>/person/": {"person": None},
    "directory/postings/<int:pk>/end/": {"ends_on": None},
    "bodies/<int:pk>/seats/new/": {"department": None},
    **{
        f"{kind}/<int:pk>/readers/new/": {"department": None}
        for kind in ("bodies", "meetings", "items", "handouts")
    },
    "bodies/<int:pk>/meetings/new/": {"fiscal_year": "2027"},
    "meetings/<int:pk>/next/": {"fiscal_year": "2027"},
    "meetings/<int:pk>/life/confirm/": {"seat": "1"},
    "entries/<int:pk>/split/": {"at": "3"},
    "entries/<int:pk>/shift/": {"direction": "down"},
    "bodies/<int:pk>/intake/": {"text": "令和6年度第1回 試しの会議 会議録\n○会長　始めます。"},
}
# What the seed leaves to nobody to write: others hang on it, or it is done already.
SETTLED = {
    *(f"meetings/<int:pk>/life/{step}/" for step in ("circulate", "confirm", "paper", "back")),
    *(f"meetings/<int:pk>/life/{step}/" for step in ("finalise", "publish")),
    *("meetings/<int:pk>/life/close/", "meetings/<int:pk>/life/correct/"),
    *("items/<int:pk>/remove/", "motions/<int:pk>/remove/"),
    # The first row of a record has none above that it could be joined to.
    "entries/<int:pk>/merge/",
    *("seats/<int:pk>/remove/", "jobs/<int:pk>/retry/"),
    # Asks for a file; for words that stand in the text.
    *("handouts/<int:pk>/public/", "withholdings/<int:pk>/place/"),
}


class Undo(Exception):
    """Takes back what a page was tried with."""


def views_of(model: Any) -> dict[str, Any]:
    """Routes of the pages that write records of this kind, with their classes."""
    views = {route: view_of(route) for route, _ in routes()}
    return {
        route: view
        for route, view in views.items()
        if isinstance(view, type) and issubclass(view, FormPage) and getattr(view, "model", None) is model
    }


@dataclass
class Try:
    """One page as one role."""

    address: Address
    view: Any
    client: Any
    user: Any

    def complaint(self) -> str:
        """What was wrong; whatever was written is taken back."""
        found = ""
        try:
            with transaction.atomic():
                found = self.found()
                raise Undo
        except Undo:
            return f"{self.address.path} {found}" if found else ""

    def found(self) -> str:
        """Write through the page, and read the ledger."""
        before = Change.objects.count()
        may = not self.view.noun or self.user.may(self.view.verb, self.view.noun)
        page = self.client.get(self.address.path)
        if page.status_code != 200:
            sent = self.client.post(self.address.path, {"version": "1", "reason": WHY})
            refused = {403, 404} if may else {403}
            answers = {page.status_code, sent.status_code}
            written = Change.objects.count() - before
            return "" if answers <= refused and not written else f"{answers}, {written} written"
        if not may:
            return "opened without the right"
        answer = self.send(page)
        # A page without a noun is about what is one's own; its act looks whose it is.
        is_anothers = not self.view.noun and answer.status_code == 403
        if self.address.route in SETTLED or is_anothers:
            return f"{answer.status_code}, written" if Change.objects.count() != before else ""
        if answer.status_code != 302:
            errors = answer.context and answer.context["form"].errors.as_json()
            return f"{answer.status_code}: {errors}"
        return self.ledger(page.context["form"], list(Change.objects.order_by("pk")[before:]))

    def send(self, page: Any) -> Any:
        """The form as it came, with what it lacks; once more where the page asks back or goes on."""
        form = page.context["form"]
        answer = self.client.post(self.address.path, self.typed(form))
        if answer.status_code == 200 and type(answer.context["form"]) is not type(form):
            answer = self.client.post(self.address.path, self.typed(answer.context["form"]))
        if answer.status_code == 200 and answer.context["form"].data.get("understood"):
            answer = self.client.post(self.address.path, answer.context["form"].data)
        return answer

    def typed(self, form: Any) -> dict[str, Any]:
        """What is sent."""
        values: dict[str, Any] = {}
        extra = TYPED.get(self.address.route, {})
        for bound in form:
            value = bound.value()
            if value in (None, "", []) and (bound.field.required or bound.name in extra):
                value = extra.get(bound.name) or filled(bound.field)
            if value is not None and value is not False:
                values[bound.html_name] = value
        if issubclass(self.view, RecordEditPage):
            values.update(another(form))
        return {**values, "reason": WHY}

    def ledger(self, form: Any, changes: list[Change]) -> str:
        """Whether exactly this act of this person is on record."""
        acts = {change.operation_id for change in changes}
        if len(acts) != 1:
            return f"{len(changes)} changes of {len(acts)} operations"
        act = Operation.objects.get(operation_id=acts.pop())
        label = self.view.model._meta.label_lower
        own = [change for change in changes if change.record_model == label]
        said = {
            "who": act.actor == self.user.actor_text,
            "why": act.reason == WHY or "reason" not in form.fields,
            "what": self.is_right(own),
            "history": all(self.is_in_history(change) for change in own),
            "chain": list(faults()) == [],
        }
        wrong = [name for name, right in said.items() if not right]
        return f"wrong in the ledger: {wrong}" if wrong else ""

    def is_right(self, own: list[Change]) -> bool:
        """The change of the one record that the page is about."""
        kinds = {change.record_key: change.kind for change in own}
        if issubclass(self.view, RecordCreatePage):
            return list(kinds.values()) == ["+"]
        key = int(self.address.path.split("/")[self.address.route.split("/").index("<int:pk>") + 1])
        if issubclass(self.view, RecordEditPage):
            return kinds == {key: "~"}
        return not issubclass(self.view, ConfirmPage) or not own or kinds.get(key) in {"~", "-"}

    def is_in_history(self, change: Change) -> bool:
        """The row of the record's own history, with the same operation and version."""
        rows = self.view.model.history.filter(id=change.record_key, version=change.record_version)
        return [row.operation_id for row in rows] == [change.operation_id]


def filled(field: Any) -> Any:
    """A value that a form takes."""
    if isinstance(field, forms.ModelChoiceField):
        return getattr(field.queryset.order_by("pk").last(), "pk", None)
    if isinstance(field, forms.ChoiceField):
        return next(value for value, _ in field.choices if value)
    if isinstance(field, WarekiField):
        return DAY
    return "7" if isinstance(field, forms.IntegerField) else WORDS


def another(form: Any) -> dict[str, Any]:
    """One field of the record with another value than it has."""
    own = {field.name for field in form.instance._meta.concrete_fields if not field.unique} - {"reason"}
    for bound in form:
        if bound.name in own and isinstance(bound.field, CleanTextField):
            return {bound.name: f"{bound.value() or ''}（改）"}
    for bound in form:
        if bound.name in own and isinstance(bound.field, forms.ChoiceField):
            return {bound.name: next(v for v, _ in bound.field.choices if v and v != bound.value())}
    return {}


class ViewsOfAModel:
    """Inherited by one class for every audited kind that has such pages."""

    model: Any

    def test_every_page_that_writes_it_is_refused_or_on_the_ledger(
        self, seeded: Seeded, addresses: list[Address]
    ) -> None:
        views = views_of(self.model)
        reached = {address.route: address for address in addresses if address.route in views}
        complaints = []
        for role in Role.Code.values:
            client, user = seeded.client(role), seeded.user(role)
            tries = [Try(address, views[route], client, user) for route, address in reached.items()]
            complaints += [f"{role}: {each}" for one in tries if (each := one.complaint())]
        assert complaints == []


globals().update(inherited_by_each(ViewsOfAModel, filter(views_of, audited_models())))


def test_each_page_that_writes_is_tried_by_some_role_that_may(seeded: Seeded) -> None:
    users = [seeded.user(role) for role in Role.Code.values]
    views = {route: view for model in audited_models() for route, view in views_of(model).items()}
    untried = [
        route
        for route, view in views.items()
        if view.noun and not any(user.may(view.verb, view.noun) for user in users)
    ]
    assert untried == []
    assert len(views) > 35
