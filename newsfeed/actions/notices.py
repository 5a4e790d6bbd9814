from django.db import transaction

import audit
from accounts.models import Membership, User
from core import clock
from core.feed_notices import Source
from core.prepared import run_prepared
from newsfeed import sql


class NoSuchNotice(Exception):
    """Nothing of this kind concerns them."""


@transaction.atomic
def dismiss_notice(user: User, *, source: Source, key: int) -> None:
    """Takes a notice out of somebody's feed, until more happens there. Raises `NoSuchNotice`."""
    mine: dict[int, Membership] = {each.pk: each for each in user.memberships}
    schools = [each.school_id for each in mine.values()]
    values = {
        "mine": list(mine),
        "schools": schools,
        "key": key,
        "now": clock.now(),
        "to_confirm": False,
    }
    found = run_prepared(sql.dismissing(source), values)
    if not found:
        raise NoSuchNotice
    for row in found:
        audit.record(by=mine[row["membership_id"]], verb="dismiss_notice", source=source.name)
