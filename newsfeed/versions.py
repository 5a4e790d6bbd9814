"""Whether what a page shows is still what there is to see."""

from collections.abc import Collection
from datetime import datetime
from itertools import starmap

from accounts.models import User
from newsfeed.models import Entry
from newsfeed.places import BOTTOM, Place


def version(entry_id: int, edited_at: datetime | None) -> Place:
    """An entry as it reads since then, written into addresses like a place in the feed."""
    return Place(edited_at or BOTTOM.at, entry_id)


def outdated(shown: Collection[Place], user: User) -> list[int]:
    """The entries among these that read otherwise by now, or that this person sees no more."""
    entries = [each for each in shown if each.source == 0]
    seen = Entry.objects.visible_to(user).filter(pk__in=[each.key for each in entries])
    current = set(starmap(version, seen.values_list("pk", "edited_at")))
    return [each.key for each in entries if each not in current]
