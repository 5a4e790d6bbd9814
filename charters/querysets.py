from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.models import Membership

if TYPE_CHECKING:
    from charters.models import CharterVersion


class CharterVersionQuerySet(models.QuerySet["CharterVersion"]):
    def in_force(self) -> CharterVersionQuerySet:
        return self.filter(replaced_at=None)

    def signed_by(self, memberships: list[Membership]) -> CharterVersionQuerySet:
        """Those in force that one of these has signed."""
        return self.in_force().filter(Q(signatures__membership__in=memberships))
