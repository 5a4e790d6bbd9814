from datetime import timedelta

from django.db import transaction

import audit
from accounts.actions.rights import end_sessions
from accounts.deciding import NotAllowed, hold_rights_over
from accounts.groups import sync_groups
from accounts.models import ActivationCode, Membership
from core import clock
from retention.models import Closure

KEPT = timedelta(days=90)


@transaction.atomic
def close_account(by: Membership, *, membership: Membership, reason: str) -> Closure:
    """Closes what somebody is in the school: at once shut, in ninety days erased.

    Closing it again changes nothing. Raises `NotAllowed`: nobody closes themselves, so that one
    local administrator always remains.
    """
    hold_rights_over(by, membership)
    pending = Closure.objects.pending().of(membership)
    if pending is not None:
        return pending
    now = clock.now()
    closure = Closure.objects.create(
        school_id=by.school_id,
        membership=membership,
        closed_by=by,
        reason=reason,
        closed_at=now,
        erase_at=now + KEPT,
    )
    _close(membership)
    audit.record(by=by, verb="close_account", target=membership, closure=closure.pk)
    end_sessions(membership.user)
    return closure


@transaction.atomic
def reopen_account(by: Membership, *, membership: Membership) -> None:
    """Gives everything back, until the day of the erasure. Raises `NotAllowed`."""
    hold_rights_over(by, membership)
    closure = Closure.objects.reopenable().select_for_update().filter(membership=membership).first()
    if closure is None:
        raise NotAllowed
    closure.reopened_at = clock.now()
    closure.save(update_fields=["reopened_at"])
    membership.closed_at = None
    membership.save(update_fields=["closed_at"])
    sync_groups(membership.school_id)
    audit.record(by=by, verb="reopen_account", target=membership, closure=closure.pk)


def _close(membership: Membership) -> None:
    membership.closed_at = clock.now()
    membership.save(update_fields=["closed_at"])
    codes = ActivationCode.objects.filter(membership=membership, used_at=None, revoked_at=None)
    codes.update(revoked_at=clock.now())
    sync_groups(membership.school_id)
