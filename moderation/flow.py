"""The life of a case: what may happen to it when, and what it is afterwards."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NEW = "new", _("to look at")
    IN_REVIEW = "in_review", _("being looked at")
    ESCALATED = "escalated", _("passed on")
    DECIDED = "decided", _("decided")
    APPEALED = "appealed", _("another look is asked for")
    CLOSED = "closed", _("closed")


class Event(models.TextChoices):
    """What happens to a case; the verbs of the trail have the same names."""

    REPORT = "report_thing", _("reported it")
    CLAIM = "claim_case", _("looks after it")
    TAKE_OVER = "take_over_case", _("took it over")
    RELEASE = "release_case", _("gave it back")
    NOTE = "note_case", _("wrote a note")
    ESCALATE = "escalate_case", _("passed it on")
    PROTECT = "protect_case", _("said that it is child protection")
    SUSPECT = "suspect_case", _("said that it may be against the law")
    REFER = "refer_case", _("told an agency")
    REROUTE = "reroute_case", _("It went on by itself: nobody there could look at it.")
    DECIDE = "decide_case", _("decided")
    UNDO = "undo_decision", _("took a decision back")
    APPEAL = "appeal_decision", _("asked for another look")
    UPHOLD = "uphold_appeal", _("looked at it again and agreed")
    REFUSE = "refuse_appeal", _("looked at it again; the decision stays")
    CLOSE = "close_case", _("It was closed: the time to ask for another look is over.")


class NotNow(Exception):
    """It cannot be done with a case in that state."""


UNDECIDED = frozenset({State.NEW, State.IN_REVIEW, State.ESCALATED})
OVER = frozenset({State.DECIDED, State.CLOSED})
APPEALED = frozenset({State.APPEALED})
ALWAYS = frozenset(State)


@dataclass(frozen=True)
class Transition:
    """`target` is empty where it stays what it is."""

    event: Event
    sources: frozenset[State]
    target: State | None = None


TRANSITIONS = (
    Transition(Event.REPORT, UNDECIDED | APPEALED),
    Transition(Event.REPORT, OVER, State.NEW),
    Transition(Event.CLAIM, frozenset({State.NEW, State.ESCALATED}), State.IN_REVIEW),
    Transition(Event.TAKE_OVER, frozenset({State.IN_REVIEW})),
    Transition(Event.RELEASE, frozenset({State.IN_REVIEW}), State.NEW),
    Transition(Event.NOTE, ALWAYS),
    Transition(Event.ESCALATE, UNDECIDED, State.ESCALATED),
    Transition(Event.PROTECT, UNDECIDED, State.ESCALATED),
    Transition(Event.SUSPECT, UNDECIDED, State.ESCALATED),
    Transition(Event.REFER, ALWAYS),
    Transition(Event.REROUTE, UNDECIDED, State.NEW),
    Transition(Event.REROUTE, APPEALED),
    Transition(Event.DECIDE, UNDECIDED | OVER, State.DECIDED),
    Transition(Event.UNDO, ALWAYS),
    Transition(Event.APPEAL, UNDECIDED | OVER, State.APPEALED),
    Transition(Event.UPHOLD, APPEALED, State.CLOSED),
    Transition(Event.REFUSE, APPEALED, State.CLOSED),
    Transition(Event.CLOSE, frozenset({State.DECIDED}), State.CLOSED),
)


def next_state(event: Event, state: State, *, was_escalated: bool, waits: bool = False) -> State:
    """What a case is after this happened to it; one that `waits` was reported since it was decided.

    Raises `NotNow`.
    """
    for each in TRANSITIONS:
        if each.event == event and state in each.sources:
            target = each.target or state
            if target == State.CLOSED and waits:
                target = State.NEW
            return State.ESCALATED if target == State.NEW and was_escalated else target
    raise NotNow
