import django.db.models.deletion
from django.db import migrations, models

import core.wall
import uploads.models


class Migration(migrations.Migration):
    dependencies = [
        ("uploads", "0001_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="name",
            field=models.CharField(default="", max_length=150),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="storedfile",
            name="small",
            field=models.FileField(blank=True, upload_to=uploads.models.place_of_small),
        ),
        migrations.CreateModel(
            name="Allowance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.CharField(
                        choices=[
                            ("student", "student"),
                            ("parent", "parent"),
                            ("teacher", "teacher"),
                            ("staff", "staff"),
                            ("guest", "guest"),
                        ],
                        max_length=10,
                    ),
                ),
                ("megabytes", models.PositiveIntegerField()),
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
                        fields=("school", "profile"), name="one_allowance_a_profile"
                    )
                ],
            },
        ),
        core.wall.BuildWall("Allowance"),
    ]
