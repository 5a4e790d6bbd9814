"""What a school sent lately, for those who look whether the same goes round."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_notices")]

    operations = [
        migrations.AddIndex(
            "message", models.Index(fields=["school", "sent_at"], name="messages_sent_lately")
        ),
    ]
