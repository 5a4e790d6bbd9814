from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Hidden, Membership, User

if TYPE_CHECKING:
    from profiles.models import Portrait


class PortraitQuerySet(models.QuerySet["Portrait"]):
    def of(self, person: Membership) -> PortraitQuerySet:
        """Of somebody the caller reached as one who sees them; `profiles.sight` says what of it."""
        return self.filter(membership=person)

    def shown_to(self, reader: User) -> PortraitQuerySet:
        """Those that the school did not take away, and the reader did not report."""
        reported = Hidden.objects.filter(
            kind="person",
            target_id=OuterRef("membership"),
            membership__user=reader,
        )
        return self.filter(~Exists(reported), removed_at=None)


def versions_of(person: Membership) -> models.QuerySet[Any]:
    """How somebody's portrait read after each of their changes, the newest first; for them alone."""
    from profiles.models import Portrait  # noqa: PLC0415  (the models import this module)

    versions: models.QuerySet[Any] = Portrait.history.filter(membership=person)
    return versions.order_by("-history_date", "-history_id")
