"""Who acted before their accounts were joined."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_trail")]

    operations = [
        migrations.AddField(
            model_name="actor",
            name="former",
            field=models.BooleanField(default=False),
        ),
        migrations.RemoveConstraint(model_name="actor", name="one_actor_a_membership"),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.UniqueConstraint(
                condition=models.Q(former=False),
                fields=["membership"],
                name="one_actor_at_a_time",
            ),
        ),
    ]
