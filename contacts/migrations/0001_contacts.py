"""Freezes, refusals and projects."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import core.clock
import core.wall


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0012_guests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("project_there", models.BigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for you"),
                            ("agreed", "takes part"),
                            ("declined", "declined"),
                            ("left", "taken out"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("until", models.DateTimeField()),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="invitations_decided",
                        to="accounts.membership",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
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
        ),
        migrations.CreateModel(
            name="InvitedClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "invitation",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="classes",
                        to="contacts.invitation",
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
                (
                    "school_class",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="accounts.schoolclass",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("purpose", models.TextField(max_length=2000, verbose_name="what for")),
                ("until", models.DateTimeField(verbose_name="until")),
                (
                    "partner_classes",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="which classes of it"
                    ),
                ),
                (
                    "with_parents",
                    models.BooleanField(default=False, verbose_name="with the parents"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waits for the administrator"),
                            ("invited", "waits for the other school"),
                            ("running", "under way"),
                            ("declined", "declined"),
                            ("ended", "ended"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=core.clock.now)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, max_length=2000, verbose_name="reason")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="projects_asked",
                        to="accounts.membership",
                    ),
                ),
                (
                    "decided_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="projects_decided",
                        to="accounts.membership",
                    ),
                ),
                (
                    "ended_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="projects_ended",
                        to="accounts.membership",
                    ),
                ),
                (
                    "group",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="of_projects",
                        to="accounts.group",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.school",
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
        ),
        migrations.CreateModel(
            name="ProjectAbsence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "membership",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="accounts.membership",
                    ),
                ),
                (
                    "project",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="contacts.project",
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
        ),
        migrations.CreateModel(
            name="ProjectClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "project",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="classes",
                        to="contacts.project",
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
                (
                    "school_class",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="projects",
                        to="accounts.schoolclass",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(default=core.clock.now)),
                (
                    "by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="refusals",
                        to="accounts.membership",
                    ),
                ),
                (
                    "of",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="refused_by",
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
        ),
        migrations.CreateModel(
            name="Freeze",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profiles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("student", "student"),
                                ("parent", "parent"),
                                ("teacher", "teacher"),
                                ("staff", "staff"),
                                ("guest", "guest"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                    ),
                ),
                ("reason", models.TextField(max_length=500, verbose_name="reason")),
                ("begun_at", models.DateTimeField(default=core.clock.now)),
                ("until", models.DateTimeField(verbose_name="until")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "begun_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="freezes_begun",
                        to="accounts.membership",
                    ),
                ),
                (
                    "ended_by",
                    core.wall.WalledForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="freezes_ended",
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
                "indexes": [models.Index(fields=["school", "-begun_at"], name="latest_freezes")],
            },
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("school", "host", "project_there"), name="invited_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitedclass",
            constraint=models.UniqueConstraint(
                fields=("invitation", "school_class"), name="goes_there_once"
            ),
        ),
        migrations.AddIndex(
            model_name="project",
            index=models.Index(fields=["school", "state", "-asked_at"], name="projects_by_state"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "declined"), _negated=True),
                fields=("school", "name"),
                name="project_name_once_a_school",
            ),
        ),
        migrations.AddConstraint(
            model_name="projectabsence",
            constraint=models.UniqueConstraint(
                fields=("membership", "project"), name="taken_out_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="projectclass",
            constraint=models.UniqueConstraint(
                fields=("project", "school_class"), name="takes_part_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="refusal",
            constraint=models.UniqueConstraint(fields=("by", "of"), name="refused_once"),
        ),
        core.wall.BuildWall("Freeze"),
        core.wall.BuildWall("Refusal"),
        core.wall.BuildWall("Project"),
        core.wall.BuildWall("ProjectClass"),
        core.wall.BuildWall("ProjectAbsence"),
        core.wall.BuildWall("Invitation"),
        core.wall.BuildWall("InvitedClass"),
    ]
