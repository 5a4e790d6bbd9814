from datetime import datetime

from django.db import transaction

import audit
from accounts.actions.rights import end_sessions
from accounts.deciding import hold_rights_over, hold_school
from accounts.models import Membership, School
from core import clock, roll, wall
from moderation.models import Case, Sanction


@transaction.atomic
def block_person(
    by: Membership,
    *,
    membership: Membership,
    reason: str,
    until: datetime | None = None,
) -> Sanction:
    """Shuts somebody out of the school, whatever they are in it, from this moment on.

    A new block takes the place of one in force. Raises `NotAllowed`.
    """
    hold_rights_over(by, membership)
    return shut_out(by, membership=membership, reason=reason, until=until)


def shut_out(
    by: Membership,
    *,
    membership: Membership,
    reason: str,
    until: datetime | None,
    case: Case | None = None,
) -> Sanction:
    """The block itself, for an action that was allowed it and holds the school."""
    _lift(membership, by)
    sanction = Sanction.objects.create(
        school_id=by.school_id,
        membership=membership,
        case=case,
        reason=reason,
        decided_by=by,
        until=until,
    )
    _set_block(membership, sanction.decided_at, until)
    audit.record(by=by, verb="block_person", target=membership, sanction=sanction.pk)
    end_sessions(membership.user)
    return sanction


@transaction.atomic
def unblock_person(by: Membership, *, membership: Membership) -> None:
    """Lets somebody back in: what they had is as it was. Raises `NotAllowed`."""
    hold_rights_over(by, membership)
    let_in(by, membership=membership)


def let_in(by: Membership, *, membership: Membership) -> None:
    """The end of a block, for an action that was allowed it and holds the school."""
    _lift(membership, by)
    _set_block(membership, None, None)
    audit.record(by=by, verb="unblock_person", target=membership)


def end_blocks() -> None:
    """Puts away the blocks whose time is over; who was blocked has been back in since then."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        schools = set(Sanction.objects.over().values_list("school", flat=True))
    for school_id in schools:
        with wall.within(school_id):
            _end_blocks_of(school_id)


@transaction.atomic
def _end_blocks_of(school_id: int) -> None:
    hold_school(school_id)
    over = Sanction.objects.over().filter(school=school_id).exclude(membership=None)
    for sanction in over.select_related("membership"):
        sanction.lifted_at = sanction.until
        sanction.save(update_fields=["lifted_at"])
        _set_block(sanction.membership, None, None)
        audit.record(by=None, verb="end_block", target=sanction.membership, school_id=school_id)


def _lift(membership: Membership, by: Membership) -> None:
    Sanction.objects.of_person(membership).update(lifted_at=clock.now(), lifted_by=by)


def _set_block(membership: Membership, at: datetime | None, until: datetime | None) -> None:
    everything = Membership.objects.filter(school=membership.school_id, user=membership.user_id)
    everything.update(blocked_at=at, blocked_until=until)
    # Where a project took them into another school, they are out there too, and in again.
    roll.follow(membership.school_id)
