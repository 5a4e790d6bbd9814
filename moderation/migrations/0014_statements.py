import django.db.models.deletion
from django.db import migrations, models

import core.wall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_restrictions"),
        ("moderation", "0013_profile_blocks"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="decision",
            field=core.wall.WalledForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="notices",
                to="moderation.decision",
            ),
        ),
        core.wall.WallReference("Notice", "decision"),
        migrations.AddField(
            model_name="notice",
            name="child",
            field=core.wall.WalledForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="+",
                to="accounts.membership",
            ),
        ),
        core.wall.WallReference("Notice", "child"),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("outcome", "Outcome"),
                    ("danger", "Danger"),
                    ("overdue", "Overdue"),
                    ("told", "Told"),
                    ("closing", "Closing"),
                    ("statement", "Statement"),
                    ("undone", "Undone"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision__isnull", False)),
                fields=("reader", "decision"),
                name="said_once_of_a_decision",
            ),
        ),
    ]
