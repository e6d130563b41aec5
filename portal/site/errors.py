"""The error pages: what is true, then what to do."""

import sys
from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string

from portal.accounts.models import User
from portal.site.accounts.login import login_with
from portal.site.context import names_of_the_portal
from portal.site.kept import put_aside, typed_into

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
        "上のメニューか検索から探してください。",
    ),
    409: (
        "ほかの人がこの記録を変更しました",
        "あなたが開いた後に、ほかの人がこの記録を変更または削除しました。何も保存していません。",
        "前のページを開き直し、いまの内容を確かめてからもう一度操作してください。",
    ),
    413: (
        "送られた内容が大きすぎます",
        "一度に受け取れる大きさを超えています。何も保存していません。",
        "前のページに戻り、文章やファイルを分けるか、選ぶ数を減らしてから、もう一度送ってください。",
    ),
    414: (
        "アドレスが長すぎます",
        "アドレスに書ける長さを超えています。条件や選んだものが多すぎるときに起こります。",
        "前のページに戻り、条件か選ぶ数を減らしてください。",
    ),
    431: (
        "ブラウザから送られた情報が多すぎます",
        "このポータルのクッキーなど、ブラウザが添えた情報が、受け取れる長さを超えています。",
        "ブラウザの設定でこのポータルのクッキーを消し、もう一度ログインしてください。",
    ),
    500: (
        "処理を続けられませんでした",
        "入力は保存されていません。不具合の記録はシステム管理の担当に届いています。",
        "少し待ってからもう一度試してください。続くときは、何をしたかを添えて知らせてください。",
    ),
    503: (
        "いまポータルを使えません",
        "記録をしまっている場所（データベース）につながりません。保存済みの記録は失われていません。",
        "数分待ってから、もう一度試してください。入力していた画面は、閉じずに残しておいてください。"
        "続くときは、システム管理の担当に知らせてください。",
    ),
}
_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
RETRY_SECONDS = "120"


def _error(request: HttpRequest, status: int, detail: str = "") -> HttpResponse:
    heading, what, then = _ERRORS[status]
    context = {"title": heading, "what": detail or what, "then": then}
    return render(request, "site/error.html", context, status=status)


def plain_error(status: int) -> HttpResponse:
    """A page that needs neither the database nor the user."""
    heading, what, then = _ERRORS[status]
    words = {"title": heading, "what": what, "then": then}
    body = render_to_string("site/error_plain.html", {**words, **names_of_the_portal()})
    response = HttpResponse(body, status=status)
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response["Retry-After"] = RETRY_SECONDS
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where more was sent than is taken at once."""
    too_much = isinstance(exception, _TOO_MUCH)
    return _error(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_much else HTTPStatus.BAD_REQUEST)


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
    """403 of a form whose proof of origin is missing or old.

    Where only the proof is old (somebody logged in anew in another window) and the browser vouches that the
    form came from this host, what was typed goes back to its page, unsaved.
    """
    kept = typed_into(request, request.resolver_match) if _is_own_form(request, reason) else None
    if kept and not isinstance(request.user, User):
        return login_with(request, kept)
    if kept:
        put_aside(request, kept)
        return HttpResponseRedirect(kept.path)
    return _error(
        request,
        HTTPStatus.FORBIDDEN,
        "画面を開いてから時間がたったか、別の画面でログインし直したため、送信を受け付けませんでした。",
    )


def _is_own_form(request: HttpRequest, reason: str) -> bool:
    """Django refuses a foreign Origin before it looks at the proof; without an Origin nobody vouches."""
    return "Origin" in request.headers and not reason.startswith("Origin checking failed")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database cannot be reached at all."""
    is_unreachable = isinstance(sys.exception(), Error) and not database_answers()
    return plain_error(HTTPStatus.SERVICE_UNAVAILABLE if is_unreachable else HTTPStatus.INTERNAL_SERVER_ERROR)


def database_answers() -> bool:
    """Whether the database can be opened and asked."""
    try:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True
