from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from audit.models import Event


class EventQuerySet(models.QuerySet["Event"]):
    def of_school(self, school_id: int) -> EventQuerySet:
        """The trail of one school, newest first, each event with who did it."""
        return (
            self.filter(school_id=school_id)
            .select_related("actor__membership__user")
            .order_by("-at", "-id")
        )
