from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.policies import must_have_second_factor

# Where one is set up, and what remains open to somebody who has none yet.
SET_UP_PAGES = {
    "accounts:second_factors",
    "accounts:add_app",
    "accounts:add_passkey",
    "accounts:recovery_codes",
}
OPEN_PAGES = SET_UP_PAGES | {
    "account_logout",
    "accounts:choose_language",
    "accounts:signed_out",
    "set_language",
}


class SecondFactorMiddleware:
    """Who must have a second factor comes no further before they have one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or (match and match.view_name in OPEN_PAGES):
            return None
        is_due = must_have_second_factor(user) and not user.has_second_factor
        return redirect("accounts:second_factors") if is_due else None
