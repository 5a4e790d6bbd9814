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


def test_the_table_names_every_event_and_leads_to_every_state() -> None:
    assert {row.event for row in TRANSITIONS} == set(Event)
    assert {row.target for row in TRANSITIONS if row.target} == ALWAYS


def test_the_trail_has_words_for_every_event() -> None:
    assert set(Event) <= VERBS.keys()
