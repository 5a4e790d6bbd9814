"""What the statements of `newsfeed.sql` tell of each entry and each notice on a page."""

TOLD = """
SELECT page.at, page.source, page.key,
    COALESCE(page.at > last_visit.since AND author.id <> ALL (%(mine)s), page.at > last_visit.since,
        false) AS is_new,
    CASE page.source %(facts)s END AS facts,
    entry.id, COALESCE(entry.school_id, reader.school_id) AS school_id, entry.title, entry.body,
    entry.edited_at, entry.comments_open,
    EXISTS (
        SELECT FROM newsfeed_audience audience
        JOIN accounts_group of_audience ON of_audience.id = audience.group_id
        WHERE audience.entry_id = entry.id AND audience.is_pinned
        AND of_audience.school_class_id = %(class_id)s
    ) AS is_pinned,
    page.at AS published_at, author.profile, author.home_profile, person.id AS user_id,
    person.first_name || ' ' || person.last_name AS name, person.face,
    author.id = ANY (%(mine)s) AS is_mine,
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
            'id', attachment.id, 'description', attachment.description, 'name', file.name,
            'content_type', file.content_type, 'size', file.size,
            'width', file.width, 'height', file.height
        ) ORDER BY attachment.id)
        FROM newsfeed_entryfile attachment
        JOIN uploads_storedfile file ON file.id = attachment.file_id
        WHERE attachment.entry_id = entry.id
    ) AS files,
    json_build_object('counts', (
        SELECT json_agg(json_build_array(kind, number) ORDER BY kind) FROM (
            SELECT kind, count(*) AS number FROM newsfeed_reaction reaction
            WHERE reaction.school_id = entry.school_id AND reaction.entry_id = entry.id
            GROUP BY kind
        ) AS counted
    ), 'names', (
        SELECT json_agg(name) FROM (
            SELECT one.first_name || ' ' || one.last_name AS name
            FROM newsfeed_reaction reaction
            JOIN accounts_membership reacting ON reacting.id = reaction.by_id
            JOIN accounts_user one ON one.id = reacting.user_id
            WHERE reaction.school_id = entry.school_id AND reaction.entry_id = entry.id
            ORDER BY reaction.by_id LIMIT 2
        ) AS named
    )) AS reactions,
    (
        SELECT kind FROM newsfeed_reaction reaction
        WHERE reaction.school_id = entry.school_id AND reaction.entry_id = entry.id
        AND reaction.by_id = ANY (%(mine)s) ORDER BY reaction.by_id LIMIT 1
    ) AS feeling,
"""

FROM = """
FROM page
CROSS JOIN last_visit
LEFT JOIN me reader ON reader.id = page.mine
LEFT JOIN newsfeed_entry entry ON page.source = 0 AND entry.id = page.key
LEFT JOIN accounts_membership author ON author.id = entry.author_id
LEFT JOIN accounts_user person ON person.id = author.user_id
ORDER BY page.at DESC, page.key DESC, page.source DESC
"""

FACTS = """WHEN {number} THEN (
        SELECT of_source.facts FROM me CROSS JOIN LATERAL (
            SELECT {facts} AS facts {rows} AND {key} = page.key
        ) of_source WHERE me.id = page.mine
    ) """
