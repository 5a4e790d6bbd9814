from typing import ClassVar

import pgtrigger
from django.db import models

from accounts.models import Membership
from core import clock
from core.wall import SchoolOwned, WalledForeignKey
from moderation.flow import Event, State
from moderation.models.cases import Case
from moderation.models.decisions import Decision
from moderation.models.unchangeable import goes_in_the_end
from moderation.querysets import CaseStepQuerySet
from moderation.routing import Desk


class CaseStep(SchoolOwned):
    """Something that happened to a case, and what it was afterwards; `number` counts them.

    Nobody changes or takes away a step: erasing a person cuts them off it, as `by` or with what was
    decided about them, and nothing else. `decision` is what was decided or taken back.
    """

    case = WalledForeignKey(Case, on_delete=models.RESTRICT, related_name="steps")
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = WalledForeignKey(
        Membership, null=True, on_delete=models.RESTRICT, related_name="case_steps"
    )
    event = models.CharField(max_length=20, choices=Event)
    decision = WalledForeignKey(
        Decision, null=True, on_delete=models.RESTRICT, related_name="steps"
    )
    state = models.CharField(max_length=10, choices=State)
    desk = models.CharField(max_length=20, choices=Desk)

    objects = CaseStepQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "number"], name="one_step_at_a_time")
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="steps_stay_as_they_were", exclude=["by", "decision"]),
            goes_in_the_end("steps_stay"),
        ]

    @property
    def is_by_itself(self) -> bool:
        """Nobody took it."""
        return self.event in (Event.REROUTE, Event.CLOSE)

    @property
    def moved(self) -> bool:
        """Whether it went to another desk by this step."""
        return self.event in (Event.ESCALATE, Event.PROTECT, Event.SUSPECT, Event.REROUTE)

    @property
    def told(self) -> str:
        """What its author did, in words that follow their name."""
        said = self.get_event_display()
        return f"{said}: {self.decision.told}" if self.decides else said

    @property
    def decides(self) -> bool:
        """Unless what was decided went with the person it was about."""
        return self.event == Event.DECIDE and self.decision is not None
