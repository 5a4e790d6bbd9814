"""What teachers are told by their students: a report each, and nothing of its case.

Whoever reads it here need not see the case, and mostly does not.
"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.notices import Line, Readers
from moderation.models import Notice


def told_to(user: User | AnonymousUser) -> QuerySet[Notice]:
    """Each with the report, who wrote it, and what it was about as it read then."""
    if not user.is_authenticated:
        return Notice.objects.none()
    mine = Notice.objects.filter(kind=Notice.Kind.TOLD, reader__in=user.memberships)
    about = ("report__reporter__user", "report__evidence__author__user", "reader__school")
    return mine.select_related(*about).prefetch_related("report__evidence__files")


def due(readers: Readers) -> Iterable[int]:
    """See `core.notices.Source`."""
    return _to_tell(readers).values_list("reader", flat=True)


def tell(readers: Readers) -> list[Line]:
    """See `core.notices.Source`. Writing it down and saying it is one transaction: the caller's."""
    held = list(_to_tell(readers).select_for_update().order_by("pk"))
    Notice.objects.filter(pk__in=[each.pk for each in held]).update(told_at=clock.now())
    return [
        Line(
            at=each.at,
            says=_("A student of yours told you that something is wrong"),
            asks="",
            about=(),
            address=reverse("moderation:told", args=[each.pk]),
            readers=frozenset({each.reader_id}),
        )
        for each in held
    ]


def _to_tell(readers: Readers) -> QuerySet[Notice]:
    theirs = Q(pk=None)
    for people, until in readers:
        theirs |= Q(reader__in=people, at__lte=until)
    return Notice.objects.filter(theirs, kind=Notice.Kind.TOLD, told_at=None)
