"""Who is in a project: while it runs, whoever its classes have, like the automatic groups."""

from django.db import connection

from core import clock

# An ended project keeps those it had. Whoever was taken out by hand stays out.
_MEMBERS = """
WITH running AS (
    SELECT id, group_id, asked_by_id, with_parents FROM contacts_project
    WHERE school_id = %(school)s AND state = 'running' AND until > %(now)s
),
taking_part AS (
    SELECT running.id AS project_id, enrolment.membership_id
    FROM running
    JOIN contacts_projectclass of_project ON of_project.project_id = running.id
    JOIN accounts_enrolment enrolment ON enrolment.school_class_id = of_project.school_class_id
    UNION
    SELECT id, asked_by_id FROM running
),
with_guardians AS (
    SELECT project_id, membership_id FROM taking_part
    UNION
    SELECT running.id, guardianship.guardian_id
    FROM running JOIN taking_part ON taking_part.project_id = running.id
    JOIN accounts_membership child
        ON child.id = taking_part.membership_id AND child.closed_at IS NULL
    JOIN accounts_guardianship guardianship ON guardianship.student_id = child.id
    WHERE running.with_parents
),
expected AS (
    SELECT running.group_id, membership.id AS membership_id
    FROM running JOIN with_guardians ON with_guardians.project_id = running.id
    JOIN accounts_membership membership
        ON membership.id = with_guardians.membership_id AND membership.closed_at IS NULL
    WHERE NOT EXISTS (
        SELECT FROM contacts_projectabsence absence
        WHERE absence.project_id = running.id AND absence.membership_id = membership.id
    )
),
gone AS (
    DELETE FROM accounts_groupmember member USING running, accounts_membership membership
    WHERE member.group_id = running.group_id
    AND membership.id = member.membership_id AND membership.home_id IS NULL AND NOT EXISTS (
        SELECT FROM expected
        WHERE expected.group_id = member.group_id
        AND expected.membership_id = member.membership_id
    )
)
INSERT INTO accounts_groupmember (school_id, group_id, membership_id)
SELECT %(school)s, group_id, membership_id FROM expected
ON CONFLICT DO NOTHING
"""


def sync_projects(school_id: int) -> None:
    """Makes the running projects of a school have whom its roll says; within its wall, in the
    transaction that changed roll or project.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"school": school_id, "now": clock.now()})
