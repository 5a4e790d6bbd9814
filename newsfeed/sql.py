"""The statements behind `feed`. They run under the school wall, so `school_id` leads in each index.

A page costs one statement, whatever the number of groups and entries: each group gives its newest
by index, and so does each source of notices; the merge of these is cut, and only what is left is
told. What few entries have, and what a notice says, is asked after it, once for all of a page that
has any (`newsfeed.told`).
"""

from collections.abc import Callable
from functools import cache

from core import feed_notices
from core.feed_notices import Source
from newsfeed.told import CHILD, CONCERNED, ME, TOLD

PAGE = 20

# Who reads, and what they have seen. What `looked` writes counts for this page.
_READER = """
WITH {me},
{child},
{concerned},
looked AS (
    INSERT INTO newsfeed_visit (school_id, membership_id, since, at)
    SELECT me.school_id, me.id, %(now)s, %(now)s
    FROM me LEFT JOIN newsfeed_visit visit ON visit.membership_id = me.id
    WHERE %(visiting)s AND (
        visit.at IS NULL OR visit.since < visit.at AND visit.at < %(now)s - %(visit)s
    )
    ON CONFLICT (membership_id) DO UPDATE SET since = newsfeed_visit.at
    RETURNING since, at
),
last_visit AS (
    SELECT max(since) AS since, max(at) AS seen FROM (
        SELECT since, at FROM looked
        UNION ALL
        SELECT visit.since, visit.at FROM newsfeed_visit visit JOIN me ON visit.membership_id = me.id
    ) AS visits
),
"""

THERE = """entry.deleted_at IS NULL AND entry.removed_at IS NULL AND entry.author_id IS NOT NULL
    AND entry.published_at IS NOT NULL
    AND (entry.expires_at IS NULL OR entry.expires_at > %(now)s)"""

# What is kept at the top of a class comes with its first page, and not again where it was.
_WANTED = """
wanted AS (
    SELECT id FROM accounts_group WHERE school_class_id = %(class_id)s
    UNION
    SELECT id FROM accounts_group WHERE id = %(project_id)s AND kind = 'project'
    UNION
    SELECT group_id FROM concerned WHERE id = %(child_id)s
),
pinned AS (
    SELECT DISTINCT audience.published_at AS at, audience.entry_id AS key
    FROM me JOIN accounts_groupmember member ON member.membership_id = me.id
    JOIN newsfeed_audience audience ON audience.school_id = member.school_id
        AND audience.group_id = member.group_id AND audience.is_pinned
    JOIN newsfeed_entry entry ON entry.id = audience.entry_id
    WHERE %(class_id)s::bigint IS NOT NULL AND NOT %(unread)s
    AND COALESCE(%(source)s::int, 0) = 0
    AND member.group_id IN (SELECT id FROM wanted) AND %(there)s
),
shown AS (
    SELECT * FROM unnest(
        %(shown_sources)s::int[], %(shown_keys)s::bigint[], %(shown_moments)s::timestamptz[]
    ) AS shown (source, key, at)
    UNION ALL SELECT 0, key, at FROM pinned
),
bounds AS (
    SELECT CASE WHEN %(unread)s THEN since ELSE '-infinity' END AS since FROM last_visit
),
"""

_FOUND = """
page AS (
    (SELECT at, key, source, mine FROM (
        SELECT of_group.at, of_group.key, 0 AS source, NULL::bigint AS mine
        FROM me JOIN accounts_groupmember member ON member.membership_id = me.id
        CROSS JOIN LATERAL (
            SELECT audience.published_at AS at, audience.entry_id AS key
            FROM newsfeed_audience audience JOIN newsfeed_entry entry ON entry.id = audience.entry_id
            WHERE audience.school_id = member.school_id AND audience.group_id = member.group_id
            AND (audience.published_at, audience.entry_id) %(beyond_entry)s
            AND %(there)s %(wanted_of_group)s
            ORDER BY audience.published_at %(order)s, audience.entry_id %(order)s LIMIT %(size)s
        ) of_group
        WHERE %(wanted_groups)s
        UNION
        SELECT of_mine.at, of_mine.key, 0, NULL
        FROM me CROSS JOIN LATERAL (
            SELECT entry.published_at AS at, entry.id AS key FROM newsfeed_entry entry
            WHERE entry.school_id = me.school_id AND entry.author_id = me.id
            AND (entry.published_at, entry.id) %(beyond_entry)s
            AND %(there)s %(wanted_of_mine)s
            ORDER BY entry.published_at %(order)s, entry.id %(order)s LIMIT %(size)s
        ) of_mine
        %(notices)s
    ) AS found
    ORDER BY at %(order)s, key %(order)s, source %(order)s LIMIT %(size)s)
    %(kept_at_the_top)s
)
"""

_NOTICES = """
        UNION ALL
        SELECT of_source.at, of_source.key, {number}, me.id
        FROM me CROSS JOIN LATERAL (
            SELECT {at} AS at, {key} AS key {rows}
            AND ({at}, {key}) %(beyond_{number})s
            AND NOT EXISTS (
                SELECT FROM newsfeed_dismissal dismissal
                WHERE dismissal.membership_id = me.id AND dismissal.source = {number}
                AND dismissal.key = {key} AND dismissal.at >= {at}
            ) {wanted}
            ORDER BY {at} %(order)s, {key} %(order)s LIMIT %(size)s
        ) of_source
"""

# What narrows the feed, or leaves out what a page shows already. PostgreSQL sets up whatever stands
# in a statement before it runs it, needed or not, so the feed as a whole does without these.
_NARROWED = {
    "wanted_of_group": """
            AND audience.published_at > (SELECT since FROM bounds)
            AND (NOT %(unread)s OR entry.author_id <> ALL (%(mine)s))
            AND NOT EXISTS (SELECT FROM shown WHERE source = 0 AND key = entry.id)
            AND (NOT %(to_confirm)s OR entry.wants_confirmation AND NOT EXISTS (
                SELECT FROM newsfeed_confirmation confirmation
                WHERE confirmation.entry_id = entry.id AND confirmation.membership_id = me.id
                AND confirmation.confirmed_at IS NOT NULL
            ))""",
    "wanted_groups": """COALESCE(%(source)s::int, 0) = 0
        AND (NOT %(narrowed)s OR member.group_id IN (SELECT id FROM wanted))
        AND (NOT %(to_confirm)s OR EXISTS (
            SELECT FROM accounts_membership guardian
            WHERE guardian.id = me.id AND guardian.profile = 'parent'
        ))""",
    "wanted_of_mine": """
            AND COALESCE(%(source)s::int, 0) = 0 AND NOT %(unread)s AND NOT %(to_confirm)s
            AND NOT EXISTS (SELECT FROM shown WHERE source = 0 AND key = entry.id)
            AND (NOT %(narrowed)s OR EXISTS (
                SELECT FROM newsfeed_audience audience JOIN wanted ON wanted.id = audience.group_id
                WHERE audience.entry_id = entry.id
            ))""",
    "kept_at_the_top": """
        UNION ALL SELECT at, key, 0, NULL FROM pinned
        WHERE %(at_the_top)s AND key <> ALL (%(kept)s::bigint[])""",
}
_NARROWED_NOTICES = """
            AND COALESCE(%(source)s::int, {number}) = {number} AND ({asks} OR NOT %(to_confirm)s)
            AND {at} > (SELECT since FROM bounds)
            AND NOT EXISTS (
                SELECT FROM shown
                WHERE shown.source = {number} AND shown.key = {key} AND shown.at = {at}
            )
            AND (NOT %(narrowed)s
                OR EXISTS (SELECT FROM ({groups}) of_group (id) JOIN wanted USING (id))
                OR EXISTS (SELECT FROM ({children}) of_child (id) WHERE id = %(child_id)s))"""
_WHOLE = {
    "wanted_of_group": "",
    "wanted_groups": "true",
    "wanted_of_mine": "",
    "kept_at_the_top": "",
}

_ALONE = """
page AS (
    SELECT entry.published_at AS at, entry.id AS key, 0 AS source, NULL::bigint AS mine
    FROM newsfeed_entry entry WHERE entry.id = ANY (%(keys)s) AND %(there)s
)
"""

# What has a day between `start` and `end`, or asks to be confirmed since `asked_from`. No event takes
# more than a hundred days.
_OF_DAYS = """
dated AS (
    SELECT entry_id FROM newsfeed_event
    WHERE school_id = ANY (%(schools)s) AND starts_at < %(end)s AND ends_at >= %(start)s
    AND starts_at > %(start)s - interval '100 days'
    UNION
    SELECT entry_id FROM newsfeed_task
    WHERE school_id = ANY (%(schools)s) AND due_on BETWEEN %(first_day)s AND %(last_day)s
    UNION
    SELECT id FROM newsfeed_entry
    WHERE school_id = ANY (%(schools)s) AND wants_confirmation
    AND published_at >= %(asked_from)s AND published_at < %(end)s
),
page AS (
    SELECT entry.published_at AS at, entry.id AS key, 0 AS source, NULL::bigint AS mine
    FROM dated JOIN newsfeed_entry entry ON entry.id = dated.entry_id
    WHERE %(there)s AND (entry.author_id = ANY (%(mine)s) OR EXISTS (
        SELECT FROM newsfeed_audience audience
        JOIN accounts_groupmember member ON member.group_id = audience.group_id
        JOIN me ON me.id = member.membership_id
        WHERE audience.entry_id = entry.id
    ))
    ORDER BY at DESC LIMIT 300
)
"""

# Not published yet: its author looks at it as it will be read.
_PREVIEW = """
page AS (
    SELECT CASE entry.state WHEN 'waiting' THEN entry.written_at
            ELSE COALESCE(entry.published_at, entry.publish_at, %(now)s) END AS at,
        entry.id AS key, 0 AS source, NULL::bigint AS mine
    FROM newsfeed_entry entry WHERE entry.id = %(key)s
)
"""


@cache
def older(profiles: frozenset[str], *, narrowed: bool) -> str:
    """For a reader of these profiles: what concerns others alone is not asked."""
    return _reading(
        _found(
            "DESC",
            lambda number: f"%(key)s::bigint + ({number} < %(place_source)s::int)::int",
            profiles,
            narrowed=narrowed,
        )
    )


@cache
def newer(profiles: frozenset[str]) -> str:
    return _reading(
        _found(
            "ASC",
            lambda number: f"%(key)s::bigint - ({number} > %(place_source)s::int)::int",
            profiles,
            narrowed=True,
        )
    )


@cache
def alone() -> str:
    return _reading(_ALONE)


@cache
def preview() -> str:
    return _reading(_PREVIEW)


@cache
def of_days() -> str:
    return _reading(_OF_DAYS)


@cache
def dismissing(source: Source) -> str:
    """Dismisses a notice of one of `mine` as it is now; gives a row if there is such a one."""
    return """
        WITH {me}
        INSERT INTO newsfeed_dismissal (school_id, membership_id, source, key, at)
        SELECT me.school_id, me.id, {number}, of_source.key, of_source.at
        FROM me CROSS JOIN LATERAL (
            SELECT {at} AS at, {key} AS key {rows} AND {key} = %(key)s
        ) of_source
        ON CONFLICT (membership_id, source, key) DO UPDATE SET at = EXCLUDED.at
        RETURNING membership_id
    """.format(me=ME, **_parts(source))  # noqa: S608  (SQL of ours)


def _found(
    order: str, key: "Callable[[int], str]", profiles: frozenset[str], *, narrowed: bool
) -> str:
    """In one order, from a place on: what came in the same moment is sorted by key and source."""
    sign = "<" if order == "DESC" else ">"
    page = _WANTED + _FOUND if narrowed else _FOUND
    for name, condition in (_NARROWED if narrowed else _WHOLE).items():
        page = page.replace(f"%({name})s", condition)
    notices = _NOTICES.replace("{wanted}", _NARROWED_NOTICES if narrowed else "")
    concerning = feed_notices.concerning(profiles)
    sources = [(each.number, notices.format(**_parts(each))) for each in concerning]
    page = page.replace("%(notices)s", "".join(notice for _number, notice in sources))
    page = page.replace("%(order)s", order)
    page = page.replace("%(beyond_entry)s", f"{sign} (%(at)s, {key(0)})")
    for number, _notice in sources:
        page = page.replace(f"%(beyond_{number})s", f"{sign} (%(at)s, {key(number)})")
    return page


def _reading(page: str) -> str:
    """The statement for a page; the parts are SQL of ours, everything else is given as values."""
    statement = _READER.format(me=ME, child=CHILD, concerned=CONCERNED) + page + TOLD
    return statement.replace("%(there)s", THERE).replace("%(size)s", str(PAGE + 1))


def _parts(source: Source) -> dict[str, object]:
    return vars(source)
