from functools import cache

from django.http import HttpRequest

from accounts.access import signed_in
from core.navigation import Waiting
from core.prepared import each_of, statement_of
from messaging.models import Participant


def unread_by(request: HttpRequest) -> Waiting:
    """The conversations in which something waits for whoever is signed in."""
    memberships = signed_in(request).memberships
    return Waiting(_unread(), {"mine": [each.pk for each in memberships]})


@cache
def _unread() -> str:
    mine = Participant.objects.filter(membership__in=each_of("mine"))
    return statement_of(mine.waiting().values("pk"))
