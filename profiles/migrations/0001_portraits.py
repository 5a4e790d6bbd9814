import django.contrib.postgres.fields
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.wall


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0008_school"),
        ("uploads", "0001_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPortrait",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "photograph_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                ("motto", models.CharField(blank=True, max_length=120, verbose_name="motto")),
                (
                    "motto_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                (
                    "mood",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cheerful", "cheerful"),
                            ("curious", "curious"),
                            ("proud", "proud"),
                            ("calm", "calm"),
                            ("dreamy", "in the clouds"),
                            ("tired", "tired"),
                        ],
                        max_length=10,
                        verbose_name="mood",
                    ),
                ),
                (
                    "mood_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "interests_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.membership",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical portrait",
                "verbose_name_plural": "historical portraits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Portrait",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "photograph_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                ("motto", models.CharField(blank=True, max_length=120, verbose_name="motto")),
                (
                    "motto_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                (
                    "mood",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cheerful", "cheerful"),
                            ("curious", "curious"),
                            ("proud", "proud"),
                            ("calm", "calm"),
                            ("dreamy", "in the clouds"),
                            ("tired", "tired"),
                        ],
                        max_length=10,
                        verbose_name="mood",
                    ),
                ),
                (
                    "mood_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "interests_to",
                    models.CharField(
                        choices=[
                            ("nobody", "nobody"),
                            ("class", "my class"),
                            ("school", "my school"),
                        ],
                        default="class",
                        max_length=10,
                    ),
                ),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="portraits",
                        to="accounts.membership",
                    ),
                ),
                (
                    "photograph",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="uploads.storedfile",
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
                    models.UniqueConstraint(
                        fields=("membership",), name="one_portrait_a_membership"
                    )
                ],
            },
        ),
        core.wall.BuildWall("Portrait"),
        core.wall.BuildWall("HistoricalPortrait"),
    ]
