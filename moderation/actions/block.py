from datetime import datetime

from django.db import transaction

from accounts.deciding import NotAllowed, hold_rights_over
from accounts.models import Membership
from core import clock
from moderation.actions.decide import write_decision
from moderation.actions.undo import take_back
from moderation.measures import Grounds, MeasureKind, Wanted
from moderation.models import Case, Decision, Measure
from moderation.people import place


@transaction.atomic
def block_person(
    by: Membership, *, membership: Membership, grounds: Grounds, until: datetime | None = None
) -> Decision:
    """Shuts somebody out of the school, whatever they are in it, from this moment on.

    It is decided in a case of its own, which whoever handles those about them reads too. A new
    block takes the place of one in force. Raises `NotAllowed`, and `effects.BlockedByOthers`.
    """
    hold_rights_over(by, membership)
    case = Case.objects.create(
        school_id=by.school_id, kind="person", accused=membership, written_at=clock.now()
    )
    place(case)
    block = Wanted(MeasureKind.BLOCK, until=until)
    return write_decision(by, cases=[case], measures=[block], grounds=grounds)


@transaction.atomic
def unblock_person(by: Membership, *, membership: Membership) -> None:
    """Lets somebody back in: what they had is as it was. Raises `NotAllowed`, also if that was decided
    in a case that is not for `by` to know of.

    Nothing happens if nobody blocked them, or if somebody does it anew at this moment.
    """
    blocks = Measure.objects.of_person(membership).blocks()
    block = blocks.first()
    decision = Decision.objects.filter(pk=block.decision_id).first() if block else None
    cases = list(Case.objects.decided_by(decision).select_for_update()) if decision else []
    hold_rights_over(by, membership)
    if block is None or not blocks.filter(pk=block.pk).exists():
        return
    if decision is None:
        raise NotAllowed
    take_back(by, decision=decision, measures=[block], cases=cases)
