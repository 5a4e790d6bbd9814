"""Between the schools that one person administers."""

from functools import partial
from typing import Any, TypedDict

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from accounts.access import school_of_page


class SchoolLink(TypedDict):
    name: str
    url: str
    current: bool


def school_switch(request: HttpRequest) -> dict[str, Any]:
    """Context processor; empty for those who administer one school, and on pages of none of them."""
    return {"school_switch": SimpleLazyObject(partial(_links, request))}


def _links(request: HttpRequest) -> list[SchoolLink]:
    memberships = getattr(request.user, "memberships", [])
    schools = {m.school_id: m.school for m in memberships if m.is_local_administrator}
    here = school_of_page(request)
    if here not in schools or len(schools) == 1:
        return []
    page = _page(request)
    return [
        {"name": school.name, "url": reverse(page, args=[pk]), "current": pk == here}
        for pk, school in schools.items()
    ]


def _page(request: HttpRequest) -> str:
    """The same in the other school, unless it is about something of this one."""
    match = request.resolver_match
    same = match and request.method == "GET" and match.kwargs.keys() == {"school_id"}
    return match.view_name if match and same else "accounts:people"
