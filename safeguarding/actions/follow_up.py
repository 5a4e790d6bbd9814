from django.db import transaction

import audit
from accounts.deciding import NotAllowed
from accounts.models import Membership
from core import clock, realtime
from safeguarding.deadlines import to_be_done
from safeguarding.deciding import hold_concern
from safeguarding.models import Concern, ConcernAction
from safeguarding.policies import can_handle, could_act


class DoneBefore(Exception):
    """Somebody else has said meanwhile that it is done."""


class StillOpen(Exception):
    """Something is left to be done."""


@transaction.atomic
def ask_for_action(by: Membership, *, concern: Concern, action: ConcernAction) -> None:
    """Asks somebody who reads it to do something, which is not saved yet, until a day.

    Raises `NotAllowed`, `SignedOff`.
    """
    hold_concern(by, concern)
    if action.owner is None or not could_act(concern, by).filter(pk=action.owner.pk).exists():
        raise NotAllowed
    action.school_id, action.concern, action.asked_by = concern.school_id, concern, by
    action.remind_at = to_be_done(by.school, action.due_on)
    action.save()
    concern.remind_at = None
    concern.save(update_fields=["remind_at"])
    audit.record(by=by, verb="ask_for_action", target=concern, owner=action.owner.pk)
    realtime.nudge_people([action.owner.user_id], look="concerns")


@transaction.atomic
def finish_action(by: Membership, *, action: ConcernAction, result: str) -> None:
    """Says that it was done, and what: whoever was asked, or who looks after the concern.

    Raises `NotAllowed`, `DoneBefore`.
    """
    concern = Concern.objects.select_for_update().get(pk=action.concern_id)
    action.refresh_from_db()
    if action.owner_id != by.pk and not can_handle(by, concern):
        raise NotAllowed
    if not action.is_open:
        raise DoneBefore
    action.done_by, action.done_at, action.result = by, clock.now(), result
    action.remind_at = None
    action.save()
    audit.record(by=by, verb="finish_action", target=concern)
    realtime.nudge_people(
        [each.user_id for each in (action.asked_by,) if each is not None], look="concerns"
    )


@transaction.atomic
def sign_off(by: Membership, *, concern: Concern, outcome: str) -> None:
    """Ends it, with what came of it. Raises `NotAllowed`, `SignedOff`, `StillOpen`."""
    hold_concern(by, concern)
    if concern.actions.open().exists():
        raise StillOpen
    concern.signed_off_by, concern.signed_off_at, concern.outcome = by, clock.now(), outcome
    concern.remind_at = None
    concern.save()
    audit.record(by=by, verb="sign_off_concern", target=concern)
