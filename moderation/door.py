"""What somebody reads at the door whom their school has blocked for something, and what lets them ask
there for another look.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from accounts.models import Membership
from core import wall
from moderation.models import Decision, Measure, Notice

_SALT = "moderation.door"
_LASTS = timedelta(minutes=30)


@dataclass(frozen=True)
class Blocked:
    """What was decided and until when. Who comes in with pictures `reads_little`; `ticket` lets its holder
    ask for another look for half an hour, and is empty where nobody can ask.
    """

    decision: Decision
    until: datetime | None
    reads_little: bool
    ticket: str


def blocked_seen(person: Membership) -> Blocked | None:
    """Of somebody who has just shown who they are: a ticket speaks for them."""
    # What was decided about them, and nothing else of a case that may be restricted.
    with wall.within(person.school_id), wall.protection_open():
        block = Measure.objects.of_person(person).blocks().in_force().first()
        if block is None:
            return None
        decision = Decision.objects.with_all().with_appeal().get(pk=block.decision_id)
        notice = Notice.objects.statements().filter(reader=person, decision=decision).first()
    asks = notice is not None and decision.can_be_looked_at_again
    ticket = _ticket(person, notice) if notice and asks else ""
    return Blocked(decision, block.until, person.user.reads_little, ticket)


def notice_of(ticket: str) -> Notice | None:
    """What its holder was told, with its reader and the decision; None for a ticket that is none, whose
    time is over, or that was made before something changed about how they sign in.
    """
    try:
        given = signing.loads(ticket, salt=_SALT, max_age=_LASTS)
    except signing.BadSignature:
        return None
    with wall.within(given["school"]), wall.protection_open():
        told = Notice.objects.statements().select_related(
            "reader__user", "reader__school", "decision"
        )
        notice = told.filter(pk=given["notice"]).first()
    return notice if notice and notice.reader.user.auth_epoch == given["epoch"] else None


def _ticket(person: Membership, notice: Notice) -> str:
    given = {"school": person.school_id, "notice": notice.pk, "epoch": person.user.auth_epoch}
    return signing.dumps(given, salt=_SALT)
