"""The roll in every format."""

from django.db import migrations, models


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
    ]
