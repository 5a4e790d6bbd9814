"""What each kind of measure does when it is decided, and when it is taken back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

import audit
from accounts.deciding import NotAllowed, hold_school
from accounts.models import Membership
from core import clock
from moderation.measures import MeasureKind, Wanted
from moderation.models import Decision, Measure
from moderation.settling import settle
from moderation.subjects import KINDS, thing_at


@dataclass(frozen=True)
class Effect:
    """`do` writes the measures of a decision down and lets them work; `undo` gives back what one of
    them took, once it is ended.
    """

    do: Callable[[Decision, Wanted], None]
    undo: Callable[[Membership, Measure], None]


class BlockedByOthers(NotAllowed):
    """The block in force was decided in a case that is not for them to know of, and may be longer than
    theirs. It says what they may know.
    """

    def __init__(self) -> None:
        super().__init__(_("Somebody else has blocked this account already, and it stays blocked."))


def _say(decision: Decision, wanted: Wanted) -> None:
    _write(decision, wanted)


def _unsay(_by: Membership, _measure: Measure) -> None:
    """It was words, and nothing but words takes them back."""


def _remove(decision: Decision, wanted: Wanted) -> None:
    for kind, pk in wanted.things:
        thing, remove = thing_at(decision.school_id, kind, pk), KINDS[kind].remove
        if remove and thing is not None and thing.is_there:
            remove(decision.by, thing)
        _write(decision, wanted, thing_kind=kind, thing_id=pk)


def _restore(by: Membership, measure: Measure) -> None:
    kind, pk = measure.thing_kind, measure.thing_id
    thing = thing_at(measure.school_id, kind, pk) if pk else None
    restore = KINDS[kind].restore
    if restore and thing is not None and thing.removed_at:
        restore(by, thing)


def _restrict(decision: Decision, wanted: Wanted) -> None:
    _write(decision, wanted, restricted_to=list(wanted.restricted_to))
    _record(decision.by, "restrict_person", decision.about)
    settle(decision.school_id)


def _let_send(by: Membership, measure: Measure) -> None:
    _record(by, "end_restriction", measure.membership)
    settle(measure.school_id)


def _block(decision: Decision, wanted: Wanted) -> None:
    """A new block takes the place of one in force. Raises `BlockedByOthers`."""
    hold_school(decision.school_id)
    before = Measure.objects.of_person(decision.about).blocks()
    if before.in_force().exclude(decision__in=Decision.objects.all()).exists():
        raise BlockedByOthers
    before.update(ended_at=clock.now(), ended_by=decision.by)
    _write(decision, wanted)
    _record(decision.by, "block_person", decision.about)
    settle(decision.school_id)


def _unblock(by: Membership, measure: Measure) -> None:
    _record(by, "unblock_person", measure.membership)
    settle(measure.school_id)


def _write(decision: Decision, wanted: Wanted, **what: object) -> None:
    Measure.objects.create(
        school_id=decision.school_id,
        decision=decision,
        kind=wanted.kind,
        membership=decision.about,
        until=wanted.until,
        **what,
    )


def _record(by: Membership, verb: str, person: Membership) -> None:
    audit.record(by=by, verb=verb, target=person)


EFFECTS = {
    MeasureKind.NOTHING: Effect(_say, _unsay),
    MeasureKind.ADVICE: Effect(_say, _unsay),
    MeasureKind.WARNING: Effect(_say, _unsay),
    MeasureKind.REMOVE: Effect(_remove, _restore),
    MeasureKind.RESTRICT: Effect(_restrict, _let_send),
    MeasureKind.BLOCK: Effect(_block, _unblock),
}
