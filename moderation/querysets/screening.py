from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Sum
from django.db.models.functions import Greatest

from accounts.models import User

if TYPE_CHECKING:
    from moderation.models import SchoolWord, ScreeningCount


class SchoolWordQuerySet(models.QuerySet["SchoolWord"]):
    def administered_by(self, user: User | AnonymousUser) -> SchoolWordQuerySet:
        """What the schools where this person is local administrator added, by phrase."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(school__in=user.administered_schools).order_by("phrase")

    def of_school(self, school_id: int) -> models.QuerySet[SchoolWord, tuple[str, str]]:
        """Each tier with its phrase, as a lexicon takes them."""
        return self.filter(school=school_id).values_list("tier", "phrase")


class ScreeningCountQuerySet(models.QuerySet["ScreeningCount"]):
    def administered_by(self, user: User | AnonymousUser) -> ScreeningCountQuerySet:
        if not user.is_authenticated:
            return self.none()
        return self.filter(school__in=user.administered_schools)

    def since(self, day: date) -> ScreeningCountQuerySet:
        return self.filter(day__gte=day)

    def by_kind(self) -> models.QuerySet[ScreeningCount, dict[str, Any]]:
        """What was asked and what became of it, most often asked first."""
        return self._summed("kind").order_by(F("all_asked").desc(), "kind")

    def by_day(self) -> models.QuerySet[ScreeningCount, dict[str, Any]]:
        """Latest first."""
        return self._summed("day").order_by("-day")

    def _summed(self, by: str) -> models.QuerySet[ScreeningCount, dict[str, Any]]:
        counted = {f"all_{name}": Sum(name) for name in ("asked", "edited", "sent_anyway")}
        # Whoever goes back and sends the same page once more is asked once and counted twice.
        given_up = Greatest(F("all_asked") - F("all_edited") - F("all_sent_anyway"), 0)
        summed: models.QuerySet[ScreeningCount, Any] = self.values(by).annotate(**counted)
        return summed.annotate(given_up=given_up)
