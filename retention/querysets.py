from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from core import clock

if TYPE_CHECKING:
    from retention.models import Closure


class ClosureQuerySet(models.QuerySet["Closure"]):
    def pending(self) -> ClosureQuerySet:
        """Neither reopened nor erased."""
        return self.filter(reopened_at=None, erased_at=None)

    def due(self) -> ClosureQuerySet:
        """Those whose ninety days are over."""
        return self.pending().filter(erase_at__lte=clock.now())
