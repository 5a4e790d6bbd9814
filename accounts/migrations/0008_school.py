"""What administrators look after."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_profiles")]

    operations = [
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("duties", []), ("profile__in", ["teacher", "staff"]), _connector="OR"
                ),
                name="duties_of_those_who_work_there",
            ),
        ),
    ]
