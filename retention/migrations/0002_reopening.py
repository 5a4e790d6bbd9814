"""Why an account was reopened, and by whom."""

import django.db.models.deletion
from django.db import migrations, models

import core.wall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_school"), ("retention", "0001_closures")]

    operations = [
        migrations.AddField(
            model_name="closure",
            name="reopened_by",
            field=core.wall.WalledForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="reopenings_decided",
                to="accounts.membership",
            ),
        ),
        migrations.AddField(
            model_name="closure",
            name="reopening_reason",
            field=models.TextField(blank=True, default="", max_length=2000, verbose_name="reason"),
            preserve_default=False,
        ),
        core.wall.WallReference("closure", "reopened_by"),
    ]
