"""The life of a case as a table, without a database: every event in every state."""

from itertools import product

import pytest

from audit.sentences import VERBS
from moderation.flow import ALWAYS, TRANSITIONS, UNDECIDED, Event, NotNow, State, next_state

ALL = [*product(Event, State)]


@pytest.mark.parametrize(("event", "state"), ALL)
def test_an_event_is_in_the_table_once_or_refused(event: Event, state: State) -> None:
    rows = [row for row in TRANSITIONS if row.event == event and state in row.sources]
    if not rows:
        with pytest.raises(NotNow):
            next_state(event, state, was_escalated=False)
        return
    (row,) = rows
    assert next_state(event, state, was_escalated=False) == (row.target or state)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("was_escalated", [True, False])
def test_every_case_can_be_decided_and_reported_again(*, state: State, was_escalated: bool) -> None:
    """One that is looked at again, once that is answered."""
    if state == State.APPEALED:
        state = next_state(Event.REFUSE, state, was_escalated=was_escalated)
    decided = next_state(Event.DECIDE, state, was_escalated=was_escalated)
    assert decided == State.DECIDED
    assert next_state(Event.REPORT, decided, was_escalated=was_escalated) in UNDECIDED


@pytest.mark.parametrize(("event", "state"), ALL)
def test_what_was_passed_on_is_never_new_again(event: Event, state: State) -> None:
    try:
        found = next_state(event, state, was_escalated=True)
    except NotNow:
        found = state
    assert found != State.NEW or state == State.NEW


@pytest.mark.parametrize("state", [state for state in State if state != State.APPEALED])
@pytest.mark.parametrize("answer", [Event.UPHOLD, Event.REFUSE])
def test_another_look_ends_the_case_unless_it_was_reported_again(
    state: State, answer: Event
) -> None:
    appealed = next_state(Event.APPEAL, state, was_escalated=False)
    assert next_state(answer, appealed, was_escalated=False) == State.CLOSED
    assert next_state(answer, appealed, was_escalated=False, waits=True) == State.NEW
    with pytest.raises(NotNow):
        next_state(Event.APPEAL, appealed, was_escalated=False)


@pytest.mark.parametrize("state", State)
def test_every_case_can_be_closed(state: State) -> None:
    if state == State.APPEALED:
        assert next_state(Event.UPHOLD, state, was_escalated=False) == State.CLOSED
        return
    decided = next_state(Event.DECIDE, state, was_escalated=False)
    assert next_state(Event.CLOSE, decided, was_escalated=False) == State.CLOSED


def test_the_table_names_every_event_and_leads_to_every_state() -> None:
    assert {row.event for row in TRANSITIONS} == set(Event)
    assert {row.target for row in TRANSITIONS if row.target} == ALWAYS


def test_the_trail_has_words_for_every_event() -> None:
    assert set(Event) <= VERBS.keys()
