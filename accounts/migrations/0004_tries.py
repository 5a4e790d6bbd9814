"""Tries at signing in."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_roll")]

    operations = []
