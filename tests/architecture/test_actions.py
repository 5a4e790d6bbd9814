"""What people do is recorded, in the transaction that does it."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import called_name, calls, module_of, sources, tree

# Functions among the actions that are none, each with its reason.
PARTS_OF_ACTIONS = {
    "uploads.actions.nothing_left_behind": "goes around an action",
    "uploads.actions.put_file": "the caller records what the file is of",
    "messaging.actions.reading.mark_read": "says only that the page was seen, which is in the trail",
    "messaging.actions.drafts.address_draft": "its author alone sees it; whom it reached is recorded",
    "messaging.actions.drafts.take_out": "its author alone sees it; whom it reached is recorded",
    "messaging.actions.drafts.write_draft": "said at every other word; what was sent is recorded",
    "newsfeed.actions.drafts.write_entry": "said at every other word; what was published is recorded",
    "accounts.actions.import_roll.unheard": "does nothing",
    "accounts.actions.own_account.record_everywhere": "is the record, in the caller's transaction",
    "accounts.actions.rights.delete_sessions": "the caller takes the rights away and records it",
    "accounts.actions.rights.end_sessions": "the caller takes the rights away and records it",
    "accounts.actions.rights.end_sessions_of": "the caller takes the rights away and records it",
    "moderation.actions.decide.write_decision": "the caller was allowed it, and holds the cases",
    "moderation.actions.undo.take_back": "the caller was allowed it, and holds the cases",
    "moderation.actions.step.hold_case": "changes nothing",
    "moderation.actions.step.take_step": "the caller holds the case",
}

# Actions that change nothing but the trail.
READINGS = {"accounts.actions.trail.consult_trail"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function]]:
    for path in sources("actions.py", "actions/*.py"):
        for node in tree(path).body:
            if isinstance(node, Function):
                yield f"{module_of(path)}.{node.name}", node


FUNCTIONS = dict(functions())
PUBLIC = {name for name in FUNCTIONS if not name.split(".")[-1].startswith("_")}


def reached_from(name: str) -> list[Function]:
    """The function and those among the actions that it calls, directly or not."""
    reached: dict[str, Function] = {}
    waiting = [FUNCTIONS[name]]
    while waiting:
        function = waiting.pop()
        if function.name not in reached:
            reached[function.name] = function
            names = {called_name(call) for call in calls(function)}
            waiting += [each for each in FUNCTIONS.values() if each.name in names]
    return list(reached.values())


def records(function: Function) -> bool:
    ways = {"audit.record", "audit.record_each"}
    return any(ast.unparse(call.func) in ways for call in calls(function))


def has_a_transaction(function: Function) -> bool:
    return "transaction.atomic" in ast.unparse(function)


@pytest.mark.parametrize("name", sorted(PUBLIC - PARTS_OF_ACTIONS.keys()))
def test_an_action_is_recorded_in_its_transaction(name: str) -> None:
    reached = reached_from(name)
    assert any(map(records, reached)), "call audit.record, or say in PARTS_OF_ACTIONS why not"
    changes = name not in READINGS
    assert not changes or any(map(has_a_transaction, reached)), (
        "the change and its record are one transaction"
    )


def test_the_exceptions_exist() -> None:
    assert PARTS_OF_ACTIONS.keys() <= PUBLIC
