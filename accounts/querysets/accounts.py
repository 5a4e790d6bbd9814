from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from accounts.entrance.codes import VALIDITY
from core import clock

if TYPE_CHECKING:
    from accounts.models import JoinedAccount, Membership, SignInCard


class SignInCardQuerySet(models.QuerySet["SignInCard"]):
    def usable(self) -> SignInCardQuerySet:
        """Those that lead to the pictures; those never used, of students who may act now and for as
        long as an activation code.
        """
        present = Q(membership__blocked_at=None) | Q(membership__blocked_until__lte=clock.now())
        fresh = Q(made_at__gt=clock.now() - VALIDITY, membership__closed_at=None)
        return self.filter(~Q(pictures="") | present & fresh)


class JoinedAccountQuerySet(models.QuerySet["JoinedAccount"]):
    def shown_to(self, by: Membership, person: Membership) -> JoinedAccountQuerySet:
        """The accounts that went on in this person's; a login is for administrators to know."""
        if by.school_id != person.school_id or not by.is_local_administrator:
            return self.none()
        return self.filter(membership=person).select_related("joined_by__user").order_by("pk")
