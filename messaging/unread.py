from functools import cache

from django.http import HttpRequest

from accounts.access import signed_in
from core.prepared import each_of, run_prepared, statement_of
from messaging.models import Participant


def unread_by(request: HttpRequest) -> int:
    """In how many conversations something waits for whoever is signed in."""
    memberships = signed_in(request).memberships
    return len(run_prepared(_unread(), {"mine": [each.pk for each in memberships]}))


@cache
def _unread() -> str:
    mine = Participant.objects.filter(membership__in=each_of("mine"))
    return statement_of(mine.unread().values("pk"))
