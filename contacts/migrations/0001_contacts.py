"""Freezes of a school, and whose messages a student does not want."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.wall


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0010_freezes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profiles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("student", "student"),
                                ("parent", "parent"),
                                ("teacher", "teacher"),
                                ("staff", "staff"),
                                ("guest", "guest"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("reason", models.TextField(max_length=500, verbose_name="reason")),
                ("begun_at", models.DateTimeField(default=core.clock.now)),
                ("until", models.DateTimeField(verbose_name="until")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="freezes_begun",
                        to="accounts.membership",
                    ),
                ),
                (
                    "ended_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="freezes_ended",
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
                "indexes": [models.Index(fields=["school", "-begun_at"], name="latest_freezes")],
            },
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="refusals",
                        to="accounts.membership",
                    ),
                ),
                (
                    "of",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="refused_by",
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
                "constraints": [models.UniqueConstraint(fields=("by", "of"), name="refused_once")],
            },
        ),
        core.wall.BuildWall("Freeze"),
        core.wall.BuildWall("Refusal"),
    ]
