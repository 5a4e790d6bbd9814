"""The wall around what belongs to a school, and what lets one person through it."""

from django.db import migrations

from core.wall import DIRECTORY, PERSON, SCHOOLS, BuildWall

# An account belongs to no school. It is seen by its person, by the schools the person is in, and
# wherever the directory is open; the memberships read here are under their own wall.
ACCOUNTS = f"""
ALTER TABLE accounts_user ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts_user FORCE ROW LEVEL SECURITY;
CREATE POLICY mine ON accounts_user USING (id = {PERSON});
CREATE POLICY directory ON accounts_user USING ({DIRECTORY});
CREATE POLICY of_my_schools ON accounts_user USING (
    EXISTS (
        SELECT FROM accounts_membership membership
        WHERE membership.user_id = accounts_user.id
        AND membership.school_id = ANY ({SCHOOLS}::bigint[])
    )
);
CREATE POLICY mine ON accounts_membership FOR SELECT USING (user_id = {PERSON});
"""

UNDO_ACCOUNTS = """
DROP POLICY mine ON accounts_membership;
DROP POLICY of_my_schools ON accounts_user;
DROP POLICY directory ON accounts_user;
DROP POLICY mine ON accounts_user;
ALTER TABLE accounts_user DISABLE ROW LEVEL SECURITY;
"""

# Sets whose request this is and opens the schools where this person may act now: those are read
# under the policy `mine`, so the person must be set first.
ENTER = """
CREATE FUNCTION preau_enter(entering bigint) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    schools bigint[];
BEGIN
    PERFORM set_config('preau.person', entering::text, false);
    SELECT COALESCE(array_agg(DISTINCT school_id), '{}') INTO schools FROM accounts_membership
    WHERE user_id = entering AND closed_at IS NULL
    AND (blocked_at IS NULL OR blocked_until <= now());
    PERFORM set_config('preau.schools', schools::text, false);
    RETURN schools;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_people")]

    operations = [
        BuildWall("Membership"),
        BuildWall("SchoolClass"),
        BuildWall("Enrolment"),
        BuildWall("Guardianship"),
        BuildWall("Group"),
        BuildWall("GroupMember"),
        BuildWall("ContactRule"),
        BuildWall("ActivationCode"),
        BuildWall("RollImport"),
        migrations.RunSQL(ACCOUNTS, UNDO_ACCOUNTS),
        migrations.RunSQL(ENTER, "DROP FUNCTION preau_enter"),
    ]
