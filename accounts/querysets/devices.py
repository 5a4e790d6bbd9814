from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from core import clock

if TYPE_CHECKING:
    from accounts.models import Device, User

KEPT = timedelta(days=90)
# A push service that did not answer is asked again after this long.
LATER = timedelta(minutes=10)


class DeviceQuerySet(models.QuerySet["Device"]):
    def of(self, user: User) -> DeviceQuerySet:
        """All of one person's, the latest first."""
        return self.filter(session__user=user.pk).select_related("session").order_by("-pk")

    def here_since(self) -> DeviceQuerySet:
        """Each with when its person was last `here`, on whichever device."""
        sessions = UserSession.objects.filter(user=OuterRef("session__user"))
        last_seen = sessions.order_by("-last_seen_at").values("last_seen_at")[:1]
        return self.annotate(here=Greatest(F("seen_at"), Subquery(last_seen)))

    def awake(self) -> DeviceQuerySet:
        """Those on which somebody is signed in: nobody knows who holds the others now."""
        live = Session.objects.filter(
            session_key=OuterRef("session__session_key"), expire_date__gt=clock.now()
        )
        return self.filter(Exists(live))

    def forget_those_left(self) -> None:
        """Nobody came back to them."""
        left = self.here_since().filter(here__lt=clock.now() - KEPT)  # type: ignore[misc]  # by `here_since`
        left.delete()

    def to_tell(self) -> DeviceQuerySet:
        """Whoever was woken and has not come since is left in peace."""
        return self.to_warn().filter(Q(told_at=None) | Q(told_at__lt=F("here")))

    def to_warn(self) -> DeviceQuerySet:
        """Those not tried in vain lately, also where somebody was woken and has not come since."""
        lately = clock.now() - LATER
        not_tried_lately = Q(tried_at=None) | Q(tried_at__lt=lately) | Q(tried_at__lt=F("here"))
        return self.awake().here_since().filter(not_tried_lately | Q(told_at=F("tried_at")))
