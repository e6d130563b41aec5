"""使い方: what the signs mean, how to find things, whom to ask."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.rights import Noun, Verb
from portal.disclosure.choices import Disclosure
from portal.site.page import Crumb, Page


def may_see_gallery(user: User) -> bool:
    """Administrators, and everybody in the demo."""
    return settings.PORTAL_DEMO or user.may(Verb.WRITE, Noun.ACCOUNTS)


class Help(Page):
    """使い方."""

    title = "使い方"
    template_name = "site/help.html"

    def get_breadcrumbs(self) -> list[Crumb]:
        """Below home."""
        return [Crumb("ホーム", reverse("home"))]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        """The disclosures in their order, and whether the gallery is open."""
        return super().get_context(
            disclosures=Disclosure.values, may_see_gallery=may_see_gallery(self.user), **extra
        )
