"""How long some may not send."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0009_contact_rules")]

    operations = [
        migrations.AddField("school", "frozen_until", models.DateTimeField(null=True)),
    ]
