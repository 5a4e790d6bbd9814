"""The statements behind `feed`. They run under the school wall, so `school_id` leads in each index.

A page costs one statement, whatever the number of groups and entries: each group gives its newest
by index, the merge of these is cut, and only what is left is told in full.
"""

PAGE = 20

# Who reads, when they came last, and their children. What `looked` writes counts for this page.
_READER = """
WITH me AS (SELECT * FROM unnest(%(mine)s::bigint[], %(schools)s::bigint[]) AS me (id, school_id)),
looked AS (
    INSERT INTO newsfeed_visit (school_id, membership_id, since, at)
    SELECT me.school_id, me.id, %(now)s, %(now)s
    FROM me LEFT JOIN newsfeed_visit visit ON visit.membership_id = me.id
    WHERE %(visiting)s AND (visit.at IS NULL OR visit.at < %(now)s - %(visit)s)
    ON CONFLICT (membership_id) DO UPDATE SET since = newsfeed_visit.at, at = EXCLUDED.at
    RETURNING since
),
last_visit AS (
    SELECT max(since) AS since FROM (
        SELECT since FROM looked
        UNION ALL
        SELECT visit.since FROM newsfeed_visit visit JOIN me ON visit.membership_id = me.id
    ) AS visits
),
child AS (
    SELECT student.id, person.first_name
    FROM me
    JOIN accounts_guardianship guardianship ON guardianship.guardian_id = me.id
    JOIN accounts_membership student
        ON student.id = guardianship.student_id AND student.closed_at IS NULL
    JOIN accounts_user person ON person.id = student.user_id
),
"""

_THERE = """entry.deleted_at IS NULL AND entry.removed_at IS NULL AND entry.author_id IS NOT NULL
    AND entry.published_at IS NOT NULL
    AND (entry.expires_at IS NULL OR entry.expires_at > %(now)s)"""

# `wanted` is only asked when the feed is narrowed to a class, a project or a child of one's own.
_NEWEST = """
wanted AS (
    SELECT id FROM accounts_group WHERE school_class_id = %(class_id)s
    UNION
    SELECT id FROM accounts_group WHERE id = %(project_id)s AND kind = 'project'
    UNION
    SELECT of_child.id FROM child
    LEFT JOIN accounts_enrolment enrolment ON enrolment.membership_id = child.id
    JOIN accounts_group of_child
        ON of_child.school_class_id = enrolment.school_class_id OR of_child.person_id = child.id
    WHERE child.id = %(child_id)s
),
page AS (
    SELECT published_at, entry_id FROM (
        SELECT of_group.published_at, of_group.entry_id
        FROM me JOIN accounts_groupmember member ON member.membership_id = me.id
        CROSS JOIN LATERAL (
            SELECT audience.published_at, audience.entry_id
            FROM newsfeed_audience audience JOIN newsfeed_entry entry ON entry.id = audience.entry_id
            WHERE audience.school_id = member.school_id AND audience.group_id = member.group_id
            AND (audience.published_at, audience.entry_id) %(beyond)s (%(at)s, %(entry_id)s)
            AND %(there)s
            ORDER BY audience.published_at %(order)s, audience.entry_id %(order)s LIMIT %(size)s
        ) of_group
        WHERE NOT %(narrowed)s OR member.group_id IN (SELECT id FROM wanted)
        UNION
        SELECT of_mine.published_at, of_mine.id
        FROM me CROSS JOIN LATERAL (
            SELECT entry.published_at, entry.id FROM newsfeed_entry entry
            WHERE entry.school_id = me.school_id AND entry.author_id = me.id
            AND (entry.published_at, entry.id) %(beyond)s (%(at)s, %(entry_id)s)
            AND %(there)s
            AND (NOT %(narrowed)s OR EXISTS (
                SELECT FROM newsfeed_audience audience JOIN wanted ON wanted.id = audience.group_id
                WHERE audience.entry_id = entry.id
            ))
            ORDER BY entry.published_at %(order)s, entry.id %(order)s LIMIT %(size)s
        ) of_mine
    ) AS found
    ORDER BY published_at %(order)s, entry_id %(order)s LIMIT %(size)s
)
"""

_ALONE = """
page AS (
    SELECT entry.published_at, entry.id AS entry_id
    FROM newsfeed_entry entry WHERE entry.id = %(entry_id)s AND %(there)s
)
"""

_TOLD = """
SELECT entry.id, entry.school_id, entry.title, entry.body, entry.edited_at, entry.comments_open,
    page.published_at, author.profile, author.home_profile, person.id AS user_id,
    person.first_name || ' ' || person.last_name AS name, person.face,
    author.id = ANY (%(mine)s) AS is_mine,
    COALESCE(page.published_at > last_visit.since, false)
        AND author.id <> ALL (%(mine)s) AS is_new,
    (
        SELECT count(*) FROM newsfeed_comment comment
        WHERE comment.entry_id = entry.id AND comment.deleted_at IS NULL
        AND comment.removed_at IS NULL AND comment.author_id IS NOT NULL
    ) AS comments,
    (
        SELECT json_agg(json_build_object(
            'kind', of_audience.kind, 'profile', of_audience.profile, 'class_id', room.id,
            'name', COALESCE(room.name, of_audience.name), 'colour', room.colour,
            'group_id', of_audience.id, 'ends_at', of_audience.ends_at
        ) ORDER BY of_audience.id)
        FROM newsfeed_audience audience
        JOIN accounts_group of_audience ON of_audience.id = audience.group_id
        LEFT JOIN accounts_schoolclass room ON room.id = of_audience.school_class_id
        WHERE audience.entry_id = entry.id
    ) AS audience,
    (
        SELECT json_agg(child ORDER BY child.first_name) FROM child WHERE EXISTS (
            SELECT FROM newsfeed_audience audience
            JOIN accounts_group of_audience ON of_audience.id = audience.group_id
            WHERE audience.entry_id = entry.id AND (
                of_audience.person_id = child.id OR EXISTS (
                    SELECT FROM accounts_enrolment enrolment
                    WHERE enrolment.membership_id = child.id
                    AND enrolment.school_class_id = of_audience.school_class_id
                )
            )
        )
    ) AS children,
    (
        SELECT json_agg(json_build_object(
            'id', picture.id, 'description', picture.description,
            'width', file.width, 'height', file.height
        ) ORDER BY picture.id)
        FROM newsfeed_picture picture JOIN uploads_storedfile file ON file.id = picture.file_id
        WHERE picture.entry_id = entry.id
    ) AS pictures
FROM page
CROSS JOIN last_visit
JOIN newsfeed_entry entry ON entry.id = page.entry_id
JOIN accounts_membership author ON author.id = entry.author_id
JOIN accounts_user person ON person.id = author.user_id
ORDER BY page.published_at DESC, page.entry_id DESC
"""


def _reading(page: str, **parts: str) -> str:
    """The statement for a page; the parts are SQL of ours, everything else is given as values."""
    for name, part in {"there": _THERE, "size": str(PAGE + 1), **parts}.items():
        page = page.replace(f"%({name})s", part)
    return _READER + page + _TOLD


OLDER = _reading(_NEWEST, beyond="<", order="DESC")
NEWER = _reading(_NEWEST, beyond=">", order="ASC")
ALONE = _reading(_ALONE)
