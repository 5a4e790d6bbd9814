"""When people may be disturbed, and how often each wants to hear of what waits."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0010_freezes")]

    operations = [
        migrations.AddField("school", "waking_from", models.PositiveSmallIntegerField(default=7)),
        migrations.AddField("school", "waking_until", models.PositiveSmallIntegerField(default=20)),
        migrations.AddField("school", "quiet_weekends", models.BooleanField(default=True)),
        migrations.AddConstraint(
            "school",
            models.CheckConstraint(
                condition=Q(waking_from__lt=F("waking_until"), waking_until__lte=24),
                name="some_hours_of_the_day",
            ),
        ),
        migrations.AddField(
            "user",
            "notices",
            models.CharField(
                blank=True,
                choices=[
                    ("at_once", "at once"),
                    ("daily", "once a day"),
                    ("weekly", "once a week"),
                    ("never", "never"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            "mail",
            "kind",
            models.CharField(
                choices=[
                    ("links", "Préau: a new password"),
                    ("confirmation", "Préau: is this your mailbox?"),
                    ("farewell", "Préau: another mailbox from now on"),
                    ("notices", "Préau: what waits for you"),
                    ("new_code", "Préau: a new code was made"),
                    ("overdue", "Préau: something waits for you too long"),
                    ("danger", "Préau: somebody may be in danger"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            "mail",
            models.UniqueConstraint(
                condition=Q(kind="notices"), fields=["to"], name="what_waits_once_a_mailbox"
            ),
        ),
    ]
