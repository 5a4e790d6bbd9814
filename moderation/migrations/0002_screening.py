import django.db.models.deletion
from django.db import migrations, models

import core.wall


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_wall"),
        ("moderation", "0001_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchoolWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phrase", models.CharField(max_length=80, verbose_name="word or phrase")),
                (
                    "tier",
                    models.CharField(
                        choices=[
                            ("stop", "never sent by students"),
                            ("ask", "ask whether it is meant"),
                            ("aimed", "ask when it is said of somebody"),
                            ("innocent", "harmless"),
                        ],
                        default="ask",
                        max_length=10,
                        verbose_name="what it is",
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
                    models.UniqueConstraint(fields=("school", "phrase"), name="one_tier_a_phrase")
                ],
            },
        ),
        migrations.CreateModel(
            name="ScreeningCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=20)),
                ("asked", models.PositiveIntegerField(default=0)),
                ("edited", models.PositiveIntegerField(default=0)),
                ("sent_anyway", models.PositiveIntegerField(default=0)),
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
                        fields=("school", "day", "kind"), name="one_count_a_day"
                    )
                ],
            },
        ),
        core.wall.BuildWall("SchoolWord"),
        core.wall.BuildWall("ScreeningCount"),
    ]
