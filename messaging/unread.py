from functools import cache

from django.http import HttpRequest

from accounts.access import signed_in
from core.navigation import Waiting
from core.prepared import each_of, statement_of
from messaging.models import Message, Participant


def unread_by(request: HttpRequest) -> Waiting:
    """The conversations in which something waits for whoever is signed in, and what could not be
    sent when it was to be.
    """
    memberships = signed_in(request).memberships
    return Waiting(_unread(), {"mine": [each.pk for each in memberships]})


@cache
def _unread() -> str:
    mine = Participant.objects.filter(membership__in=each_of("mine"))
    drafts = Message.objects.filter(author__in=each_of("mine")).held_back()
    waiting = (mine.waiting().values("pk"), drafts.values("pk"))
    return " UNION ALL ".join(map(statement_of, waiting))
