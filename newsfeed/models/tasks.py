from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.models.entries import Entry
from newsfeed.parts.querysets import PartQuerySet


class Task(SchoolOwned):
    """What an entry asks each child for, until the end of a day; its words are the entry's."""

    class Kind(models.TextChoices):
        DO = "do", _("to do")
        BRING = "bring", _("to bring")

    entry = WalledForeignKey(Entry, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DO)
    due_on = models.DateField()

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "entry"], name="one_task_an_entry")
        ]
        indexes: ClassVar = [models.Index(fields=["school", "due_on"], name="tasks_by_their_day")]


class Done(SchoolOwned):
    """That a student did a task, as said `by` themselves or a guardian."""

    task = WalledForeignKey(Task, on_delete=models.CASCADE, related_name="done")
    student = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    done_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "student"], name="done_once_a_student")
        ]
