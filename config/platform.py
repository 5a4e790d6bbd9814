"""A platform of many schools, made in bulk for measuring. None of its people can sign in."""

from django.db import connection, transaction

from accounts.groups import sync_groups
from accounts.models import School
from core import wall

SCHOOL_SIZE = 1000

# Of a thousand people 400 learn, 545 are parents, 40 teach and 15 are staff; a class has 25
# students. Each statement speaks of one school; `loaded` numbers its people from 0.
_PEOPLE = """
CREATE TEMPORARY TABLE loaded ON COMMIT DROP AS
SELECT n, nextval(pg_get_serial_sequence('accounts_user', 'id')) AS user_id,
    nextval(pg_get_serial_sequence('accounts_membership', 'id')) AS membership_id,
    CASE WHEN n %% 200 < 80 THEN 'student' WHEN n %% 200 < 189 THEN 'parent'
        WHEN n %% 200 < 197 THEN 'teacher' ELSE 'staff' END AS profile,
    (ARRAY['Ada', 'Bilal', 'Chloe', 'Diego', 'Elif', 'Farid', 'Gabin', 'Hana', 'Ines', 'Jonas',
        'Karim', 'Lina', 'Malo', 'Nora', 'Oscar', 'Paula', 'Rayan', 'Sofia', 'Timeo', 'Yuna'])
        [1 + floor(random() * 20)] AS first_name,
    (ARRAY['Alves', 'Bouchet', 'Costa', 'Durand', 'Evrard', 'Fontaine', 'Garnier', 'Haddad',
        'Imbert', 'Jacquet', 'Keller', 'Lambert', 'Marchal', 'Nguyen', 'Olivier', 'Perrin',
        'Renard', 'Silva', 'Tessier', 'Vidal'])
        [1 + floor(random() * 20)] AS last_name
FROM generate_series(0, %(people)s - 1) AS n;

INSERT INTO accounts_user (id, password, username, first_name, last_name, folded_name, email,
    face, notices, view, language, auth_epoch, created_at)
SELECT user_id, '!', lower(first_name || '.' || last_name) || user_id, first_name, last_name,
    lower(last_name || ' ' || first_name), '', '', '', '', 'fr', 0, now()
FROM loaded;

INSERT INTO accounts_membership (id, school_id, user_id, profile, external_id, duties)
SELECT membership_id, %(school)s, user_id, profile, '',
    CASE WHEN n = 199 THEN ARRAY['local_administrator'] ELSE '{}' END
FROM loaded;
"""

_CLASSES = """
INSERT INTO accounts_schoolclass (school_id, name, level, colour)
SELECT %(school)s, 'Class ' || n, '', n %% 12
FROM generate_series(0, GREATEST(%(people)s * 4 / 250, 1) - 1) AS n;

CREATE TEMPORARY TABLE rooms ON COMMIT DROP AS
SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS of
FROM accounts_schoolclass WHERE school_id = %(school)s;

CREATE TEMPORARY TABLE ranked ON COMMIT DROP AS
SELECT *, row_number() OVER (PARTITION BY profile ORDER BY n) - 1 AS rank FROM loaded;

INSERT INTO accounts_enrolment (school_id, school_class_id, membership_id)
SELECT %(school)s, rooms.id, ranked.membership_id
FROM ranked JOIN rooms ON rooms.n = ranked.rank %% rooms.of
WHERE ranked.profile IN ('student', 'teacher');

INSERT INTO accounts_guardianship (school_id, guardian_id, student_id)
SELECT %(school)s, parent.membership_id, student.membership_id
FROM ranked parent
JOIN ranked student ON student.profile = 'student' AND student.rank = parent.rank %% GREATEST(%(people)s * 2 / 5, 1)
WHERE parent.profile = 'parent';
"""

_SIGNATURES = """
INSERT INTO charters_charterversion (school_id, profile, number, text_fr, text_en, published_at)
SELECT %(school)s, profile, 1, '', '', now()
FROM unnest(ARRAY['student', 'parent', 'teacher', 'staff']) AS profile;

INSERT INTO charters_signature (school_id, version_id, membership_id, signed_at, language)
SELECT %(school)s, version.id, loaded.membership_id, now(), 'fr'
FROM loaded JOIN charters_charterversion version
    ON version.school_id = %(school)s AND version.profile = loaded.profile;
"""

# Nine entries of ten go to a class, the tenth to its parents, one of fifty to the school. For who
# searches, two of three speak of the museum, and one of a thousand of a hedgehog.
_ENTRIES = """
CREATE TEMPORARY TABLE written ON COMMIT DROP AS
SELECT nextval(pg_get_serial_sequence('newsfeed_entry', 'id')) AS id, author.membership_id,
    now() - random() * interval '300 days' AS at,
    CASE WHEN n %% 50 = 0 THEN 'school' ELSE 'class' END AS kind,
    CASE WHEN n %% 10 = 0 AND n %% 50 > 0 THEN 'parent' ELSE '' END AS profile, author.room
FROM generate_series(1, %(entries)s) AS n
JOIN (
    SELECT membership_id, enrolment.school_class_id AS room,
        row_number() OVER (ORDER BY membership_id) - 1 AS rank, count(*) OVER () AS of
    FROM loaded JOIN accounts_enrolment enrolment USING (membership_id)
    WHERE loaded.profile = 'teacher'
) author ON author.rank = n %% author.of;

INSERT INTO newsfeed_entry (id, school_id, author_id, title, body, text, comments_open, written_at,
    state, published_at)
SELECT id, %(school)s, membership_id, 'Entry ' || id, '<p>' || words || '</p>', words, true, at,
    'published', at
FROM written CROSS JOIN LATERAL concat(
    array_to_string((ARRAY[
        'What the class did today, and what to bring tomorrow.',
        'Les élèves ont lu deux chapitres et appris la poésie de la semaine.',
        'On Thursday we visit the museum with both teachers.',
        'Il faut un goûter, une gourde et des chaussures de sport.',
        'Thank you to the parents who came along and carried the bags.',
        'La prochaine réunion a lieu mardi à dix-huit heures dans la salle de musique.'
    ])[1 : 1 + (id %% 6)::int], ' '),
    CASE WHEN id %% 1000 = 0 THEN ' A hedgehog sleeps under the stairs.' END
) AS words;

INSERT INTO newsfeed_audience (school_id, entry_id, group_id, published_at, is_pinned)
SELECT %(school)s, written.id, room.id, written.at, false
FROM written JOIN accounts_group room ON room.school_id = %(school)s
    AND room.kind = written.kind AND room.profile = written.profile
    AND room.school_class_id IS NOT DISTINCT FROM
        CASE WHEN written.kind = 'class' THEN written.room END;

INSERT INTO newsfeed_comment (school_id, entry_id, author_id, body, written_at)
SELECT %(school)s, id, membership_id, 'Thank you!', at + interval '1 hour'
FROM written WHERE id %% 3 = 0;
"""


def load_school(name: str, *, people: int, entries_per_person: int, seed: int) -> School:
    """Makes one school of that many people and entries, in one transaction."""
    values = {"people": people, "entries": people * entries_per_person}
    with transaction.atomic():
        school = School.objects.create(name=name)
        values["school"] = school.pk
        with wall.within(school.pk), wall.directory_open(), connection.cursor() as cursor:
            cursor.execute("SELECT setseed(%s)", [(seed % 1000) / 1000])
            for statement in (_PEOPLE, _CLASSES, _SIGNATURES):
                cursor.execute(statement, values)
            sync_groups(school.pk)
            cursor.execute(_ENTRIES, values)
    return school
