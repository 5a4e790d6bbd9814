import json
from collections.abc import Sequence
from typing import Any, Protocol

from django.db import models

from core import clock
from core.prepared import run_prepared


class Acting(Protocol):
    """Whoever acts: in practice an `accounts.Membership`."""

    @property
    def pk(self) -> int: ...
    @property
    def school_id(self) -> int: ...


# One round trip, also for somebody's first event, also when two first events race.
_ACTOR = """
WITH known AS (SELECT id FROM audit_actor WHERE membership_id = %(person)s AND NOT former),
made AS (
    INSERT INTO audit_actor (school_id, membership_id, former)
    SELECT %(school)s, %(person)s::bigint, false
    WHERE %(person)s::bigint IS NOT NULL AND NOT EXISTS (SELECT FROM known)
    ON CONFLICT (membership_id) WHERE NOT former DO UPDATE SET membership_id = EXCLUDED.membership_id
    RETURNING id
)
INSERT INTO audit_event (at, school_id, actor_id, verb, target_type, target_id, facts)
SELECT %(at)s, %(school)s, COALESCE((SELECT id FROM known), (SELECT id FROM made)),
    %(verb)s, %(target_type)s,
"""
_INSERT = f"{_ACTOR} %(target_id)s, %(facts)s"
# No page waits for a disk: should the machine stop, the views of its last second are lost.
_INSERT_VIEW = f"{_INSERT} FROM (SELECT set_config('synchronous_commit', 'off', true)) AS hurried"
_INSERT_EACH = f"{_ACTOR} target_id, %(facts)s FROM unnest(%(target_ids)s::bigint[]) AS target_id"


def record(
    *,
    by: Acting | None,
    verb: str,
    target: models.Model | None = None,
    school_id: int | None = None,
    **facts: object,
) -> None:
    """Writes one event to the trail, in the transaction of the action it belongs to.

    `by` is the acting membership, or None for the program itself; `school_id` is needed only then.
    `facts` must be JSON and hold ids and counts only: no names, none of the words people wrote.
    """
    values = _values(by, verb, target, school_id, facts)
    run_prepared(_INSERT, values | {"target_id": target.pk if target is not None else None})


def record_view(
    *,
    by: Acting | None,
    target: models.Model | None = None,
    school_id: int | None = None,
    **facts: object,
) -> None:
    """Writes down that somebody looked at a page; outside any transaction of an action."""
    values = _values(by, "view_page", target, school_id, facts)
    run_prepared(_INSERT_VIEW, values | {"target_id": target.pk if target is not None else None})


def record_each(
    *,
    by: Acting | None,
    verb: str,
    targets: Sequence[models.Model],
    school_id: int | None = None,
    **facts: object,
) -> None:
    """The same event for each of these, which are of one kind, in one statement."""
    if targets:
        values = _values(by, verb, targets[0], school_id, facts)
        run_prepared(_INSERT_EACH, values | {"target_ids": [target.pk for target in targets]})


def _values(
    by: Acting | None,
    verb: str,
    target: models.Model | None,
    school_id: int | None,
    facts: dict[str, object],
) -> dict[str, Any]:
    return {
        "at": clock.now(),
        "school": by.school_id if by is not None else school_id,
        "person": by.pk if by is not None else None,
        "verb": verb,
        "target_type": target._meta.label if target is not None else "",
        "facts": json.dumps(facts),
    }
