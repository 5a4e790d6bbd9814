from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL

from accounts.models import GroupMember, School, User
from core import clock

if TYPE_CHECKING:
    from contacts.models import Project


class ProjectQuerySet(models.QuerySet["Project"]):
    def visible_to(self, user: User | AnonymousUser) -> ProjectQuerySet:
        """Those one asked for or is in (then it `is_mine`), and those of the schools one administers."""
        if not user.is_authenticated:
            return self.none()
        mine = GroupMember.objects.filter(group=OuterRef("group"), membership__in=user.memberships)
        seen = Q(asked_by__in=user.memberships) | Q(school__in=user.administered_schools)
        known = self.annotate(is_mine=Exists(mine)).filter(seen | Q(is_mine=True))
        return known.with_people()

    def of_person(self, user: User) -> ProjectQuerySet:
        """Those this person asked for or is in, the latest first."""
        mine = GroupMember.objects.filter(group=OuterRef("group"), membership__in=user.memberships)
        found = self.filter(Q(asked_by__in=user.memberships) | Exists(mine))
        return found.with_people().order_by("-asked_at", "-pk")

    def administered_by(self, user: User | AnonymousUser) -> ProjectQuerySet:
        here = self.filter(school__in=School.objects.administered_by(user))
        return here.with_people().order_by("-asked_at", "-pk")

    def named(self, name: str) -> ProjectQuerySet:
        """Those that have this name for themselves in their school."""
        return self.filter(name=name).exclude(state="declined")

    def asked(self) -> ProjectQuerySet:
        """What their own school has to decide."""
        return self.filter(state="asked", until__gt=clock.now())

    def invited(self) -> ProjectQuerySet:
        """What the other school has to decide."""
        return self.filter(state="invited", until__gt=clock.now())

    def waiting_in(self, schools: RawSQL) -> ProjectQuerySet:
        """For the count in the navigation, whose statement is kept: so without the time."""
        return self.filter(state="asked", school__in=schools)

    def running(self) -> ProjectQuerySet:
        return self.filter(state="running", until__gt=clock.now())

    def past(self) -> ProjectQuerySet:
        """Neither waiting nor running any more."""
        return self.exclude(state__in=("asked", "invited", "running"), until__gt=clock.now())

    def with_guests(self) -> ProjectQuerySet:
        """Each with whoever asked, and how many `guests` of its partner are in it now."""
        membership = "group__members__membership"
        there = {f"{membership}__home": F("partner"), f"{membership}__closed_at": None}
        guests = Count("group__members", filter=Q(**there))
        return self.select_related("asked_by__user").annotate(guests=guests)

    def with_people(self) -> ProjectQuerySet:
        people = [f"{part}__user" for part in ("asked_by", "decided_by", "ended_by")]
        found = self.select_related("school", "group", "partner", *people)
        return found.prefetch_related("classes__school_class").annotate(
            size=Count("group__members", distinct=True)
        )
