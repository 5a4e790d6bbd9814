"""What people show of themselves, and how they are found."""

import django.db.models.deletion
from django.db import migrations, models

import core.wall


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_second_factors")]

    operations = [
        migrations.AddField(
            model_name="school",
            name="student_photographs",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="user",
            name="face",
            field=models.CharField(blank=True, max_length=7),
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(db_collation="C", max_length=250)),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="name_words",
                        to="accounts.membership",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "word", "membership"), name="name_word_once_a_person"
                    )
                ],
            },
        ),
        core.wall.BuildWall("NameWord"),
    ]
