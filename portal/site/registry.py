"""What the apps contribute to shared pages: they call ``register_*`` from ``AppConfig.ready()``.

The ground never names an app; it renders what was registered, in ``position`` order.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse

from portal.accounts.models import RolePermission, User

READ = RolePermission.Verb.READ
RestoreCheck = Callable[[Any, Any], None]


@dataclass(frozen=True)
class NavEntry:
    """One link of the main navigation, shown to those who may read ``noun``; ``query`` narrows a list."""

    label: str
    url_name: str
    noun: str
    position: int = 50
    query: str = ""

    @property
    def path(self) -> str:
        """What the pages below it begin with."""
        return reverse(self.url_name)

    @property
    def url(self) -> str:
        """Where the link leads."""
        return f"{self.path}?{self.query}".rstrip("?")


@dataclass(frozen=True)
class HomePanel:
    """One panel of the home page: ``load(user)`` gives the context of ``template_name``.

    Its ``count``, ``note``, ``more_url`` and ``more_label`` stand in the panel's head, its ``title`` in place
    of the panel's own. A panel with a ``count`` is named on top of the page, as pressing as its ``level``
    (warn or err); one that ``is_bare`` brings a frame of its own; one whose ``load`` gives None has nothing
    to warn of and is left out. ``is_aside`` puts it into the narrow column, for what is looked up rather than
    done.
    """

    title: str
    template_name: str
    noun: str
    load: Callable[[User], dict[str, Any] | None]
    position: int = 50
    is_aside: bool = False


@dataclass(frozen=True)
class DueItem:
    """Something that is to be done by a day, as the morning sheet prints it."""

    on: date
    kind: str
    title: str
    url: str
    words: str = ""


@dataclass(frozen=True)
class DueItems:
    """What of one noun is to be done: ``load(user, until)`` gives what is due by that day and not done."""

    noun: str
    load: Callable[[User, date], Iterable[DueItem]]


_navigation: list[NavEntry] = []
_panels: list[HomePanel] = []
_due_items: list[DueItems] = []
_record_pages: dict[str, str] = {}
_restore_checks: dict[str, list[RestoreCheck]] = {}


def register_navigation(*entries: NavEntry) -> None:
    """Add links to the main navigation."""
    _navigation.extend(entries)


def register_home_panel(panel: HomePanel) -> None:
    """Add a panel to the home page."""
    _panels.append(panel)


def register_due_items(items: DueItems) -> None:
    """Add what is to be done to the morning sheet."""
    _due_items.append(items)


def due_items_for(user: User, until: date) -> list[DueItem]:
    """What this user may read of what is due by a day, the oldest first."""
    found = [item for items in _due_items if user.may(READ, items.noun) for item in items.load(user, until)]
    return sorted(found, key=lambda item: (item.on, item.kind, item.title))


def register_record_page(model_label: str, url_name: str) -> None:
    """Say which page shows a record of ``model_label`` ("meetings.meeting"); the URL takes ``pk``."""
    _record_pages[model_label] = url_name


def register_restore_check(model_label: str, check: RestoreCheck) -> None:
    """Say what has to fit when an earlier version of a record comes back, also as the child of another.

    ``check(record, before)`` gets the restored record and the row of history that was its last state; it
    mends what hangs on the record, brings its files back, or raises ``ValidationError``.
    """
    _restore_checks.setdefault(model_label, []).append(check)


def restore_checks_of(model_label: str) -> list[RestoreCheck]:
    """The checks of a kind."""
    return _restore_checks.get(model_label, [])


def navigation_for(user: User) -> list[NavEntry]:
    """The links this user may follow."""
    return sorted(
        (entry for entry in _navigation if user.may(READ, entry.noun)), key=lambda entry: entry.position
    )


def home_panels_for(user: User) -> list[HomePanel]:
    """The panels this user may read; one without a noun is for everybody."""
    shown = (panel for panel in _panels if not panel.noun or user.may(READ, panel.noun))
    return sorted(shown, key=lambda panel: panel.position)


def record_url(record: Model) -> str:
    """The page of a record, or an empty text when it has none of its own."""
    return place_url(record._meta.label_lower, record.pk)


def place_url(model_label: str, key: Any) -> str:
    """The same, of a record named by label and key."""
    url_name = _record_pages.get(model_label)
    return reverse(url_name, kwargs={"pk": key}) if url_name else ""
