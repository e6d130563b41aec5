"""The one page of the public site: whatever file of the tree is asked for."""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import conditional_page, require_safe

from portal.public.tree import leaf

# Kept by whoever likes, but asked for anew each time: what is withdrawn is gone at once.
ASK_AGAIN = "public, no-cache"


@login_not_required
@require_safe
@conditional_page
def serve(request: HttpRequest, path: str = "index.html") -> HttpResponse:
    """The file, for anybody; neither the session nor the user is looked at."""
    query = request.GET.get("q", "")
    found = leaf(path, query)
    response = HttpResponse(found.body, content_type=found.kind, status=found.status)
    if found.status == HTTPStatus.OK and not query:
        response.headers["Cache-Control"] = ASK_AGAIN
    return response
