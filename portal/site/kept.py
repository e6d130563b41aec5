"""What was typed into a form whose session had ended: it survives the login and waits on its page, unsaved.

The browser itself carries the text through the login, signed and packed into the login form, so that nobody
who is not logged in makes the portal store anything. After the login it waits in the session, under the
address of its page, until the form is sent or thrown away. Nothing is written before somebody presses the
button again.
"""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch

SALT = "portal.kept"
FIELD = "kept"
KEPT_SECONDS = 12 * 60 * 60
# Pages with typed text waiting at one time; the oldest gives way.
MOST_PAGES = 5
_SESSION_KEY = "kept_forms"
# Belongs to the page that sent it, or to nobody else's eyes.
_LEFT_OUT = ("csrfmiddlewaretoken", "password")


@dataclass(frozen=True)
class Kept:
    """What was typed on one page; ``had_files`` says that the files have to be chosen again."""

    path: str
    fields: dict[str, list[str]]
    had_files: bool

    @property
    def data(self) -> QueryDict:
        """As the form takes it."""
        data = QueryDict(mutable=True)
        for name, values in self.fields.items():
            data.setlist(name, values)
        return data


def typed_into(request: HttpRequest, match: ResolverMatch | None) -> Kept | None:
    """What was sent to a page that can show it again; nothing where no text was typed."""
    view = getattr(match.func, "view_class", None) if match else None
    if request.method != "POST" or not getattr(view, "shows_what_was_typed", False):
        return None
    fields = {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if not any(word in name for word in _LEFT_OUT)
    }
    return Kept(request.get_full_path(), fields, bool(request.FILES)) if fields else None


def packed(kept: Kept) -> str:
    """As the login form carries it."""
    return signing.dumps([kept.path, kept.fields, kept.had_files], salt=SALT, compress=True)


def unpacked(text: str) -> Kept | None:
    """What ``packed`` made, or nothing: too old, or not ours."""
    try:
        return Kept(*signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)) if text else None
    except signing.BadSignature:
        return None


def put_aside(request: HttpRequest, kept: Kept) -> None:
    """Let it wait in the session."""
    waiting: dict[str, Any] = request.session.get(_SESSION_KEY, {})
    waiting.pop(kept.path, None)
    waiting[kept.path] = [kept.fields, kept.had_files]
    request.session[_SESSION_KEY] = dict(list(waiting.items())[-MOST_PAGES:])


def waiting_for(request: HttpRequest) -> Kept | None:
    """What waits for this page."""
    found = request.session.get(_SESSION_KEY, {}).get(request.get_full_path())
    return Kept(request.get_full_path(), *found) if found else None


def forget(request: HttpRequest, path: str) -> None:
    """The form was sent, or is not wanted."""
    waiting = request.session.get(_SESSION_KEY, {})
    if path in waiting:
        del waiting[path]
        request.session[_SESSION_KEY] = waiting
