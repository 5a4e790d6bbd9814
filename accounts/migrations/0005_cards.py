"""Sign-in cards and pictures."""

import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.wall
from core.wall import DIRECTORY, BuildWall

# Whoever types the code of a class is nobody yet, and of no school.
DOOR = f"""
CREATE POLICY door ON accounts_classcode FOR SELECT USING ({DIRECTORY});
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_tries")]

    operations = [
        migrations.AddField(
            model_name="school",
            name="pictures_up_to",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.CreateModel(
            name="ClassCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
                (
                    "school_class",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="accounts.schoolclass",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school_class",), name="one_code_a_class")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("pictures", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                ("wrong_in_a_row", models.PositiveSmallIntegerField(default=0)),
                ("wrong_in_all", models.PositiveSmallIntegerField(default=0)),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="cards",
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("membership",), name="one_card_a_student")
                ],
            },
        ),
        BuildWall("ClassCode"),
        BuildWall("SignInCard"),
        migrations.RunSQL(DOOR, "DROP POLICY door ON accounts_classcode"),
    ]
