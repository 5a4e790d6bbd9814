from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.entrance.second_factor_gate import SET_UP_PAGES
from accounts.models import User
from charters.gate import must_sign_first

# What remains open to somebody who has not signed yet; a second factor comes before the charter.
OPEN_PAGES = SET_UP_PAGES | {
    "account_logout",
    "accounts:choose_language",
    "accounts:signed_out",
    "charters:charter",
    "charters:sign",
    "set_language",
}


class CharterMiddleware:
    """Nobody comes further before they have signed the charter in force of all they act as."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        if not isinstance(request.user, User) or (match and match.view_name in OPEN_PAGES):
            return None
        return redirect("charters:charter") if must_sign_first(request.user.memberships) else None
