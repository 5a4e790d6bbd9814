"""The automatic groups: which there are, who is in them, and who may write to whom by default; the
words by which people are found.
"""

from collections.abc import Iterable

from django.db import connection

from accounts.models import Guardianship, School
from accounts.usual_rules import USUAL_RULES
from core import roll

# `of` are the memberships that are looked at; everybody if it is null.
_GROUPS = """
INSERT INTO accounts_group (school_id, kind, profile, school_class_id, person_id, name)
SELECT %(school)s, 'school', profile, NULL::bigint, NULL::bigint, ''
FROM unnest(ARRAY['', 'student', 'parent', 'teacher', 'staff', 'guest']) AS profile
UNION ALL
SELECT school_id, 'class', profile, id, NULL, ''
FROM accounts_schoolclass, unnest(ARRAY['', 'student', 'parent', 'teacher']) AS profile
WHERE school_id = %(school)s
UNION ALL
SELECT school_id, 'family', '', NULL, id, ''
FROM accounts_membership
WHERE school_id = %(school)s AND profile = 'student' AND closed_at IS NULL
    AND (%(of)s::bigint[] IS NULL OR id = ANY(%(of)s::bigint[]))
ON CONFLICT DO NOTHING
RETURNING id
"""

_MEMBERS = """
WITH present AS (
    SELECT id, profile FROM accounts_membership
    WHERE school_id = %(school)s AND closed_at IS NULL
    -- Whom a project brought is in that project and in nothing else.
    AND home_id IS NULL
    AND (%(of)s::bigint[] IS NULL OR id = ANY(%(of)s::bigint[]))
),
automatic AS NOT MATERIALIZED (
    SELECT id, kind, profile, school_class_id, person_id FROM accounts_group
    WHERE school_id = %(school)s AND kind IN ('school', 'class', 'family')
),
in_class AS (
    SELECT enrolment.school_class_id, present.id, present.profile
    FROM accounts_enrolment enrolment JOIN present ON present.id = enrolment.membership_id
    WHERE enrolment.school_id = %(school)s
    UNION
    SELECT enrolment.school_class_id, present.id, present.profile
    FROM accounts_guardianship guardianship
    JOIN accounts_membership student
        ON student.id = guardianship.student_id AND student.closed_at IS NULL
    JOIN accounts_enrolment enrolment ON enrolment.membership_id = guardianship.student_id
    JOIN present ON present.id = guardianship.guardian_id
    WHERE guardianship.school_id = %(school)s
),
in_family AS (
    SELECT id AS student_id, id FROM present WHERE profile = 'student'
    UNION
    SELECT guardianship.student_id, present.id
    FROM accounts_guardianship guardianship
    JOIN accounts_membership child
        ON child.id = guardianship.student_id AND child.closed_at IS NULL
    JOIN present ON present.id = guardianship.guardian_id
    WHERE guardianship.school_id = %(school)s
),
expected AS (
    SELECT automatic.id AS group_id, present.id AS membership_id
    FROM automatic JOIN present ON automatic.profile IN ('', present.profile)
    WHERE automatic.kind = 'school'
    UNION ALL
    SELECT automatic.id, in_class.id
    FROM automatic JOIN in_class ON in_class.school_class_id = automatic.school_class_id
        AND automatic.profile IN ('', in_class.profile)
    WHERE automatic.kind = 'class'
    UNION ALL
    SELECT automatic.id, in_family.id
    FROM automatic JOIN in_family ON in_family.student_id = automatic.person_id
    WHERE automatic.kind = 'family'
),
gone AS (
    DELETE FROM accounts_groupmember member USING automatic
    WHERE member.group_id = automatic.id
    AND (%(of)s::bigint[] IS NULL OR member.membership_id = ANY(%(of)s::bigint[])) AND NOT EXISTS (
        SELECT FROM expected
        WHERE expected.group_id = member.group_id
        AND expected.membership_id = member.membership_id
    )
)
INSERT INTO accounts_groupmember (school_id, group_id, membership_id)
SELECT %(school)s, group_id, membership_id FROM expected
ON CONFLICT DO NOTHING
"""

# Only a school whose groups are new gets them: any other may have decided otherwise.
_RULES = """
INSERT INTO accounts_contactrule (school_id, from_group_id, to_group_id, within)
SELECT %(school)s, sender.id, recipient.id, usual.within
FROM unnest(%(senders)s::text[], %(recipients)s::text[], %(withins)s::text[])
    AS usual (sender, recipient, within)
JOIN accounts_group sender ON sender.kind = 'school' AND sender.profile = usual.sender
    AND sender.id = ANY(%(new_groups)s)
JOIN accounts_group recipient ON recipient.kind = 'school' AND recipient.profile = usual.recipient
    AND recipient.id = ANY(%(new_groups)s)
"""

# The words by which people are found, those of closed accounts too: administrators look for them.
_NAMES = """
WITH expected AS (
    SELECT DISTINCT membership.id AS membership_id, word
    FROM accounts_membership membership
    JOIN accounts_user person ON person.id = membership.user_id
    CROSS JOIN unnest(string_to_array(person.folded_name, ' ')) AS word
    WHERE membership.school_id = %(school)s AND word <> ''
    AND (%(of)s::bigint[] IS NULL OR membership.id = ANY(%(of)s::bigint[]))
),
gone AS (
    DELETE FROM accounts_nameword name WHERE name.school_id = %(school)s
    AND (%(of)s::bigint[] IS NULL OR name.membership_id = ANY(%(of)s::bigint[])) AND NOT EXISTS (
        SELECT FROM expected
        WHERE expected.membership_id = name.membership_id AND expected.word = name.word
    )
)
INSERT INTO accounts_nameword (school_id, membership_id, word)
SELECT %(school)s, membership_id, word FROM expected
WHERE NOT EXISTS (
    SELECT FROM accounts_nameword name
    WHERE name.school_id = %(school)s
    AND name.membership_id = expected.membership_id AND name.word = expected.word
)
"""


def sync_groups(school_id: int, *, of: Iterable[int] | None = None) -> None:
    """Makes the automatic groups of a school, and the words its people are found by, say what its
    roll says; call it in the transaction that changes the roll, within the school's wall. A few
    statements, whatever the numbers.

    `of` are those whom the change was about, by their memberships: who is linked to a child, or was
    until now, is to be named with it. Without, all of the school is looked at.
    """
    list(School.objects.select_for_update(of=("self",)).filter(pk=school_id))
    # Only now: whoever else changed the roll has committed, and their guardians are in sight.
    told = {"school": school_id, "of": None if of is None else _with_guardians(of)}
    with connection.cursor() as cursor:
        if of is None:
            # Rows that came in this transaction are in no statistics yet: the planner would take
            # them for few and loop over them, for hours in a school of thousands.
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(_GROUPS, told)
        new_groups = [row[0] for row in cursor.fetchall()]
        cursor.execute(_MEMBERS, told)
        cursor.execute(_RULES, {"school": school_id, "new_groups": new_groups, **_USUAL})
        cursor.execute(_NAMES, told)
        cursor.execute("SET LOCAL enable_nestloop = DEFAULT")
    roll.follow(school_id)


_USUAL = {
    "senders": [str(sender) for sender, _recipient in USUAL_RULES],
    "recipients": [str(recipient) for _sender, recipient in USUAL_RULES],
    "withins": [str(within) for within in USUAL_RULES.values()],
}


def _with_guardians(people: Iterable[int]) -> list[int]:
    """Guardians are in the classes of their children."""
    people = set(people)
    guardians = Guardianship.objects.filter(student__in=people).values_list("guardian", flat=True)
    return sorted(people.union(guardians))
