from django.db import transaction

from accounts.models import Membership
from moderation.actions.step import hold_case, take_step
from moderation.flow import Event, NotNow
from moderation.models import Case, Referral
from moderation.subjects import thing_of


class StillThere(Exception):
    """What may be against the law is first removed for everybody."""


@transaction.atomic
def refer_case(by: Membership, *, case: Case, seen: int, referral: Referral) -> None:
    """Writes down that an agency was told of a case that may be against the law: `referral`, which is
    not saved yet, says which one, when, and under what reference.

    Raises `NotAllowed`, `SeenBefore`, `StillThere`, and `NotNow` of any other case.
    """
    hold_case(by, case, seen=seen)
    if not case.is_illegal:
        raise NotNow
    thing = thing_of(case)
    if thing is not None and thing.is_there:
        raise StillThere
    referral.school_id, referral.case, referral.by = case.school_id, case, by
    referral.save()
    take_step(case, Event.REFER, by=by, agency=referral.agency)
