from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from audit.sentences import SEALED

if TYPE_CHECKING:
    from audit.models import Event

# Far more numerous than all the others: shown only when asked for.
PAGE_VIEWS = "view_page"


def _sealed() -> Q:
    return Q(verb__in=SEALED) | Q(verb=PAGE_VIEWS, facts__page__in=SEALED)


class EventQuerySet(models.QuerySet["Event"]):
    def of_school(self, school_id: int) -> EventQuerySet:
        """The trail of one school, newest first, each event with who did it; without what is sealed."""
        return self._of_school(school_id).exclude(_sealed())

    def sealed_in(self, school_id: int) -> EventQuerySet:
        """What of it is sealed."""
        return self._of_school(school_id).filter(_sealed())

    def _of_school(self, school_id: int) -> EventQuerySet:
        return (
            self.filter(school_id=school_id)
            .select_related("actor__membership__user")
            .order_by("-at", "-id")
        )

    def matching(
        self,
        *,
        verb: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        membership_id: int | None = None,
    ) -> EventQuerySet:
        """Of one verb, or of all but the page views; `until` is the first moment left out."""
        found = self.filter(verb=verb) if verb else self.exclude(verb=PAGE_VIEWS)
        if since:
            found = found.filter(at__gte=since)
        if until:
            found = found.filter(at__lt=until)
        if membership_id:
            found = found.filter(actor__membership=membership_id)
        return found

    def before(self, at: datetime, number: int) -> EventQuerySet:
        """What comes after this event in the order of the trail, which is older."""
        return self.filter(Q(at__lt=at) | Q(at=at, id__lt=number), at__lte=at)
