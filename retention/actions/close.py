from collections.abc import Sequence

from django.db import transaction

import audit
from accounts.actions.rights import end_sessions_of
from accounts.deciding import NotAllowed, hold_rights_over, hold_school
from accounts.groups import sync_groups
from accounts.models import ActivationCode, Membership, TransferCode
from accounts.models.people import KEPT
from core import clock
from retention.models import Closure


@transaction.atomic
def close_accounts(
    by: Membership | None, *, memberships: Sequence[Membership], reason: str
) -> list[Closure]:
    """Closes what these people are in one school: at once shut, in ninety days erased.

    Closing one again changes nothing; returns the closings that are new. `by` is None for an
    operator at the command line, who may leave a school without an administrator.
    Raises `NotAllowed`: nobody closes themselves, so that one local administrator always remains.
    """
    if by is None:
        hold_school(memberships[0].school_id)
    else:
        hold_rights_over(by, *memberships)
    if any(each.home_id for each in memberships):
        raise NotAllowed
    still = Membership.objects.open().filter(pk__in=[each.pk for each in memberships])
    closing, now = list(still), clock.now()
    still.update(closed_at=now)
    closures = Closure.objects.bulk_create(
        Closure(
            school_id=each.school_id,
            membership=each,
            closed_by=by,
            reason=reason,
            closed_at=now,
            erase_at=now + KEPT,
        )
        for each in closing
    )
    if closing:
        school_id = closing[0].school_id
        _shut(school_id, closing)
        audit.record_each(by=by, verb="close_account", targets=closing, school_id=school_id)
    return closures


@transaction.atomic
def reopen_account(by: Membership, *, membership: Membership, reason: str) -> None:
    """Gives everything back, until the day of the erasure. Raises `NotAllowed`."""
    hold_rights_over(by, membership)
    closure = Closure.objects.reopenable().select_for_update().filter(membership=membership).first()
    if closure is None:
        raise NotAllowed
    closure.reopened_at, closure.reopened_by = clock.now(), by
    closure.reopening_reason = reason
    closure.save(update_fields=["reopened_at", "reopened_by", "reopening_reason"])
    membership.closed_at = None
    membership.save(update_fields=["closed_at"])
    sync_groups(membership.school_id, of=[membership.pk])
    audit.record(by=by, verb="reopen_account", target=membership, closure=closure.pk)


def _shut(school_id: int, closed: Sequence[Membership]) -> None:
    """Neither a code to come in nor one to move away with is left."""
    for codes in (ActivationCode.objects, TransferCode.objects):
        left = codes.filter(membership__in=closed, used_at=None, revoked_at=None)
        left.update(revoked_at=clock.now())
    sync_groups(school_id, of=[each.pk for each in closed])
    end_sessions_of(sorted({each.user_id for each in closed}))
