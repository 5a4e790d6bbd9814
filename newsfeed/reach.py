"""How many people an entry is for."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext

from accounts.choices import Profile
from accounts.models import Membership
from newsfeed.models import Entry

_STUDENTS = Q(profile=Profile.STUDENT) | Q(home_profile=Profile.STUDENT)
_PARENTS = ~_STUDENTS & Q(profile=Profile.PARENT)


@dataclass(frozen=True)
class Reach:
    """Each person once, whatever the number of groups that bring it to them."""

    students: int
    parents: int
    others: int

    def __str__(self) -> str:
        told = [
            ngettext("%(count)s student", "%(count)s students", self.students)
            % {"count": self.students},
            ngettext("%(count)s parent", "%(count)s parents", self.parents)
            % {"count": self.parents},
            ngettext("%(count)s other adult", "%(count)s other adults", self.others)
            % {"count": self.others},
        ]
        numbers = (self.students, self.parents, self.others)
        some = [words for words, count in zip(told, numbers, strict=True) if count]
        return get_text_list(some, gettext("and"))


def reach_of(groups: Collection[int], by: Membership) -> Reach:
    """Of whom these groups, by their keys, bring it to; in one query, of a school of any size."""
    people = Membership.objects.open().exclude(user=by.user_id)
    reached = people.filter(in_groups__group__in=groups)
    counted = reached.aggregate(
        students=Count("user", distinct=True, filter=_STUDENTS),
        parents=Count("user", distinct=True, filter=_PARENTS),
        others=Count("user", distinct=True, filter=~_STUDENTS & ~_PARENTS),
    )
    return Reach(**counted)


def told_reach(entry: Entry) -> str | None:
    """Whom what is kept of an entry would reach, in words; empty if nobody is in its groups."""
    groups = [audience.group_id for audience in entry.audiences.all()]
    return str(reach_of(groups, entry.author)) if groups else None
