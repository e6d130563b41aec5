"""Home, health and the error pages."""

import logging
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from portal.accounts.actions.roles import grants_of
from portal.accounts.models import User
from portal.site.errors import database_answers
from portal.site.own.recents import recents
from portal.site.own.references import shown
from portal.site.registry import HomePanel, home_panels_for

logger = logging.getLogger(__name__)

# How many of the records seen last the first page shows.
RECENTS = 3
SAID_BY_PANELS = ("note", "more_url", "more_label", "level", "is_bare")


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The user's first page: who they are, and the panels their rights open."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("LoginRequiredMiddleware lets only users in.")
    entries = enumerate(home_panels_for(user), start=1)
    panels = [panel for number, entry in entries if (panel := _shown(entry, user, f"panel-{number}"))]
    context = {
        "title": "今日やること",
        "today": timezone.localdate(),
        "counts": [{**panel, "label": panel["title"]} for panel in panels if panel.get("count") is not None],
        "grants": [] if panels else grants_of(user),
        "panels": panels,
        "recents": shown(user, recents(request, user)[:RECENTS]),
    }
    return render(request, "site/home.html", context)


def _shown(entry: HomePanel, user: User, anchor: str) -> dict[str, Any] | None:
    """One panel's heading and body; a panel that fails says so and the rest stands."""
    try:
        context = entry.load(user)
        if context is None:
            return None
        return {
            **{name: context.get(name, "") for name in SAID_BY_PANELS},
            "count": context.get("count"),
            "title": context.get("title", entry.title),
            "anchor": anchor,
            "is_aside": entry.is_aside,
            "body": render_to_string(entry.template_name, {**context, "user": user}),
        }
    except Exception:
        logger.exception("Home panel %s failed", entry.title)
        return {"title": entry.title, "is_aside": entry.is_aside, "body": "", "failed": True}


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether the portal answers and reaches its database; says nothing else."""
    if database_answers():
        return HttpResponse("ok", content_type="text/plain")
    return HttpResponse("database", content_type="text/plain", status=HTTPStatus.SERVICE_UNAVAILABLE)
