"""What is told of the entries and the notices on a page once these are found (`newsfeed.sql`)."""

from functools import cache

from accounts.hiding import hidden_sql
from core import feed_notices

# Who reads.
ME = """me AS (
    SELECT * FROM unnest(%(mine)s::bigint[], %(schools)s::bigint[]) AS me (id, school_id)
)"""

CHILD = """child AS (
    SELECT student.id, student.school_id, person.first_name
    FROM me
    JOIN accounts_guardianship guardianship ON guardianship.guardian_id = me.id
    JOIN accounts_membership student
        ON student.id = guardianship.student_id AND student.closed_at IS NULL
    JOIN accounts_user person ON person.id = student.user_id
)"""

# The groups of each child: what is for one of these is about that child.
CONCERNED = """concerned AS MATERIALIZED (
    SELECT child.id, child.first_name, of_child.id AS group_id
    FROM child
    JOIN accounts_enrolment enrolment ON enrolment.membership_id = child.id
    JOIN accounts_group of_child ON of_child.school_class_id = enrolment.school_class_id
    UNION
    SELECT child.id, child.first_name, of_child.id
    FROM child JOIN accounts_group of_child ON of_child.person_id = child.id
)"""

# Of every entry, and of a notice when it was. `newsfeed.parts.sql` tells what few have. A page is for
# few groups, and about few children: these are told once, and each row has the same of it.

TOLD = f""",
common AS (
    SELECT json_build_object(
        'concerned', (
            SELECT json_agg(json_build_array(group_id, id, first_name) ORDER BY first_name)
            FROM concerned
        ),
        'groups', (
            SELECT json_agg(json_build_object(
                'kind', of_audience.kind, 'profile', of_audience.profile, 'class_id', room.id,
                'name', COALESCE(room.name, of_audience.name), 'colour', room.colour,
                'group_id', of_audience.id, 'ends_at', of_audience.ends_at
            ))
            FROM accounts_group of_audience
            LEFT JOIN accounts_schoolclass room ON room.id = of_audience.school_class_id
            WHERE of_audience.id IN (
                SELECT audience.group_id FROM page
                JOIN newsfeed_audience audience ON audience.entry_id = page.key
                WHERE page.source = 0
            )
        )
    )::text AS told
)
SELECT page.at, page.source, page.key,
    COALESCE(page.at > last_visit.since, false) AS is_recent,
    COALESCE(page.at > last_visit.seen, false) AS is_unseen,
    page.mine,
    (SELECT told FROM common) AS common,
    entry.id, COALESCE(entry.school_id, reader.school_id) AS school_id, entry.title, entry.body,
    entry.edited_at, entry.comments_open,
    EXISTS (
        SELECT FROM newsfeed_audience audience
        JOIN accounts_group of_audience ON of_audience.id = audience.group_id
        WHERE audience.entry_id = entry.id AND audience.is_pinned
        AND of_audience.school_class_id = %(class_id)s
    ) AS is_pinned,
    author.profile, author.home_profile, person.id AS user_id,
    person.first_name || ' ' || person.last_name AS name, person.face,
    author.id = ANY (%(mine)s) AS is_mine,
    {hidden_sql("entry", "entry.id")} AS is_hidden,
    (
        SELECT count(*) FROM newsfeed_comment comment
        WHERE comment.entry_id = entry.id AND comment.deleted_at IS NULL
        AND comment.removed_at IS NULL AND comment.author_id IS NOT NULL
    ) AS comments,
    ARRAY(
        SELECT audience.group_id FROM newsfeed_audience audience
        WHERE audience.entry_id = entry.id ORDER BY audience.group_id
    ) AS audience,
    (
        SELECT json_agg(json_build_object(
            'id', attachment.id, 'description', attachment.description, 'name', file.name,
            'content_type', file.content_type, 'size', file.size,
            'width', file.width, 'height', file.height
        ) ORDER BY attachment.id)
        FROM newsfeed_entryfile attachment
        JOIN uploads_storedfile file ON file.id = attachment.file_id
        WHERE attachment.entry_id = entry.id
    ) AS files,
    (
        SELECT json_agg(json_build_array(kind, number) ORDER BY kind) FROM (
            SELECT kind, count(*) AS number FROM newsfeed_reaction reaction
            WHERE reaction.school_id = entry.school_id AND reaction.entry_id = entry.id
            GROUP BY kind
        ) AS counted
    ) AS reactions,
    entry.wants_confirmation,
    (
        SELECT json_build_object(
            'starts_at', event.starts_at, 'ends_at', event.ends_at, 'all_day', event.all_day,
            'place', event.place, 'moved_from', event.moved_from
        ) FROM newsfeed_event event WHERE event.entry_id = entry.id
    ) AS event,
    (
        SELECT json_build_object('kind', task.kind, 'due_on', task.due_on)
        FROM newsfeed_task task WHERE task.entry_id = entry.id
    ) AS task,
    (
        SELECT json_build_object(
            'question', poll.question, 'options', poll.options,
            'takes_several', poll.takes_several, 'closes_on', poll.closes_on
        ) FROM newsfeed_poll poll WHERE poll.entry_id = entry.id
    ) AS poll
FROM page
CROSS JOIN last_visit
LEFT JOIN me reader ON reader.id = page.mine
LEFT JOIN newsfeed_entry entry ON page.source = 0 AND entry.id = page.key
LEFT JOIN accounts_membership author ON author.id = entry.author_id
LEFT JOIN accounts_user person ON person.id = author.user_id
ORDER BY page.at DESC, page.key DESC, page.source DESC
"""  # noqa: S608  (SQL of ours)

_FACTS = """
    SELECT {number} AS source, noticed.key, (
        SELECT of_source.facts FROM me CROSS JOIN LATERAL (
            SELECT {facts} AS facts {rows} AND {key} = noticed.key
        ) of_source WHERE me.id = noticed.mine
    ) AS facts
    FROM noticed WHERE source = {number}
"""


@cache
def facts() -> str:
    """The statement for what notices say: of the rows `sources`, `keys` and `readers` name."""
    each = (_FACTS.format(**vars(source)) for source in feed_notices.sources())
    return f"""
        WITH {ME}, {CHILD}, noticed AS (
            SELECT * FROM unnest(
                %(noticed_sources)s::int[], %(noticed_keys)s::bigint[], %(noticed_of)s::bigint[]
            ) AS noticed (source, key, mine)
        )
        {" UNION ALL ".join(each)}
    """  # noqa: S608  (SQL of ours)
