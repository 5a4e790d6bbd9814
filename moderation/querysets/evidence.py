from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Prefetch

from accounts.models import User
from moderation.routing import Track

if TYPE_CHECKING:
    from moderation.models import Evidence, EvidenceFile


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def with_all(self) -> EvidenceQuerySet:
        """The latest first, each with its files and with what stood around it, in order."""
        from moderation.models import EvidenceFile, Surrounding  # noqa: PLC0415  (they import this module)

        around = Surrounding.objects.select_related("author__user", "author__school")
        return self.prefetch_related(
            Prefetch("files", EvidenceFile.objects.order_by("pk")),
            Prefetch("surroundings", around.order_by("place")),
        ).order_by("-number")


class EvidenceFileQuerySet(models.QuerySet["EvidenceFile"]):
    def visible_to(self, user: User | AnonymousUser) -> EvidenceFileQuerySet:
        """Those that are kept of the cases this person handles; none that may be against the law."""
        from moderation.models import Case  # noqa: PLC0415  (the models import this module)

        handled = Case.objects.visible_to(user).exclude(track=Track.ILLEGAL).values("pk")
        return self.filter(evidence__case__in=handled).exclude(content="")
