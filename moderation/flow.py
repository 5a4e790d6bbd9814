"""The life of a case: what may happen to it when, and what it is afterwards."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    NEW = "new", _("to look at")
    IN_REVIEW = "in_review", _("being looked at")
    ESCALATED = "escalated", _("passed on")
    DECIDED = "decided", _("decided")


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


class NotNow(Exception):
    """It cannot be done with a case in that state."""


UNDECIDED = frozenset({State.NEW, State.IN_REVIEW, State.ESCALATED})
ALWAYS = frozenset(State)


@dataclass(frozen=True)
class Transition:
    """`target` is empty where it stays what it is."""

    event: Event
    sources: frozenset[State]
    target: State | None = None


TRANSITIONS = (
    Transition(Event.REPORT, UNDECIDED),
    Transition(Event.REPORT, frozenset({State.DECIDED}), State.NEW),
    Transition(Event.CLAIM, frozenset({State.NEW, State.ESCALATED}), State.IN_REVIEW),
    Transition(Event.TAKE_OVER, frozenset({State.IN_REVIEW})),
    Transition(Event.RELEASE, frozenset({State.IN_REVIEW}), State.NEW),
    Transition(Event.NOTE, ALWAYS),
    Transition(Event.ESCALATE, UNDECIDED, State.ESCALATED),
    Transition(Event.PROTECT, UNDECIDED, State.ESCALATED),
    Transition(Event.SUSPECT, UNDECIDED, State.ESCALATED),
    Transition(Event.REFER, ALWAYS),
    Transition(Event.REROUTE, UNDECIDED, State.NEW),
    Transition(Event.DECIDE, ALWAYS, State.DECIDED),
    Transition(Event.UNDO, ALWAYS),
)


def next_state(event: Event, state: State, *, was_escalated: bool) -> State:
    """What a case is after this happened to it. Raises `NotNow`."""
    for each in TRANSITIONS:
        if each.event == event and state in each.sources:
            target = each.target or state
            return State.ESCALATED if target == State.NEW and was_escalated else target
    raise NotNow
