"""What guardians confirm, and who of them is asked once more."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

import audit
from accounts.choices import Sending
from accounts.models import Membership, SchoolClass
from contacts.policies import must_be_able_to_send
from core import clock, feed_notices, realtime
from newsfeed.models import Confirmation, Entry
from newsfeed.nudges import look_of, nudge_follower
from newsfeed.places import Place
from newsfeed.policies import NotAsked, NotFollowed, RemindedToday, WordsChanged, can_confirm
from newsfeed.returns import missing_guardians, not_reminded_today
from newsfeed.roll import classes_followed
from newsfeed.versions import version


@transaction.atomic
def confirm_entry(by: Membership, *, entry: Entry, seen: Place | None) -> None:
    """`by`, a guardian, has read it as it was `seen`; said once, it stays said.

    Raises `NotAsked`, and `WordsChanged` where it was changed meanwhile.
    """
    held = Entry.objects.published().select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if held is None or not can_confirm(by, held):
        raise NotAsked
    if seen != version(held.pk, held.edited_at):
        raise WordsChanged
    Confirmation.objects.bulk_create(
        [Confirmation(school_id=by.school_id, entry=held, membership=by)], ignore_conflicts=True
    )
    mine = Confirmation.objects.filter(entry=held, membership=by, confirmed_at=None)
    if mine.update(confirmed_at=clock.now()):
        audit.record(by=by, verb="confirm_entry", target=held)
        nudge_follower(held)


@transaction.atomic
def remind_guardians(by: Membership, *, entry: Entry, classes: Collection[SchoolClass]) -> int:
    """The guardians in these classes of whose family nobody has confirmed are asked once more; the
    number of those who were not reminded today yet.

    Raises `NotFollowed`, `SendingHeld`, and `RemindedToday` where all of them were.
    """
    keys = {each.pk for each in classes}
    followed = classes_followed(entry, [by]).filter(pk__in=keys)
    if not keys or not entry.wants_confirmation or followed.count() != len(keys):
        raise NotFollowed
    must_be_able_to_send(by, Sending.ENTRY)
    # Two teachers who press in the same moment remind once.
    Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    missing = missing_guardians(entry, keys)
    due = not_reminded_today(entry, missing)
    if not due.exists():
        if missing.exists():
            raise RemindedToday
        return 0
    people = _remind(entry, due)
    audit.record(by=by, verb="remind_guardians", target=entry, people=len(people))
    for look in (look_of(entry.pk), feed_notices.LOOK):
        realtime.nudge_people(people, look=look)
    return len(people)


def _remind(entry: Entry, due: "QuerySet[Membership]") -> list[int]:
    """Writes it down; the accounts of those who are reminded."""
    found = dict(due.values_list("pk", "user"))
    Confirmation.objects.bulk_create(
        [
            Confirmation(
                school_id=entry.school_id,
                entry=entry,
                membership_id=key,
                reminded_at=clock.now(),
            )
            for key in sorted(found)
        ],
        update_conflicts=True,
        unique_fields=["entry", "membership"],
        update_fields=["reminded_at"],
    )
    return sorted(found.values())
