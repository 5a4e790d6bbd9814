"""Tries at signing in, and the e-mails that help with a forgotten password."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
from core.wall import BuildWall, WalledForeignKey


def walled(**options: bool) -> WalledForeignKey:
    return WalledForeignKey(
        on_delete=django.db.models.deletion.RESTRICT,
        related_name="+",
        to="accounts.membership",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_roll")]

    operations = [
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("links", "Préau: a new password"),
                            ("confirmation", "Préau: is this your mailbox?"),
                            ("farewell", "Préau: another mailbox from now on"),
                            ("new_code", "Préau: a new code was made"),
                            ("overdue", "Préau: something waits for you too long"),
                            ("danger", "Préau: somebody may be in danger"),
                        ],
                        max_length=20,
                    ),
                ),
                ("to", models.EmailField(max_length=254)),
                (
                    "language",
                    models.CharField(choices=[("fr", "French"), ("en", "English")], max_length=5),
                ),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                (
                    "about",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new_code", "New Code"),
                            ("joined", "Joined"),
                            ("duties", "Duties"),
                            ("factors", "Factors"),
                        ],
                        default="new_code",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                ("heard_at", models.DateTimeField(null=True)),
                ("about", walled()),
                ("by", walled(null=True)),
                ("reader", walled()),
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
                "indexes": [models.Index(fields=["reader", "-made_at", "-id"], name="latest_told")]
            },
        ),
        BuildWall("Telling"),
    ]
