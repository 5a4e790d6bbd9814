from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership, User

if TYPE_CHECKING:
    from charters.models import CharterVersion, Signature


class CharterVersionQuerySet(models.QuerySet["CharterVersion"]):
    def in_force(self) -> CharterVersionQuerySet:
        return self.filter(replaced_at=None)

    def visible_to(self, user: User | AnonymousUser) -> CharterVersionQuerySet:
        """Those written for what this person acts as."""
        mine = Q(pk=None)
        for membership in getattr(user, "memberships", []):
            mine |= Q(school=membership.school_id, profile=membership.profile)
        return self.filter(mine)


class SignatureQuerySet(models.QuerySet["Signature"]):
    def in_force_of(self, memberships: list[Membership] | RawSQL) -> SignatureQuerySet:
        """Those that one of these gave under the version in force."""
        return self.filter(membership__in=memberships, version__replaced_at=None)

    def in_force_of_group(self, group: Group) -> SignatureQuerySet:
        members = self.filter(membership__in_groups__group=group, membership__closed_at=None)
        return members.filter(version__replaced_at=None)

    def signatories(self, group: Group) -> models.QuerySet[Membership]:
        """Everybody of a group with whether and when they signed, those who have not first."""
        signed = self.filter(membership=OuterRef("pk"), version__replaced_at=None)
        return (
            Membership.objects.open()
            .filter(in_groups__group=group)
            .annotate(has_signed=Exists(signed), signed_at=signed.values("signed_at")[:1])
            .select_related("user")
            .order_by("has_signed", "user__folded_name", "pk")
        )


def groups_followed_by(user: User | AnonymousUser) -> models.QuerySet[Group]:
    """The groups whose signatures this person follows: teachers their classes, administrators
    every class and the school.
    """
    memberships = getattr(user, "memberships", [])
    schools = getattr(user, "administered_schools", [])
    teachers = [m for m in memberships if m.profile == Profile.TEACHER]
    taught = Q(kind=GroupKind.CLASS, school_class__enrolments__membership__in=teachers)
    administered = Q(kind__in=(GroupKind.SCHOOL, GroupKind.CLASS), school__in=schools)
    return (
        Group.objects.filter(taught | administered, profile="")
        .select_related("school", "school_class")
        .distinct()
        .order_by("school", "-kind", "school_class__name", "pk")
    )
