from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.expressions import RawSQL

from accounts.models import Guardianship, User
from core import clock
from moderation.querysets import schools_by_desk
from moderation.routing import Desk

if TYPE_CHECKING:
    from safeguarding.models import Concern, ConcernAction


class ConcernQuerySet(models.QuerySet["Concern"]):
    def handled_by(
        self, by: int | RawSQL, schools: Mapping[str, list[int] | RawSQL]
    ) -> ConcernQuerySet:
        """Those on the desks of this account, in these schools, but about a child of theirs."""
        desks = Q()
        for desk, here in schools.items():
            desks |= Q(desk=desk, school__in=here)
        children = Guardianship.objects.filter(guardian__user=by).values("student__user")
        return self.filter(desks).exclude(child__user__in=children)

    def handled(self, user: User | AnonymousUser) -> ConcernQuerySet:
        """Those this person looks after."""
        if not user.is_authenticated:
            return self.none()
        return self.handled_by(user.pk, schools_by_desk(user))

    def readable_by(self, user: User | AnonymousUser) -> ConcernQuerySet:
        """Those they look after, and those they were named to read."""
        if not user.is_authenticated:
            return self.none()
        named = self.model.objects.filter(
            readers__reader__in=user.memberships, readers__ended_at=None
        )
        handled = self.model.objects.handled(user)
        return self.filter(Q(pk__in=handled.values("pk")) | Q(pk__in=named.values("pk")))

    def visible_to(self, user: User | AnonymousUser) -> ConcernQuerySet:
        """Those they read, and those they wrote."""
        if not user.is_authenticated:
            return self.none()
        readable = self.model.objects.readable_by(user)
        return self.filter(Q(pk__in=readable.values("pk")) | Q(by__in=user.memberships))

    def open(self) -> ConcernQuerySet:
        return self.filter(signed_off_at=None)

    def with_nobody(self) -> ConcernQuerySet:
        """Those that nobody of the school can look after."""
        return self.filter(desk=Desk.OPERATOR)

    def untouched(self) -> ConcernQuerySet:
        """Those about which nobody has done anything."""
        return self.open().filter(actions=None)

    def latest_first(self) -> ConcernQuerySet:
        return self.select_related("child__user", "by__user").order_by("-happened_on", "-pk")

    def with_all(self) -> ConcernQuerySet:
        """Each with what is done about it, by whom, and who reads it."""
        from safeguarding.models import ConcernAction, ConcernReader  # noqa: PLC0415  (they import this module)

        people = ("owner__user", "done_by__user", "asked_by__user")
        actions = ConcernAction.objects.select_related(*people).order_by("due_on", "pk")
        readers = ConcernReader.objects.select_related("reader__user", "named_by__user")
        return self.select_related(
            "child__user", "by__user", "signed_off_by__user"
        ).prefetch_related(
            Prefetch("actions", actions), Prefetch("readers", readers.order_by("pk"))
        )


class ActionQuerySet(models.QuerySet["ConcernAction"]):
    def visible_to(self, user: User | AnonymousUser) -> ActionQuerySet:
        """What this person was asked to do; nobody is asked who does not read the concern."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(owner__in=user.memberships)

    def open(self) -> ActionQuerySet:
        return self.filter(done_at=None)

    def overdue(self) -> ActionQuerySet:
        return self.filter(remind_at__lte=clock.now())

    def soonest_first(self) -> ActionQuerySet:
        return self.order_by("due_on", "pk")
