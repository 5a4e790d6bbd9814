from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import Guardianship

if TYPE_CHECKING:
    from moderation.models import Notice


class NoticeQuerySet(models.QuerySet["Notice"]):
    def there(self) -> NoticeQuerySet:
        """Without those about a child whose guardian the reader is no more."""
        family = Guardianship.objects.filter(guardian=OuterRef("reader"), student=OuterRef("child"))
        return self.filter(Q(child=None) | Exists(family))

    def statements(self) -> NoticeQuerySet:
        """What was decided about their reader, or about a child of theirs."""
        return self.there().filter(decision__isnull=False)
