from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.querysets.schools import administered_schools
from core import clock

if TYPE_CHECKING:
    from accounts.models import RollImport, User

ROLL_PREVIEW_KEPT = timedelta(days=1)
ROLL_IMPORTS_LISTED = timedelta(days=365)


class RollImportQuerySet(models.QuerySet["RollImport"]):
    def visible_to(self, user: User | AnonymousUser) -> RollImportQuerySet:
        return self.filter(school__in=administered_schools(user))

    def without_files(self) -> RollImportQuerySet:
        """For pages, which never look into the files themselves."""
        return self.defer("files")

    def of_last_year(self) -> RollImportQuerySet:
        """What was begun in the last twelve months, the newest first, with by whom."""
        since = clock.now() - ROLL_IMPORTS_LISTED
        recent = self.filter(started_at__gt=since).defer("files", "choices", "findings")
        return recent.select_related("started_by__user").order_by("-started_at", "-pk")

    def to_be_read(self) -> RollImportQuerySet:
        return self.filter(state="reading")

    def waiting(self) -> RollImportQuerySet:
        """Confirmed, and not applied yet."""
        return self.filter(state="waiting")

    def undecided(self) -> RollImportQuerySet:
        """Neither applied nor on its way: somebody may still go on with it, or give it up."""
        return self.filter(state__in=("reading", "preview", "failed"))

    def forgotten(self) -> RollImportQuerySet:
        """Nobody decided about them in time, and their files hold names and birth dates."""
        return self.undecided().filter(started_at__lt=clock.now() - ROLL_PREVIEW_KEPT)
