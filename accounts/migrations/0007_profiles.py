"""What people show of themselves."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_second_factors")]

    operations = []
