from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.access import signed_in
from core import feed_notices
from newsfeed.actions import NoSuchNotice, dismiss_notice


@login_required
@require_POST
def dismiss(request: HttpRequest, number: int, key: int) -> HttpResponse:
    source = feed_notices.named(number)
    if source is None:
        raise Http404
    try:
        dismiss_notice(signed_in(request), source=source, key=key)
    except NoSuchNotice:
        raise Http404 from None
    return HttpResponse() if "HX-Request" in request.headers else redirect("newsfeed:feed")
