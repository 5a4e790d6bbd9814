from collections.abc import Callable

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import translation

import audit
from core import wall

Handler = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """Opens the schools of the signed-in person for the whole request, rendering included.

    Every page view is recorded at its end, refused ones too. A streaming response would outlive
    the scope: there is none.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user_id = request.session.get(SESSION_KEY)
        if user_id is None:
            return self._recorded(request)
        with wall.as_person(int(user_id)):
            if request.user.is_authenticated:
                translation.activate(request.user.language)
                request.LANGUAGE_CODE = translation.get_language()
                return self._recorded(request)
        return self._recorded(request)

    def _recorded(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        record_view(request, response.status_code)
        return response


def record_view(request: HttpRequest, status: int) -> None:
    """Records who saw which page. Without an object or a school of the page's own, each school
    of the person records it.
    """
    match = request.resolver_match
    viewed = getattr(request, "viewed", None)
    acting = getattr(request, "acting", None)
    facts = {
        "page": match.view_name if match else "",
        "method": request.method,
        "status": status,
    }
    memberships = getattr(request.user, "memberships", [])
    if acting is not None:
        memberships = [acting]
    elif viewed is not None:
        memberships = [m for m in memberships if m.school_id == viewed.school_id][:1]
    for membership in memberships:
        audit.record(by=membership, verb="view_page", target=viewed, **facts)
    if not memberships:
        audit.record(by=None, verb="view_page", **facts)
