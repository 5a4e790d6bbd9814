from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Membership

if TYPE_CHECKING:
    from profiles.models import Portrait


class PortraitQuerySet(models.QuerySet["Portrait"]):
    def of(self, person: Membership) -> PortraitQuerySet:
        """Of somebody the caller reached as one who sees them; `profiles.sight` says what of it."""
        return self.filter(membership=person)
