from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.choices import GroupKind, Within
from accounts.querysets.schools import administered_schools
from core import clock

if TYPE_CHECKING:
    from accounts.models import ContactRule, Group, Membership, RuleChange, User


class ContactRuleQuerySet(models.QuerySet["ContactRule"]):
    def administered_by(self, user: User | AnonymousUser) -> ContactRuleQuerySet:
        return self.filter(school__in=administered_schools(user)).with_groups()

    def with_groups(self) -> ContactRuleQuerySet:
        return self.select_related(*_GROUPS)

    def of_school(self, school_id: int) -> ContactRuleQuerySet:
        return self.filter(school=school_id)

    def cells(self) -> ContactRuleQuerySet:
        """Those from a profile of the school to another: the cells of its table."""
        return self.filter(_in_the_table())

    def custom(self) -> ContactRuleQuerySet:
        """All others, in the order they were made; that of a project comes and goes with it."""
        of_project = Q(from_group=F("to_group"), from_group__kind=GroupKind.PROJECT)
        return self.exclude(_in_the_table()).exclude(of_project).order_by("pk")

    def between(self, from_group: Group, to_group: Group) -> ContactRuleQuerySet:
        return self.filter(from_group=from_group, to_group=to_group)

    def letting(self, by: Membership, to: Membership) -> ContactRuleQuerySet:
        """By which rules one writes to the other, whoever they are and whatever their state."""
        from accounts.models import GroupMember  # noqa: PLC0415  (the models import this module)

        both = self.going_on().filter(
            from_group__members__membership=by, to_group__members__membership=to
        )
        shared = GroupMember.objects.filter(
            membership=by,
            group__kind=OuterRef("within"),
            group__profile="",
            group__members__membership=to,
        )
        limited = Q(Exists(shared), to_group__kind=GroupKind.SCHOOL)
        return both.filter(Q(within=Within.ALL) | limited).with_groups()

    def going_on(self) -> ContactRuleQuerySet:
        """Those between groups that have not ended."""
        return self.filter(_goes_on("from_group"), _goes_on("to_group"))


class RuleChangeQuerySet(models.QuerySet["RuleChange"]):
    def administered_by(self, user: User | AnonymousUser) -> RuleChangeQuerySet:
        return self.filter(school__in=administered_schools(user))

    def of_school(self, school_id: int) -> RuleChangeQuerySet:
        """The newest first, each with its groups and whoever made it."""
        found = self.filter(school=school_id).select_related(*_GROUPS, "changed_by__user")
        return found.order_by("-changed_at", "-pk")


_GROUPS = [
    f"{side}__{of}" for side in ("from_group", "to_group") for of in ("school", "school_class")
]


def _in_the_table() -> Q:
    of_school = {f"{side}__kind": GroupKind.SCHOOL for side in ("from_group", "to_group")}
    return Q(**of_school) & ~Q(from_group__profile="") & ~Q(to_group__profile="")


def _goes_on(group: str) -> Q:
    return Q(**{f"{group}__ends_at": None}) | Q(**{f"{group}__ends_at__gt": clock.now()})
