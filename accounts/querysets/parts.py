"""Whom somebody has around them and to whom they may write, as parts of groups.

A part is everybody of a group, or those of one profile in it. There are few, however many people
they hold: they are fetched first, and then asked of each candidate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import Exact

from accounts.choices import Profile
from core import clock
from core.prepared import run_prepared

if TYPE_CHECKING:
    from accounts.models import Membership

# Whom one sees of a class one shares. A child is the affair of its own family and its teachers, so
# a parent sees no other child, and nobody's child sees the parents of another.
_SEEN_IN_CLASS = {
    Profile.STUDENT: (Profile.STUDENT, Profile.TEACHER),
    Profile.PARENT: (Profile.TEACHER,),
    Profile.TEACHER: (Profile.STUDENT, Profile.PARENT, Profile.TEACHER),
}
_SEEN = ", ".join(
    f"('{mine.value}', '{theirs.value}')"
    for mine, seen in _SEEN_IN_CLASS.items()
    for theirs in seen
)

# A class or a family is shared by those in its group without a profile. The rules of each
# membership are held against its own groups: who teaches one class and has a child in another
# writes as one of both.
_MINE = """
WITH mine AS (
    SELECT somebody.id AS membership_id, somebody.profile AS of_profile,
        own.id, own.kind, own.profile
    FROM accounts_membership somebody
    JOIN accounts_groupmember member ON member.membership_id = somebody.id
    JOIN accounts_group own ON own.id = member.group_id
    WHERE somebody.id = ANY(%(somebody)s) AND somebody.closed_at IS NULL
    AND (somebody.blocked_at IS NULL OR somebody.blocked_until <= %(now)s)
    AND (own.ends_at IS NULL OR own.ends_at > %(now)s)
),
ruled AS (
    SELECT mine.membership_id, rule.within, heard.id, heard.kind, heard.profile
    FROM mine
    JOIN accounts_contactrule rule ON rule.from_group_id = mine.id
    JOIN accounts_group heard ON heard.id = rule.to_group_id
    WHERE heard.ends_at IS NULL OR heard.ends_at > %(now)s
)
"""
_NEAR = f"""
SELECT id AS group_id, '' AS profile FROM mine WHERE kind = 'family'
UNION
SELECT mine.id, seen.profile
FROM mine JOIN (VALUES {_SEEN}) AS seen (by_profile, profile) ON seen.by_profile = mine.of_profile
WHERE mine.kind = 'class' AND mine.profile = ''
"""  # noqa: S608  (values of ours)
_HEARD = """
SELECT id AS group_id, '' AS profile FROM ruled WHERE within = ''
UNION
SELECT shared.id, ruled.profile
FROM ruled JOIN mine AS shared
    ON shared.membership_id = ruled.membership_id
    AND shared.kind = ruled.within AND shared.profile = ''
WHERE ruled.kind = 'school'
"""


class Part(NamedTuple):
    group_id: int
    profile: str


def near(memberships: Iterable[Membership]) -> list[Part]:
    """Their families, and whom they see of their classes."""
    return _parts(_MINE + _NEAR, memberships)


def heard(memberships: Iterable[Membership]) -> list[Part]:
    """To whom a contact rule lets one of these write."""
    return _parts(_MINE + _HEARD, memberships)


def known(memberships: Iterable[Membership]) -> list[Part]:
    """Both of these."""
    return _parts(f"{_MINE} {_NEAR} UNION {_HEARD}", memberships)


def in_one_of(parts: Iterable[Part]) -> Q:
    """Asked of each candidate by index: most groups are larger than what is looked for in them."""
    from accounts.models import GroupMember  # noqa: PLC0415  (the models import this module)

    of_profile = defaultdict(list)
    for part in parts:
        of_profile[part.profile].append(part.group_id)
    wanted = Q(group__in=of_profile.pop("", []))
    for profile, ids in of_profile.items():
        wanted |= Q(Exact(OuterRef("profile"), profile), group__in=ids)
    return Q(Exists(GroupMember.objects.filter(wanted, membership=OuterRef("pk"))))


def _parts(statement: str, memberships: Iterable[Membership]) -> list[Part]:
    told = {"somebody": [each.pk for each in memberships], "now": clock.now()}
    return [Part(**row) for row in run_prepared(statement, told)]
