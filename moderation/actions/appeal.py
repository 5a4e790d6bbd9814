from django.db import transaction

from accounts.deciding import NotAllowed, hold_school
from accounts.models import Membership
from core import clock, wall
from moderation.actions.step import hold_case, take_step
from moderation.actions.undo import take_back
from moderation.flow import Event, NotNow
from moderation.models import Appeal, Case, Decision, Notice
from moderation.people import seat
from moderation.telling import tell_of_decision


class AlreadyAsked(Exception):
    """Another look is asked for once."""


class TooLate(Exception):
    """The days for it are over, or what was decided is taken back."""


@transaction.atomic
# Whoever asks sees no case.
@wall.protection_open()
def ask_for_another_look(by: Membership, *, decision: Decision, words: str = "") -> Appeal:
    """Asks the school to look again at what it decided about `by` or a child of theirs; somebody else
    than who decided does, where the school has somebody else. What was decided holds meanwhile.

    Raises `NotAllowed`, `AlreadyAsked`, `TooLate`, and `NotNow` while another decision of the same
    case is looked at again.
    """
    if not Notice.objects.statements().filter(reader=by, decision=decision).exists():
        raise NotAllowed
    case = Case.objects.select_for_update().get(pk=decision.case_id)
    # As it is now that nobody else decides.
    asked_of = Decision.objects.get(pk=decision.pk)
    if asked_of.appeal is not None:
        raise AlreadyAsked
    if not asked_of.can_be_looked_at_again:
        raise TooLate
    appeal = Appeal.objects.create(
        school_id=by.school_id, decision=asked_of, by=by, words=words.strip()
    )
    case.was_appealed, case.kept_from = True, asked_of.by
    seat(case)
    take_step(case, Event.APPEAL, by=by, decision=asked_of)
    return appeal


@transaction.atomic
def answer_appeal(
    by: Membership, *, appeal: Appeal, seen: int, upheld: bool, words: str = ""
) -> None:
    """Says what became of another look. Where it is `upheld`, everything is given back by itself.

    Raises `NotAllowed`, `SeenBefore`, and `NotNow` where somebody else has answered.
    """
    decision = Decision.objects.get(pk=appeal.decision_id)
    # Always in this order, lest two that hold several wait for each other.
    cases = list(Case.objects.decided_by(decision).select_for_update())
    case = next(each for each in cases if each.pk == decision.case_id)
    hold_case(by, case, seen=seen)
    waiting = Appeal.objects.filter(pk=appeal.pk, answered_at=None)
    if not waiting.update(
        upheld=upheld, answer=words.strip(), answered_by=by, answered_at=clock.now()
    ):
        raise NotNow
    hold_school(case.school_id)
    take_step(case, Event.UPHOLD if upheld else Event.REFUSE, by=by, decision=decision)
    decision.refresh_from_db()
    if upheld and decision.undone_at is None:
        left = decision.measures.filter(ended_at=None).order_by("pk")
        take_back(by, decision=decision, measures=left, cases=cases)
    tell_of_decision(decision, Notice.Kind.LOOKED_AGAIN)
