from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Greatest

from accounts.models import User
from core.notices import Readers
from messaging.querysets.messages import is_there

if TYPE_CHECKING:
    from messaging.models import Delivery


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def to_tell(self) -> DeliveryQuerySet:
        """What an e-mail has still to say, each `since` when: neither read nor told."""
        moments = (f"message__{each}" for each in ("sent_at", "corrected_at", "reminded_at"))
        return self.filter(told_at=None).annotate(since=Greatest(*moments))

    def of(self, readers: Readers) -> DeliveryQuerySet:
        return self.filter(reduce(or_, (Q(membership__in=people) for people, _until in readers)))

    def due_to(self, readers: Readers) -> DeliveryQuerySet:
        """What came to each of these until their moment."""
        until = (Q(membership__in=people, since__lte=moment) for people, moment in readers)
        return self.filter(reduce(or_, until))

    def worth_telling(self) -> DeliveryQuerySet:
        """What is there and lies in no conversation that its reader muted."""
        from messaging.models import Message, Participant  # noqa: PLC0415  (they import this module)

        heard = Participant.objects.filter(
            conversation=OuterRef("message__conversation"),
            membership=OuterRef("membership"),
            muted_at=None,
        )
        return self.filter(Exists(heard), message__in=Message.objects.there())

    def asked_of(self, user: User | AnonymousUser) -> DeliveryQuerySet:
        """What came to this person and wants to be confirmed."""
        if not user.is_authenticated:
            return self.none()
        mine = self.asked().filter(membership__in=user.memberships)
        return mine.select_related("message", "membership__school")

    def asked(self) -> DeliveryQuerySet:
        """Those whose readers are asked to confirm; nobody is asked by themselves."""
        asking = Q(is_there("message__"), message__wants_confirmation=True)
        return self.filter(asking).exclude(membership=F("message__author"))
