from collections.abc import Iterable

from django.db import transaction

import audit
from accounts.choices import Duty, State
from accounts.deciding import NotAllowed, hold_administration, hold_school
from accounts.models import Membership, Telling
from accounts.policies import can_have_duties
from accounts.tellings import tell_of_rights
from core import roll


class NoAdministratorLeft(Exception):
    """A school always has a local administrator who can sign in: name a successor first."""


@transaction.atomic
def set_duties(
    by: Membership | None,
    *,
    membership: Membership,
    duties: Iterable[str],
    successor: Membership | None = None,
) -> None:
    """These duties and no others; the successor, if one is named, administers the school as well.

    `by` is None for an operator at the command line. Raises `NotAllowed`, or `NoAdministratorLeft`.
    """
    if by is None:
        hold_school(membership.school_id)
    else:
        hold_administration(by, membership.school_id)
    if successor is not None:
        if successor.school_id != membership.school_id:
            raise NotAllowed
        successor.refresh_from_db(fields=["duties"])
        _give(by, successor, {*successor.duties, Duty.LOCAL_ADMINISTRATOR})
    _give(by, membership, set(duties))
    roll.follow(membership.school_id)
    left = Membership.objects.administering(membership.school_id)
    if by is not None and not left.in_state(State.ACTIVE).exists():
        raise NoAdministratorLeft


def _give(by: Membership | None, membership: Membership, duties: set[str]) -> None:
    if duties and not can_have_duties(membership):
        raise NotAllowed
    if set(membership.duties) != duties:
        tell_of_rights(by, membership, Telling.Kind.DUTIES)
    membership.duties = sorted(duties)
    membership.save(update_fields=["duties"])
    audit.record(
        by=by,
        verb="set_duties",
        target=membership,
        school_id=membership.school_id,
        duties=membership.duties,
    )
