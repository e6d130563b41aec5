"""What a user without eyes for templates does on a page: follow a link by its words, fill in a form."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


@dataclass
class Form:
    """A form as a browser would send it back untouched."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    """Collects links with their words, forms with their values, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.words: list[str] = []
        self._href: str | None = None
        self._within: list[str] = []
        self._area: str | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value if value is not None else "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self._href, self._within = given["href"], []
        elif tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif self.forms and given.get("name"):
            self._take(tag, given["name"], given)
        elif tag == "option" and self._select and self.forms:
            values = self.forms[-1].values
            if "selected" in given or self._select not in values:
                values[self._select] = given.get("value", "")

    def _take(self, tag: str, name: str, given: dict[str, str]) -> None:
        values = self.forms[-1].values
        if tag == "textarea":
            self._area, values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif given.get("type") not in {"checkbox", "radio"} or "checked" in given:
            values[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href is not None:
            self.links.append(("".join(self._within).strip(), self._href))
            self._href = None
        elif tag == "textarea" and self._area:
            values = self.forms[-1].values
            # HTML drops one line break right after the opening tag.
            values[self._area] = values[self._area].removeprefix("\r").removeprefix("\n")
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area] += data
            return
        self.words.append(data)
        if self._href is not None:
            self._within.append(data)


def read(response: HttpResponse) -> _Reader:
    """The page's links, forms and words."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader


def words_of(response: HttpResponse) -> str:
    """All text of a page without white space."""
    return "".join("".join(read(response).words).split())


def link(response: HttpResponse, words: str) -> str:
    """Where the link that says just this leads, else the first with these words."""
    found = sorted(read(response).links, key=lambda link: link[0] != words)
    matching = [href for text, href in found if words in text]
    assert matching, f"No link 「{words}」 among {[text for text, _ in found]}"
    return matching[0]


def follow(client: Client, response: HttpResponse, words: str) -> Any:
    """Open the first link with these words."""
    return client.get(link(response, words))


def send(client: Client, path: str, *, having: str = "reason", **typed: str) -> Any:
    """Open a form page, type into the form that has the field ``having`` and send it."""
    form = next(form for form in read(client.get(path)).forms if having in form.values)
    return client.post(form.action or path, {**form.values, **typed})
