"""What is told of the entries on a page that ask something of their readers, or were answered."""

from newsfeed.told import CHILD, ME

# For whom somebody ticks what is done: themselves if they are a student, and their children.
_LEARNER = """learner AS (
    SELECT child.id, child.school_id, child.first_name FROM child
    UNION
    SELECT me.id, me.school_id, person.first_name
    FROM me
    JOIN accounts_membership mine
        ON mine.id = me.id AND 'student' IN (mine.profile, mine.home_profile)
    JOIN accounts_user person ON person.id = mine.user_id
)"""

# `newsfeed.roll.children_of` says the same of one entry and all children.
CONCERNS = """
    EXISTS (
        SELECT FROM newsfeed_audience audience
        JOIN accounts_group of_audience ON of_audience.id = audience.group_id
        WHERE audience.entry_id = entry.id AND of_audience.profile IN ('', 'student', 'parent')
        AND (
            of_audience.kind = 'school' AND of_audience.school_id = learner.school_id
            OR of_audience.person_id = learner.id
            OR EXISTS (
                SELECT FROM accounts_enrolment enrolment WHERE enrolment.membership_id = learner.id
                AND enrolment.school_class_id = of_audience.school_class_id
            )
            OR of_audience.kind = 'project' AND EXISTS (
                SELECT FROM accounts_groupmember member
                WHERE member.membership_id = learner.id AND member.group_id = of_audience.id
            )
        )
    )
"""

# What this reader is asked and has answered, and whether they see who has.
PARTS = f"""
WITH {ME},
{CHILD},
{_LEARNER}
SELECT entry.id,
    (
        SELECT json_agg(name) FROM (
            SELECT one.first_name || ' ' || one.last_name AS name
            FROM newsfeed_reaction reaction
            JOIN accounts_membership reacting ON reacting.id = reaction.by_id
            JOIN accounts_user one ON one.id = reacting.user_id
            WHERE reaction.school_id = entry.school_id AND reaction.entry_id = entry.id
            ORDER BY reaction.by_id LIMIT 2
        ) AS named
    ) AS names,
    (
        SELECT kind FROM newsfeed_reaction reaction
        WHERE reaction.school_id = entry.school_id AND reaction.entry_id = entry.id
        AND reaction.by_id = ANY (%(mine)s) ORDER BY reaction.by_id LIMIT 1
    ) AS feeling,
    CASE WHEN entry.wants_confirmation THEN (
        SELECT json_build_object('confirmed_at', confirmation.confirmed_at)
        FROM me
        JOIN accounts_membership guardian ON guardian.id = me.id AND guardian.profile = 'parent'
        LEFT JOIN newsfeed_confirmation confirmation
            ON confirmation.entry_id = entry.id AND confirmation.membership_id = me.id
        WHERE EXISTS (
            SELECT FROM newsfeed_audience audience
            JOIN accounts_groupmember member ON member.group_id = audience.group_id
            WHERE audience.entry_id = entry.id AND member.membership_id = me.id
        )
        LIMIT 1
    ) END AS asked,
    CASE WHEN entry.wants_confirmation
        OR EXISTS (SELECT FROM newsfeed_task task WHERE task.entry_id = entry.id)
        OR EXISTS (SELECT FROM newsfeed_event event WHERE event.entry_id = entry.id)
    THEN (
        SELECT json_agg(json_build_object(
            'id', learner.id, 'first_name', learner.first_name,
            'is_me', learner.id = ANY (%(mine)s), 'is_done', EXISTS (
                SELECT FROM newsfeed_done done JOIN newsfeed_task task ON task.id = done.task_id
                WHERE task.entry_id = entry.id AND done.student_id = learner.id
            )
        ) ORDER BY learner.first_name)
        FROM learner WHERE {CONCERNS}
    ) END AS learners,
    (
        SELECT json_build_object(
            'mine', (
                SELECT vote.choices FROM newsfeed_vote vote JOIN me ON me.id = vote.membership_id
                WHERE vote.poll_id = poll.id LIMIT 1
            ),
            'voters', (SELECT count(*) FROM newsfeed_vote vote WHERE vote.poll_id = poll.id),
            'counts', (
                SELECT json_object_agg(counted.choice, counted.votes) FROM (
                    SELECT choice, count(*) AS votes
                    FROM newsfeed_vote vote CROSS JOIN unnest(vote.choices) AS choice
                    WHERE vote.poll_id = poll.id GROUP BY choice
                ) counted
            )
        ) FROM newsfeed_poll poll WHERE poll.entry_id = entry.id
    ) AS tally,
    (entry.wants_confirmation
        OR EXISTS (SELECT FROM newsfeed_task task WHERE task.entry_id = entry.id))
    AND EXISTS (
        SELECT FROM newsfeed_audience audience
        JOIN accounts_group of_audience ON of_audience.id = audience.group_id
        WHERE audience.entry_id = entry.id AND of_audience.profile IN ('', 'student', 'parent')
        AND (entry.author_id = ANY (%(mine)s) OR EXISTS (
            SELECT FROM me
            JOIN accounts_membership teacher ON teacher.id = me.id AND teacher.profile = 'teacher'
            JOIN accounts_enrolment taught ON taught.membership_id = me.id
            WHERE taught.school_class_id = of_audience.school_class_id
                OR of_audience.kind = 'school' AND of_audience.school_id = me.school_id
                OR of_audience.kind = 'project' AND EXISTS (
                    SELECT FROM accounts_groupmember member
                    JOIN accounts_membership student
                        ON student.id = member.membership_id AND student.profile = 'student'
                    JOIN accounts_enrolment learning ON learning.membership_id = student.id
                    WHERE member.group_id = of_audience.id
                    AND learning.school_class_id = taught.school_class_id
                )
        ))
    ) AS may_follow
FROM newsfeed_entry entry WHERE entry.id = ANY (%(keys)s)
"""  # noqa: S608  (SQL of ours)
