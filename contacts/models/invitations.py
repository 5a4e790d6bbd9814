from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, School, SchoolClass
from contacts.querysets import InvitationQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey


class Invitation(SchoolOwned):
    """What an invited school has of a project of another, the `host`: a number, and its own answer.

    `project_there` is the id of the host's row. Nothing refers across the wall; what the invited
    school reads of the project comes through `contacts.partners`.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for you")
        AGREED = "agreed", _("takes part")
        DECLINED = "declined", _("declined")
        LEFT = "left", _("taken out")

    host = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    project_there = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    until = models.DateTimeField()
    made_at = models.DateTimeField(default=clock.now)
    decided_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="invitations_decided"
    )
    decided_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school", "host", "project_there"], name="invited_once")
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.ASKED and self.until > clock.now()


class InvitedClass(SchoolOwned):
    """A class with which an invited school takes part."""

    invitation = WalledForeignKey(Invitation, on_delete=models.CASCADE, related_name="classes")
    school_class = WalledForeignKey(
        SchoolClass, on_delete=models.CASCADE, related_name="invitations"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["invitation", "school_class"], name="goes_there_once")
        ]
