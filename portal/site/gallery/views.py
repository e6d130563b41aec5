"""The page of the gallery."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.urls import reverse

from portal.site.gallery.effects import EFFECTS
from portal.site.gallery.entry import entry
from portal.site.gallery.lists import LISTS
from portal.site.gallery.part import Part
from portal.site.gallery.ways import WAYS
from portal.site.gallery.words import WORDS
from portal.site.help import may_see_gallery
from portal.site.page import Crumb, Page


def all_parts() -> list[Part]:
    """Every component, in the order of the page."""
    return [*WORDS, *WAYS, *LISTS, *EFFECTS, *entry()]


class Gallery(Page):
    """画面の部品の見本: for those who build the portal."""

    title = "画面の部品の見本"
    template_name = "site/gallery.html"

    def load(self) -> None:
        """Administrators, and everybody in the demo."""
        if not may_see_gallery(self.user):
            raise PermissionDenied("このページを見る権限がありません。")

    def get_breadcrumbs(self) -> list[Crumb]:
        """Below the help."""
        return [Crumb("ホーム", reverse("home")), Crumb("使い方", reverse("help"))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """Every part with its states drawn."""
        parts = all_parts()
        return super().get_context(
            parts=[{"part": part, "states": self.drawn(part)} for part in parts],
            jumps=[{"label": part.title, "anchor": part.name} for part in parts],
            **extra,
        )

    def drawn(self, part: Part) -> list[tuple[str, str]]:
        """The words of each state and the component in it."""
        if part.within == "page":
            return [(state.words, "") for state in part.states]
        return [
            (state.words, render_to_string(part.template, {"user": self.user, **state.params}, self.request))
            for state in part.states
        ]
