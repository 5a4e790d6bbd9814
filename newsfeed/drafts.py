"""Entries as their authors' hands meet in them before they are published."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Group, Membership
from core import clock
from core.screening import Words, look_before_sending
from newsfeed.models import Audience, Entry, Event, Poll, State, Task
from newsfeed.nudges import look_of, nudge_readers, nudge_who_decides
from newsfeed.parts.saving import words_of_parts
from newsfeed.policies import (
    AlreadyPublished,
    MayNotPublish,
    NobodyToAsk,
    NothingWritten,
    NotTheAuthor,
    NotThen,
    can_publish_to,
)
from newsfeed.roll import guardians_asked
from newsfeed.students import is_student
from newsfeed.wording import put_beside

LONGEST_WAIT = timedelta(days=365)
MOST_PINNED = 3


def hold(by: Membership, entry: Entry) -> Entry:
    """What is not published yet, as it is now, held until the transaction ends: pressed twice, it is
    published once. Raises `NotTheAuthor` and `AlreadyPublished`.
    """
    held = hold_own(by, entry)
    if not held.is_unpublished:
        raise AlreadyPublished
    return held


def hold_own(by: Membership, entry: Entry) -> Entry:
    """The same, published or not. Raises `NotTheAuthor`."""
    held = Entry.objects.select_for_update(of=("self",)).select_related("author__user")
    found: Entry = held.get(pk=entry.pk)
    if not found.is_there or found.author_id != by.pk:
        raise NotTheAuthor
    return found


def keep(entry: Entry) -> None:
    """Saves a draft. How a draft read before nobody asks."""
    entry.skip_history_when_saving = True  # type: ignore[attr-defined]  # read by simple_history
    entry.save()


def address(entry: Entry, groups: Collection[Group], *, pinned: bool) -> None:
    """It is for these groups, and for no other."""
    entry.audiences.exclude(group__in=groups).delete()
    Audience.objects.bulk_create(
        [
            Audience(school_id=entry.school_id, entry=entry, group=group, is_pinned=pinned)
            for group in groups
        ],
        update_conflicts=True,
        unique_fields=["entry", "group"],
        update_fields=["is_pinned"],
    )


def must_be_publishable(by: Membership, entry: Entry) -> None:
    """Raises `NothingWritten`, `MayNotPublish` for any group too many, `NobodyToAsk` and `NotThen`."""
    if not entry.title.strip():
        raise NothingWritten
    groups = Group.objects.filter(audiences__entry=entry)
    if not can_publish_to(by, groups):
        raise MayNotPublish
    if entry.wants_confirmation and not guardians_asked(groups).exists():
        raise NobodyToAsk
    if entry.is_past:
        raise NotThen
    if is_student(by) and _has_more_than_words(entry):
        raise MayNotPublish


def _has_more_than_words(entry: Entry) -> bool:
    """What teachers and staff add: that it is confirmed, answered, pinned, or comes and goes."""
    kinds = (Event, Poll, Task)
    return (
        entry.wants_confirmation
        or entry.publish_at is not None
        or entry.expires_at is not None
        or entry.audiences.filter(is_pinned=True).exists()
        or any(kind.objects.filter(entry=entry).exists() for kind in kinds)
    )


def can_wait_until(moment: datetime) -> bool:
    now = clock.now()
    return now < moment <= now + LONGEST_WAIT


def is_over_by(entry: Entry, moment: datetime) -> bool:
    """Whether it would have disappeared, or the day have passed until which it asks for something."""
    day = timezone.localdate(moment)
    return (
        (entry.expires_at is not None and entry.expires_at <= moment)
        or Poll.objects.filter(entry=entry, closes_on__lt=day).exists()
        or Task.objects.filter(entry=entry, due_on__lt=day).exists()
    )


def look_at(by: Membership, entry: Entry, thought: str) -> None:
    """Raises `ThinkAgain`. What waits for its hour was looked at when its hour was chosen."""
    if entry.state == State.SCHEDULED:
        return
    descriptions = entry.attachments.exclude(description="").order_by("pk")
    told = descriptions.values_list("description", flat=True)
    words = (entry.title, entry.text, *told, *words_of_parts(entry))
    look_before_sending(by, Words(words), thought)


def set_out(entry: Entry) -> None:
    """From now on those it is for read it: the one place where anything is published."""
    entry.state, entry.published_at = State.PUBLISHED, clock.now()
    entry.publish_at, entry.held_back = None, ""
    put_beside(entry)
    entry.save()
    entry.audiences.update(published_at=entry.published_at)
    make_room_at_the_top(entry)
    nudge_readers(entry, look="feed")


def hand_over(entry: Entry) -> None:
    """From now on a teacher of the class may read it, and decide."""
    entry.state, entry.written_at = State.WAITING, clock.now()
    keep(entry)
    nudge_who_decides(entry)


def make_room_at_the_top(entry: Entry) -> None:
    """Of what is kept at the top of a group the oldest gives way, so that something else is seen."""
    for audience in entry.audiences.filter(is_pinned=True):
        kept = Q(entry__in=Entry.objects.published()) & ~Q(entry=entry)
        others = Audience.objects.filter(kept, group=audience.group_id, is_pinned=True)
        newest = others.order_by("-published_at").select_related("entry__author")
        for let_go in newest[MOST_PINNED - 1 :]:
            Audience.objects.filter(pk=let_go.pk).update(is_pinned=False)
            nudge_readers(let_go.entry, look=look_of(let_go.entry_id))
