"""The people of an invited school in the project of another, as guests there.

Which of them follows the roll of the classes their school chose. A guest is in projects and in
nothing else, and is closed with the last of them, or with the account at home.
"""

from contextlib import AbstractContextManager
from datetime import datetime

from django.db import connection

from contacts.models import Invitation
from core import clock, wall

_COMING = """
WITH coming AS (
    SELECT DISTINCT somebody.user_id, somebody.profile
    FROM contacts_invitedclass invited
    JOIN accounts_enrolment enrolment ON enrolment.school_class_id = invited.school_class_id
    JOIN accounts_membership somebody ON somebody.id = enrolment.membership_id
    WHERE invited.invitation_id = %(invitation)s AND %(takes_part)s
    AND somebody.closed_at IS NULL
    AND (somebody.blocked_at IS NULL OR somebody.blocked_until <= %(now)s)
),
"""
# One who is no guest of a project there, but of the school, keeps that and is left out.
_GUESTS = f"""
{_COMING}
running AS (
    SELECT id FROM contacts_project
    WHERE id = %(project)s AND state = 'running' AND until > %(now)s
)
INSERT INTO accounts_membership
    (school_id, user_id, profile, duties, external_id, home_id, home_profile)
SELECT %(host)s, user_id, 'guest', '{{}}', '', %(home)s, min(profile)
FROM coming WHERE EXISTS (SELECT FROM running) GROUP BY user_id
ON CONFLICT (user_id, school_id, profile) DO UPDATE SET closed_at = NULL
    WHERE accounts_membership.home_id = EXCLUDED.home_id
"""  # noqa: S608  (a part of ours)
_MEMBERS = f"""
{_COMING}
running AS (
    SELECT id, group_id FROM contacts_project
    WHERE id = %(project)s AND state = 'running' AND until > %(now)s
),
expected AS (
    SELECT running.group_id, guest.id AS membership_id
    FROM running JOIN coming ON true
    JOIN accounts_membership guest ON guest.user_id = coming.user_id
        AND guest.school_id = %(host)s AND guest.home_id = %(home)s AND guest.closed_at IS NULL
    WHERE NOT EXISTS (
        SELECT FROM contacts_projectabsence absence
        WHERE absence.project_id = running.id AND absence.membership_id = guest.id
    )
),
gone AS (
    DELETE FROM accounts_groupmember member USING contacts_project project, accounts_membership guest
    WHERE project.id = %(project)s AND member.group_id = project.group_id
    AND guest.id = member.membership_id AND guest.home_id = %(home)s
    -- What is over is read on, unless their school took them out.
    AND (project.id IN (SELECT id FROM running) OR NOT %(takes_part)s) AND NOT EXISTS (
        SELECT FROM expected
        WHERE expected.group_id = member.group_id
        AND expected.membership_id = member.membership_id
    )
)
INSERT INTO accounts_groupmember (school_id, group_id, membership_id)
SELECT %(host)s, group_id, membership_id FROM expected
ON CONFLICT DO NOTHING
"""  # noqa: S608  (a part of ours)
_CLOSED = """
UPDATE accounts_membership guest SET closed_at = %(now)s
WHERE guest.school_id = %(host)s AND guest.home_id = %(home)s AND guest.closed_at IS NULL
AND (
    NOT EXISTS (
        SELECT FROM accounts_groupmember member WHERE member.membership_id = guest.id
    )
    OR NOT EXISTS (
        SELECT FROM accounts_membership own
        WHERE own.user_id = guest.user_id AND own.school_id = %(home)s AND own.closed_at IS NULL
        AND (own.blocked_at IS NULL OR own.blocked_until <= %(now)s)
    )
)
"""
# The words by which the host's administrators find them.
_NAMES = """
INSERT INTO accounts_nameword (school_id, membership_id, word)
SELECT DISTINCT %(host)s, guest.id, word
FROM accounts_membership guest
JOIN accounts_user person ON person.id = guest.user_id
CROSS JOIN unnest(string_to_array(person.folded_name, ' ')) AS word
WHERE guest.school_id = %(host)s AND guest.home_id = %(home)s AND word <> ''
ON CONFLICT DO NOTHING
"""


def both_open(invitation: Invitation) -> AbstractContextManager[None]:
    """Both walls, for as long as the block lasts: the invited school and its host."""
    return wall.within(invitation.host_id, invitation.school_id)


def sync_guests(invitation: Invitation) -> None:
    """Makes the project of the host have whom the invited school says; in a transaction."""
    told: dict[str, int | bool | datetime] = {
        "invitation": invitation.pk,
        "host": invitation.host_id,
        "home": invitation.school_id,
        "project": invitation.project_there,
        "takes_part": invitation.state == Invitation.State.AGREED,
        "now": clock.now(),
    }
    with both_open(invitation), connection.cursor() as cursor:
        for statement in (_GUESTS, _MEMBERS, _CLOSED, _NAMES):
            cursor.execute(statement, told)


def follow_roll(school_id: int) -> None:
    """After a change of the roll, or of who is blocked, in an invited school."""
    for invitation in Invitation.objects.taking_part().filter(school=school_id):
        sync_guests(invitation)
