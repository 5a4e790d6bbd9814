"""What somebody may do in a school, written from what was decided about them, and about all of their
profile, and is in force.

Nothing else writes `Membership.blocked_at`, `blocked_until` and `restrictions`: the end of one
decision gives back what no other one holds.
"""

from datetime import datetime

from django.db import connection

from accounts.actions.rights import end_sessions_of
from accounts.choices import HANDLING
from accounts.deciding import hold_school
from core import clock, roll
from moderation.measures import MeasureKind
from moderation.models import ProfileBlock

_SETTLE = """
WITH measure AS (
    SELECT here.id, measure.kind, measure.restricted_to, measure.since, measure.until
    FROM moderation_measure measure
    JOIN accounts_membership concerned ON concerned.id = measure.membership_id
    -- Whatever else they are in the school.
    JOIN accounts_membership here
        ON here.user_id = concerned.user_id AND here.school_id = measure.school_id
    WHERE measure.school_id = %(school)s AND measure.kind IN (%(block)s, %(restrict)s)
    AND measure.ended_at IS NULL AND (measure.until IS NULL OR measure.until > %(now)s)
),
kept_out AS (
    SELECT id, since, until FROM measure WHERE kind = %(block)s
    UNION ALL
    SELECT somebody.id, closing.begun_at, closing.until
    FROM moderation_profileblock closing
    JOIN accounts_membership somebody ON somebody.school_id = closing.school_id
        AND ARRAY[somebody.profile, somebody.home_profile] && closing.profiles
    WHERE closing.school_id = %(school)s
    AND closing.ended_at IS NULL AND (closing.until IS NULL OR closing.until > %(now)s)
    -- Somebody must be there to end it, and to look at what is reported.
    AND NOT somebody.duties && %(handling)s::varchar[]
),
blocked AS (
    SELECT id, min(since) AS at, CASE WHEN NOT bool_or(until IS NULL) THEN max(until) END AS until
    FROM kept_out GROUP BY id
),
restricted AS (
    SELECT id, jsonb_object_agg(sending, until) AS restrictions
    FROM (
        SELECT measure.id, sending, max(measure.until) AS until
        FROM measure, unnest(measure.restricted_to) AS sending
        WHERE measure.kind = %(restrict)s GROUP BY measure.id, sending
    ) AS each
    GROUP BY id
),
before AS (
    SELECT somebody.id, somebody.blocked_at, somebody.blocked_until, somebody.restrictions,
        blocked.at AS held_at, blocked.until AS held_until,
        COALESCE(restricted.restrictions, '{}') AS held_back
    FROM accounts_membership somebody
    LEFT JOIN blocked ON blocked.id = somebody.id
    LEFT JOIN restricted ON restricted.id = somebody.id
    WHERE somebody.school_id = %(school)s
),
settled AS (
    UPDATE accounts_membership somebody
    SET blocked_at = held_at, blocked_until = held_until, restrictions = held_back
    FROM before
    WHERE before.id = somebody.id
    AND (held_at, held_until, held_back)
        IS DISTINCT FROM (before.blocked_at, before.blocked_until, before.restrictions)
    RETURNING somebody.user_id, held_at IS NOT NULL AND (
        before.blocked_at IS NULL OR before.blocked_until <= %(now)s
    ) AS is_out
)
SELECT DISTINCT user_id FROM settled WHERE is_out
"""


def settle(school_id: int) -> None:
    """Call it in the transaction that changed what is in force. Those who are out from now on are
    signed out everywhere; where a project took somebody into another school, they are out there
    too, and in again.
    """
    _write(school_id)
    roll.follow(school_id)


def settle_who_came(school_id: int) -> None:
    """After a change of the roll or of duties: whom it brings is out while all of their profile are."""
    if ProfileBlock.objects.in_force().filter(school=school_id).exists():
        _write(school_id)


def _write(school_id: int) -> None:
    # Only then is whatever was decided beside this in sight.
    hold_school(school_id)
    told: dict[str, int | str | datetime | list[str]] = {
        "school": school_id,
        "now": clock.now(),
        "block": MeasureKind.BLOCK,
        "restrict": MeasureKind.RESTRICT,
        "handling": [str(duty) for duty in HANDLING],
    }
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, told)
        out = [user_id for (user_id,) in cursor.fetchall()]
    if out:
        end_sessions_of(out)
