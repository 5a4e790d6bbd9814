import re
from typing import Any, TypeVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.views.defaults import page_not_found

_KEY = re.compile(r"[0-9]{1,18}", re.ASCII)

Owned = TypeVar("Owned", bound=models.Model)


def one_or_404(request: HttpRequest, visible: "models.QuerySet[Owned]", pk: int) -> Owned:
    """The row with this key among those visible; the same `Http404` for forbidden and missing.

    The view is then recorded in the trail of the school that owns the row.
    """
    row = visible.filter(pk=pk).first()
    if row is None:
        raise Http404
    request.viewed = row  # type: ignore[attr-defined]  # read by accounts.middleware
    return row


def key_in(given: str) -> int | None:
    """The key that is written in an address or a form; None if it is none."""
    return int(given) if _KEY.fullmatch(given) else None


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is forbidden looks like what does not exist, whichever way it was refused."""
    return page_not_found(request, exception)


def csrf_token(request: HttpRequest) -> dict[str, Any]:
    """Context processor: one token for all forms of a page. Django masks it anew for each."""
    return {"csrf_token": SimpleLazyObject(lambda: get_token(request))}
