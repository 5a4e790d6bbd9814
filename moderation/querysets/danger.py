from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User

if TYPE_CHECKING:
    from moderation.models import DangerNumber


class DangerNumberQuerySet(models.QuerySet["DangerNumber"]):
    def by_school(self, school_ids: Iterable[int]) -> dict[int, list[DangerNumber]]:
        """What each of these schools has named, in the order it was."""
        found: dict[int, list[DangerNumber]] = {pk: [] for pk in school_ids}
        for each in self.filter(school__in=found).order_by("pk"):
            found[each.school_id].append(each)
        return found

    def administered_by(self, user: User | AnonymousUser) -> DangerNumberQuerySet:
        """What the schools where this person is local administrator have named."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(school__in=user.administered_schools)
