"""Home, health and the error pages."""

import logging
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_GET, require_safe

from portal.accounts.models import RoleGrant, User
from portal.site.own.recents import recents
from portal.site.own.references import shown
from portal.site.registry import HomePanel, home_panels_for

logger = logging.getLogger(__name__)

# How many of the records seen last the first page shows.
RECENTS = 5

# heading, what is true, what to do
_ERRORS = {
    400: (
        "送られた内容を受け取れませんでした",
        "送られた内容の形が正しくありません。",
        "前のページに戻り、開き直してからもう一度入力してください。",
    ),
    403: (
        "この操作をする権限がありません",
        "あなたの役割では、このページを見ることやこの操作をすることができません。",
        "必要な場合は、システム管理の担当に役割の付与を頼んでください。",
    ),
    404: (
        "ページが見つかりません",
        "アドレスが違うか、記録が削除されたか、あなたに見える範囲にありません。",
        "上のメニューか、ホームから探してください。",
    ),
    409: (
        "ほかの人がこの記録を変更しました",
        "あなたが開いた後に、ほかの人がこの記録を変更または削除しました。何も保存していません。",
        "前のページを開き直し、いまの内容を確かめてからもう一度操作してください。",
    ),
    500: (
        "処理を続けられませんでした",
        "入力は保存されていません。不具合の記録はシステム管理の担当に届いています。",
        "少し待ってからもう一度試してください。続くときは、何をしたかを添えて知らせてください。",
    ),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The user's first page: who they are, and the panels their rights open."""
    user = request.user
    if not isinstance(user, User):
        raise TypeError("LoginRequiredMiddleware lets only users in.")
    panels = [panel for panel in map(lambda entry: _shown(entry, user), home_panels_for(user)) if panel]
    grants = RoleGrant.objects.filter(user=user).select_related("role", "department")
    context = {
        "title": "ホーム",
        "grants": grants,
        "panels": panels,
        "recents": shown(user, recents(request, user)[:RECENTS]),
    }
    return render(request, "site/home.html", context)


def _shown(entry: HomePanel, user: User) -> dict[str, Any] | None:
    """One panel's heading and body; a panel that fails says so and the rest stands."""
    try:
        context = entry.load(user)
        if context is None:
            return None
        return {
            "title": entry.title,
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


def _error(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    heading, what, then = _ERRORS[status]
    context = {"title": heading, "what": detail or what, "then": then}
    return render(request, "site/error.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return _error(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, with the words of whoever refused."""
    return _error(request, HTTPStatus.FORBIDDEN, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; never says what was looked for."""
    return _error(request, HTTPStatus.NOT_FOUND)


def stale_write(request: HttpRequest) -> HttpResponse:
    """409 of an act on a record that somebody else changed meanwhile."""
    return _error(request, HTTPStatus.CONFLICT)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form whose proof of origin is missing or old."""
    return _error(
        request,
        HTTPStatus.FORBIDDEN,
        "画面を開いてから時間がたったか、別の画面でログインし直したため、送信を受け付けませんでした。",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs neither the database nor the user."""
    heading, what, then = _ERRORS[500]
    body = render_to_string("site/error_plain.html", {"title": heading, "what": what, "then": then})
    return HttpResponse(body, status=HTTPStatus.INTERNAL_SERVER_ERROR)
