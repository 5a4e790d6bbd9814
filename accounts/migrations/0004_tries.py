"""Tries at signing in."""

from django.db import migrations, models


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
    ]
