"""Second factors and sign-in by the school's own provider."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_cards")]

    operations = []
