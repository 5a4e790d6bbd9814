from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.models import School, User
from core import clock

if TYPE_CHECKING:
    from contacts.models import Invitation


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def administered_by(self, user: User | AnonymousUser) -> InvitationQuerySet:
        here = self.filter(school__in=School.objects.administered_by(user))
        found = here.select_related("school", "host", "decided_by__user")
        return found.prefetch_related("classes__school_class").order_by("-made_at", "-pk")

    def waiting_in(self, schools: RawSQL) -> InvitationQuerySet:
        """For the count in the navigation, whose statement is kept: so without the time."""
        return self.filter(state="asked", school__in=schools)

    def open_now(self) -> InvitationQuerySet:
        """Waiting for an answer, or taking part."""
        return self.filter(Q(state="asked", until__gt=clock.now()) | Q(state="agreed"))

    def taking_part(self) -> InvitationQuerySet:
        return self.filter(state="agreed")
