"""Guests whom a project between schools brings."""

import django.db.models.deletion
from django.db import migrations, models

from accounts.choices import Profile


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_quiet_hours")]

    operations = [
        migrations.AddField(
            "membership",
            "home",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.school",
            ),
        ),
        migrations.AddField(
            "membership",
            "home_profile",
            models.CharField(
                blank=True, choices=Profile.choices, db_default="", default="", max_length=10
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=models.Q(("home", None), ("home_profile", ""))
                | models.Q(("home__isnull", False), ("profile", "guest")),
                name="guests_have_a_home",
            ),
        ),
    ]
