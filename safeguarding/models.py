from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.models.unchangeable import goes_in_the_end
from moderation.routing import About, Desk
from safeguarding.querysets import ActionQuerySet, ConcernQuerySet


class Concern(SchoolOwned):
    """What somebody who works at the school saw or heard of a child, and worries about.

    What was written stays as it is. It is restricted: PostgreSQL shows it to those at its `desk`, to
    whoever they named, and to whoever wrote it. `about` is who of the school it is about as well, which
    says on which desks it may lie. From `remind_at` on it waits too long for somebody to do something.
    """

    class Kind(models.TextChoices):
        HOME = "home", _("life at home")
        CARE = "care", _("care: food, sleep, clothes, health")
        HURT = "hurt", _("an injury, or somebody hurts the child")
        MOOD = "mood", _("fear, sadness, or hurting oneself")
        PEERS = "peers", _("other children")
        ONLINE = "online", _("something online")
        ABSENCE = "absence", _("absences")
        OTHER = "other", _("something else")

    child = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="concerns")
    by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    kind = models.CharField(_("what it is about"), max_length=10, choices=Kind)
    happened_on = models.DateField(_("on which day"))
    place = models.CharField(_("where"), max_length=100, blank=True)
    words = models.TextField(_("what you saw or heard"), max_length=8000)
    child_said = models.TextField(
        _("what the child said, in its own words"), max_length=4000, blank=True
    )
    is_urgent = models.BooleanField(_("the child is not safe today"), default=False)
    about = models.CharField(max_length=10, choices=About, default=About.FAMILY)
    desk = models.CharField(max_length=20, choices=Desk)
    written_at = models.DateTimeField(default=clock.now)
    remind_at = models.DateTimeField(null=True)
    signed_off_by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="+"
    )
    signed_off_at = models.DateTimeField(null=True)
    outcome = models.TextField(_("what came of it"), max_length=2000, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["child", "-happened_on", "-id"], name="chronology_of_a_child"),
            models.Index(
                fields=["school", "desk"], condition=Q(signed_off_at=None), name="open_concerns"
            ),
        ]
        triggers: ClassVar = [
            goes_in_the_end("concerns_go_in_the_end"),
            pgtrigger.ReadOnly(
                name="concerns_stay_as_written",
                fields=[
                    *("school", "kind", "happened_on", "place", "words", "child_said"),
                    *("is_urgent", "about", "written_at"),
                ],
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.signed_off_at is None

    @property
    def waits_too_long(self) -> bool:
        """Its desk is to hear again that nobody has done anything yet."""
        return self.remind_at is not None and self.remind_at <= clock.now()


class ConcernReader(SchoolOwned):
    """Somebody whom those at the desk named to read a concern, until `ended_at`.

    It holds keys alone: of which child that is stands with the concern.
    """

    concern = WalledForeignKey(Concern, on_delete=models.RESTRICT, related_name="readers")
    reader = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    named_by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    named_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "reader"],
                condition=Q(ended_at=None),
                name="named_once_to_read",
            )
        ]


class ConcernAction(SchoolOwned):
    """What somebody who reads a concern does about it until a day."""

    concern = WalledForeignKey(Concern, on_delete=models.RESTRICT, related_name="actions")
    what = models.TextField(_("what is to be done"), max_length=500)
    owner = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    due_on = models.DateField(_("until"))
    asked_by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    remind_at = models.DateTimeField(null=True)
    done_by = WalledForeignKey(Membership, null=True, on_delete=models.RESTRICT, related_name="+")
    done_at = models.DateTimeField(null=True)
    result = models.TextField(_("what was done"), max_length=1000, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "due_on"], name="actions_of_an_owner")]
        triggers: ClassVar = [
            goes_in_the_end("actions_go_in_the_end"),
            pgtrigger.ReadOnly(
                name="actions_stay_as_asked",
                fields=["school", "concern", "what", "due_on", "asked_at"],
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.done_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < clock.today()
