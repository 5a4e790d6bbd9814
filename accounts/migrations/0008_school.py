"""What administrators look after."""

import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.wall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_profiles")]

    operations = [
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("duties", []), ("profile__in", ["teacher", "staff"]), _connector="OR"
                ),
                name="duties_of_those_who_work_there",
            ),
        ),
        migrations.CreateModel(
            name="JoinedAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("login", models.CharField(max_length=80)),
                ("former", models.BigIntegerField(null=True)),
                ("joined_at", models.DateTimeField(default=core.clock.now)),
                (
                    "joined_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="accounts_joined",
                        to="accounts.membership",
                    ),
                ),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="joined_accounts",
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
            options={"indexes": [models.Index(fields=["former"], name="joined_by_former")]},
        ),
        core.wall.BuildWall("JoinedAccount"),
    ]
