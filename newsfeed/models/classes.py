from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import SchoolClass
from core.wall import SchoolOwned, WalledForeignKey
from newsfeed.querysets import ClassFeedQuerySet


class Writing(models.TextChoices):
    """Whether the students of a class write entries."""

    NONE = "none", _("not at all")
    APPROVED = "approved", _("after a teacher has read it")
    FREE = "free", _("freely")


# What holds in a class that nobody set anything for.
USUAL = {"students_write": Writing.APPROVED.value, "parents_comment": False}


class ClassFeed(SchoolOwned):
    """Who writes in the feed of a class; there is a row only where that is not the usual."""

    school_class = WalledForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="+")
    students_write = models.CharField(max_length=10, choices=Writing)
    parents_comment = models.BooleanField()

    objects = ClassFeedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school_class"], name="one_feed_a_class")
        ]
