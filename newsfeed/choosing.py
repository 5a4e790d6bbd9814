"""As whom of several somebody writes."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest

from accounts.access import signed_in
from accounts.models import Membership
from newsfeed.models import Entry
from newsfeed.policies import can_publish, can_see


def writers_among(memberships: Sequence[Membership]) -> list[Membership]:
    return [each for each in memberships if can_publish(each)]


def readers_of(request: HttpRequest, entry: Entry) -> list[Membership]:
    """All that one is and that the entry reaches."""
    memberships = signed_in(request).memberships
    if len(memberships) == 1:
        return memberships
    return [each for each in memberships if can_see(each, entry)]


def chosen(request: HttpRequest, writers: Sequence[Membership]) -> Membership:
    """What the page says, or else the first that may."""
    asked = request.GET.get("as")
    for membership in writers:
        if asked in (None, str(membership.pk)):
            return membership
    raise Http404
