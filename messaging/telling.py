"""What e-mails say of messages: who wrote, when and about which child; none of the words."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership
from core import clock
from core.notices import Line, Readers
from messaging.children import children_of
from messaging.models import Delivery


def to_be_told(people: Iterable[Membership]) -> set[int]:
    """The keys of those of them who hear by e-mail of what comes."""
    told = Membership.objects.filter(pk__in=[person.pk for person in people]).told_by_mail()
    return set(told.values_list("pk", flat=True))


def due(readers: Readers) -> list[int]:
    waiting = Delivery.objects.to_tell().due_to(readers).worth_telling()
    return list(waiting.values_list("membership", flat=True).distinct())


def tell(readers: Readers) -> list[Line]:
    """See `core.notices.Source`. Writing it down and saying it is one transaction: the caller's."""
    waiting = Delivery.objects.to_tell()
    messages = set(waiting.due_to(readers).values_list("message", flat=True))
    held = waiting.of(readers).filter(message__in=messages).select_for_update(of=("self",))
    keys = list(held.values_list("pk", flat=True))
    told = Delivery.objects.filter(pk__in=keys)
    worth = (
        told.worth_telling()
        .to_tell()
        .select_related("membership", "message__author__user", "message__conversation")
    )
    lines = _lines(worth.order_by("since", "pk"))  # type: ignore[misc]  # by `to_tell`
    told.update(told_at=clock.now())
    return lines


def arrived(
    people: QuerySet[Membership], after: datetime, until: datetime
) -> Iterable[tuple[int, datetime]]:
    """See `core.arrivals.Source`."""
    came = Delivery.objects.filter(
        membership__in=people,
        read_at=None,
        message__sent_at__gt=after,
        message__sent_at__lte=until,
    ).exclude(membership=F("message__author"))
    latest = came.worth_telling().order_by().values("membership")
    return latest.values_list("membership", Max("message__sent_at"))


def _lines(told: Iterable[Delivery]) -> list[Line]:
    """One for all that one person wrote in one conversation."""
    together: dict[tuple[int, int], list[Delivery]] = defaultdict(list)
    for each in told:
        together[each.message.conversation_id, each.message.author_id].append(each)
    about = children_of([each for some in together.values() for each in some])
    return [_line(some, about) for some in together.values()]


def _line(some: list[Delivery], about: dict[int, list[str]]) -> Line:
    last = some[-1]
    number = len({each.message_id for each in some})
    says = ngettext("%(name)s wrote to you", "%(name)s wrote to you %(number)s times", number)
    return Line(
        at=last.since,  # type: ignore[attr-defined]  # by `to_tell`
        says=says % {"name": last.message.author.name, "number": number},
        asks=_asked(some),
        about=list(dict.fromkeys(child for each in some for child in about[each.pk])),
        address=reverse("messaging:conversation", args=[last.message.conversation_id]),
        readers=frozenset(each.membership_id for each in some),
    )


def _asked(some: list[Delivery]) -> str:
    open_ones = [each for each in some if each.message.wants_confirmation and not each.confirmed_at]
    if any(each.message.reminded_at for each in open_ones):
        return _("You are asked once more to confirm that you have read it.")
    if any(each.message.corrected_at for each in open_ones):
        return _("It was corrected. You are asked to confirm that you have read it.")
    return _("You are asked to confirm that you have read it.") if open_ones else ""
