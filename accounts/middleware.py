from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import get_user
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers

import audit
from accounts.entrance.sessions import keep_alive
from accounts.models import Membership, User
from core import wall

Handler = Callable[[HttpRequest], HttpResponse]


class PersonMiddleware:
    """Opens the schools of the signed-in person for the whole request, rendering included.

    Every page view is recorded at its end, refused ones too. A streaming response outlives the
    scope: it sends a file and may ask for no row any more.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user_id = request.session.get(SESSION_KEY)
        if user_id is not None:
            with wall.as_person(int(user_id)):
                user = get_user(request)
                if isinstance(user, User):
                    # Each look at the lazy object that stands there until now costs five calls.
                    request.user = user
                    return self._for_person(request, user)
        return self._for_stranger(request)

    def _for_person(self, request: HttpRequest, user: User) -> HttpResponse:
        memberships = user.memberships
        translation.activate(user.language)
        request.LANGUAGE_CODE = user.language
        keep_alive(request, memberships)
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            # Whoever takes the tablet next must not go back to it.
            add_never_cache_headers(response)
        # Whoever signed out is a stranger now: the view was still theirs.
        record_view(request, response.status_code, memberships)
        return response

    def _for_stranger(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(request.user, User):
            with wall.as_person(request.user.pk):
                record_view(request, response.status_code, request.user.memberships)
        else:
            record_view(request, response.status_code, [])
        return response


class WaitMiddleware:
    """Whoever was told on the page to wait is told so, and how long, in the answer's head too."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        seconds = getattr(request, "told_to_wait", None)
        if seconds is not None:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response["Retry-After"] = str(seconds)
        return response


def record_view(request: HttpRequest, status: int, memberships: list[Membership]) -> None:
    """Records who saw which page. Without an object or a school of the page's own, each school
    of the person records it. What is kept while somebody types is no page they see.
    """
    if getattr(request, "kept_as_typed", False):
        return
    match = request.resolver_match
    viewed = getattr(request, "viewed", None)
    acting = getattr(request, "acting", None)
    facts: dict[str, Any] = {
        "page": match.view_name if match else "",
        "method": request.method,
        "status": status,
    }
    if acting is not None:
        memberships = [acting]
    elif viewed is not None:
        memberships = [m for m in memberships if m.school_id == viewed.school_id][:1]
    for membership in memberships:
        audit.record_view(by=membership, target=viewed, **facts)
    if not memberships:
        audit.record_view(by=None, **facts)
