from typing import TypeVar

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import page_not_found

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


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is forbidden looks like what does not exist, whichever way it was refused."""
    return page_not_found(request, exception)
