"""Confirmations, and what is still to be told by e-mail."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_writing")]

    operations = [
        migrations.AddField("message", "reminded_at", models.DateTimeField(null=True)),
        migrations.AddIndex(
            "delivery",
            models.Index(
                fields=["school", "membership"],
                condition=Q(told_at=None),
                name="deliveries_to_tell",
            ),
        ),
    ]
