"""Whether two accounts are one person's to be joined, and what becomes of each profile."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.choices import Profile
from accounts.models import Membership, User


@dataclass(frozen=True)
class Part:
    """A membership of the account that ends; `twin` is what it becomes one with, if anything."""

    membership: Membership
    twin: Membership | None


def parts_of(kept: User, ended: User) -> list[Part]:
    """What the ended account is, school by school; within the wall of all of these schools."""
    there = {(m.school_id, m.profile): m for m in _memberships(kept)}
    return [Part(m, there.get((m.school_id, m.profile))) for m in _memberships(ended)]


def hindrances(kept: User, ended: User) -> list[str]:
    """Why these two are not joined, in words; empty if they may be."""
    both = _memberships(kept) + _memberships(ended)
    said = []
    if len({each.profile == Profile.STUDENT for each in both}) > 1:
        said.append(_("A student’s account is only joined with another one of a student."))
    if kept.birth_date and ended.birth_date and kept.birth_date != ended.birth_date:
        said.append(_("The dates of birth differ. If one is wrong, put it right first."))
    # A block that is over is put away within a minute.
    if any(each.blocked_at for each in both):
        said.append(_("One of them is blocked, or was a moment ago. Decide about that first."))
    meeting = [part for part in parts_of(kept, ended) if part.twin]
    if any(part.membership.is_closed or part.twin.is_closed for part in meeting if part.twin):
        said.append(_("One of them is closed. Reopen it first, or leave it to be erased."))
    return said


def _memberships(user: User) -> list[Membership]:
    found = Membership.objects.filter(user=user).select_related("school").order_by("pk")
    return list(found)
