"""What e-mails say of entries: who asks to confirm, and what the next week brings; none of the words."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.choices import Profile
from accounts.models import GroupMember, Membership
from core import clock
from core.notices import Line, Readers
from newsfeed.feed import cards_of
from newsfeed.models import Confirmation, Entry
from newsfeed.roll import labels_of

# What was published before is told to nobody any more; a reminder is.
LATEST = timedelta(days=8)

Pair = tuple[int, int]

_UNTOLD = Q(told_at=None) | Q(told_at__lt=F("reminded_at"))


def due(readers: Readers) -> set[int]:
    return {guardian for _entry, guardian in _waiting(readers)}


def tell(readers: Readers) -> list[Line]:
    """See `core.notices.Source`. Writing it down and saying it is one transaction: the caller's."""
    now = clock.now()
    entries = {entry for entry, _guardian in _waiting(readers)}
    everybody = [(people, now) for people, _until in readers]
    pairs = {pair for pair in _waiting(everybody) if pair[0] in entries}
    if not pairs:
        return []
    people = list(Membership.objects.filter(pk__in={guardian for _entry, guardian in pairs}))
    again = _reminded(entries, people)
    _write_down(pairs, people[0].school_id, now)
    labels = labels_of(people)
    lines = []
    for card in cards_of(entries, people):
        entry = card.content.id
        about = [labels[each.id] for each in card.learners if each.id in labels]
        once_more = _("You are asked once more to confirm that you have read it.")
        lines.append(
            Line(
                at=again.get(entry) or card.content.published_at,
                says=_("%(name)s asks you to confirm something") % {"name": card.content.name},
                asks=once_more if entry in again else "",
                about=about,
                address=card.content.url,
                readers=frozenset(guardian for each, guardian in pairs if each == entry),
            )
        )
    return lines


def reminded(
    people: QuerySet[Membership], after: datetime, until: datetime
) -> Iterable[tuple[int, datetime]]:
    """See `core.arrivals.Source`."""
    again = _still_asked([(people, until)]).filter(reminded_at__gt=after)
    return again.values_list("membership").annotate(Max("reminded_at"))


def _waiting(readers: Readers) -> set[Pair]:
    """Entry and guardian, wherever something is still to be told until the moment of each; two
    queries.
    """
    known = Confirmation.objects.filter(
        Q(confirmed_at__isnull=False) | Q(told_at__isnull=False),
        entry=OuterRef("group__audiences__entry"),
        membership=OuterRef("membership"),
    )
    new = _asked(readers).filter(~Exists(known))
    again = _still_asked(readers).filter(_UNTOLD)
    return {
        *new.values_list("group__audiences__entry", "membership"),
        *again.values_list("entry", "membership"),
    }


def _asked(readers: Readers) -> "QuerySet[GroupMember]":
    """Guardians of whom something that was published lately, until their moment, wants to be
    confirmed.
    """
    until = (
        Q(
            membership__in=people,
            group__audiences__published_at__gt=moment - LATEST,
            group__audiences__published_at__lte=moment,
        )
        for people, moment in readers
    )
    return GroupMember.objects.filter(
        reduce(or_, until),
        membership__profile=Profile.PARENT,
        group__audiences__entry__in=Entry.objects.published().filter(wants_confirmation=True),
    )


def _still_asked(readers: Readers) -> "QuerySet[Confirmation]":
    """Reminders until their moment, of what is still there, addressed to them and not confirmed."""
    addressed = GroupMember.objects.filter(
        membership=OuterRef("membership"), group__audiences__entry=OuterRef("entry")
    )
    until = (Q(membership__in=people, reminded_at__lte=moment) for people, moment in readers)
    return Confirmation.objects.filter(
        reduce(or_, until),
        Exists(addressed),
        confirmed_at=None,
        entry__in=Entry.objects.published().filter(wants_confirmation=True),
    )


def _reminded(entries: Collection[int], people: Sequence[Membership]) -> dict[int, datetime]:
    """The entries of which one of these was reminded, and when last."""
    mine = Membership.objects.filter(pk__in=[each.pk for each in people])
    again = _still_asked([(mine, clock.now())]).filter(_UNTOLD, entry__in=entries)
    return dict(again.values_list("entry").annotate(Max("reminded_at")))


def _write_down(pairs: Collection[Pair], school_id: int, now: datetime) -> None:
    Confirmation.objects.bulk_create(
        [
            Confirmation(school_id=school_id, entry_id=entry, membership_id=guardian, told_at=now)
            for entry, guardian in sorted(pairs)
        ],
        update_conflicts=True,
        unique_fields=["entry", "membership"],
        update_fields=["told_at"],
    )
