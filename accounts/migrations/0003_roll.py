"""The roll in every format."""

import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.wall
from core.wall import DIRECTORY, BuildWall

# Another school finds a code by what was typed, and nothing else of the table.
FIND = f"""
CREATE POLICY to_be_found ON accounts_transfercode FOR SELECT USING ({DIRECTORY})
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_wall")]

    operations = [
        migrations.AddField("RollImport", "choices", models.JSONField(default=dict)),
        migrations.AddField("RollImport", "findings", models.JSONField(default=dict)),
        migrations.AlterField(
            "RollImport",
            "state",
            models.CharField(
                choices=[
                    ("reading", "being read"),
                    ("preview", "to be checked"),
                    ("waiting", "waiting"),
                    ("done", "done"),
                    ("failed", "failed"),
                ],
                default="preview",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "Membership",
            "external_id",
            models.CharField(blank=True, default="", max_length=255),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "Membership",
            models.UniqueConstraint(
                fields=["school", "profile", "external_id"],
                condition=~models.Q(external_id=""),
                name="external_id_once_a_profile",
            ),
        ),
        migrations.CreateModel(
            name="TransferCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="transfer_codes",
                        to="accounts.membership",
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
            ],
            options={"abstract": False},
        ),
        BuildWall("TransferCode"),
        migrations.RunSQL(FIND, "DROP POLICY to_be_found ON accounts_transfercode"),
    ]
