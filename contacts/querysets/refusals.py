from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import OuterRef, Q

from accounts.models import Membership

if TYPE_CHECKING:
    from contacts.models import Refusal


class RefusalQuerySet(models.QuerySet["Refusal"]):
    def between(self, one: Membership, other: Membership | OuterRef) -> RefusalQuerySet:
        """Whichever of the two made it."""
        return self.filter(Q(by=one, of=other) | Q(by=other, of=one))
