from typing import ClassVar

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from audit.querysets import EventQuerySet
from core.wall import SchoolOwned, WalledForeignKey


class Actor(SchoolOwned):
    """Stands for somebody in the trail. Erasing a person cuts `membership` and nothing else.

    A `former` one did what it did before two accounts of the same person were joined.
    """

    membership = WalledForeignKey(
        "accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    former = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["membership"], condition=models.Q(former=False), name="one_actor_at_a_time"
            )
        ]


class Event(models.Model):
    """One thing that happened. Append-only, partitioned by month, written by `audit.record` alone.

    `facts` holds ids, counts and names of fields, never what somebody wrote and never a name.
    `school_id` is empty for what belongs to no school, such as a page seen by nobody known.
    """

    pk = models.CompositePrimaryKey("id", "at")
    id = models.BigIntegerField()
    at = models.DateTimeField(_("when"))
    school_id = models.BigIntegerField(null=True)
    actor = models.ForeignKey(
        Actor, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="events"
    )
    verb = models.CharField(_("what"), max_length=50)
    target_type = models.CharField(max_length=50)
    target_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        triggers: ClassVar = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
