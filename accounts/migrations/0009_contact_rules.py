"""A contact rule may be limited to the classes or families that people share."""

import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.wall

WITHIN = [("", "everybody"), ("class", "own classes"), ("family", "own family")]

# Rules stood for one class or family each. Now one of the school stands for all of them.
ONE_FOR_ALL = """
SELECT set_config('preau.schools', COALESCE(array_agg(id), '{}')::text, true) FROM accounts_school;
DELETE FROM accounts_contactrule;
INSERT INTO accounts_contactrule (school_id, from_group_id, to_group_id, within)
SELECT sender.school_id, sender.id, recipient.id, usual.within
FROM (VALUES
    ('student', 'student', 'class'), ('student', 'parent', 'family'),
    ('student', 'teacher', 'class'), ('parent', 'student', 'family'),
    ('parent', 'teacher', 'class'), ('parent', 'staff', ''),
    ('teacher', 'student', ''), ('teacher', 'parent', ''),
    ('teacher', 'teacher', ''), ('teacher', 'staff', ''),
    ('staff', 'student', ''), ('staff', 'parent', ''), ('staff', 'teacher', ''), ('staff', 'staff', '')
) AS usual (sender, recipient, within)
JOIN accounts_group sender ON sender.kind = 'school' AND sender.profile = usual.sender
JOIN accounts_group recipient ON recipient.kind = 'school' AND recipient.profile = usual.recipient
    AND recipient.school_id = sender.school_id;
SELECT set_config('preau.schools', '', true);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_school")]

    operations = [
        migrations.AddField(
            model_name="contactrule",
            name="within",
            field=models.CharField(blank=True, choices=WITHIN, max_length=10),
        ),
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.CharField(choices=WITHIN, max_length=10, null=True)),
                ("after", models.CharField(choices=WITHIN, max_length=10, null=True)),
                ("changed_at", models.DateTimeField(default=core.clock.now)),
                (
                    "changed_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "from_group",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.group",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
                (
                    "to_group",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.group",
                    ),
                ),
            ],
        ),
        core.wall.BuildWall("RuleChange"),
        migrations.RunSQL(ONE_FOR_ALL, migrations.RunSQL.noop),
    ]
