from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class CharterMiddleware:
    """Nobody comes further before they have signed the charter in force of what they act as."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
