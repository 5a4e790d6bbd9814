"""What teachers are told by their students: a report each, and nothing of its case. And what e-mails
say of what moderation tells somebody.

Whoever reads it here need not see the case, and mostly does not.
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from core import clock
from core.notices import Line, Readers
from moderation.models import Notice
from newsfeed.roll import labels_of

# What is told by e-mail as often as each chose, and the page where it is read.
_SAYS: Mapping[str, tuple[StrOrPromise, str]] = {
    Notice.Kind.TOLD: (_("A student of yours told you that something is wrong"), "told"),
    Notice.Kind.STATEMENT: (_("The school has decided something that concerns you"), "statement"),
    Notice.Kind.UNDONE: (_("The school has taken back something it had decided"), "statement"),
    Notice.Kind.LOOKED_AGAIN: (
        _("The school has looked again at what it had decided"),
        "statement",
    ),
}


def told_to(user: User | AnonymousUser) -> QuerySet[Notice]:
    """The latest first, each with the report, who wrote it, and what it was about as it read then."""
    if not user.is_authenticated:
        return Notice.objects.none()
    mine = Notice.objects.filter(kind=Notice.Kind.TOLD, reader__in=user.memberships)
    about = ("report__reporter__user", "report__evidence__author__user", "reader__school")
    latest_first = mine.order_by("-at", "-pk")
    return latest_first.select_related(*about).prefetch_related("report__evidence__files")


def due(readers: Readers) -> Iterable[int]:
    """See `core.notices.Source`."""
    return _to_tell(readers).values_list("reader", flat=True)


def tell(readers: Readers) -> list[Line]:
    """See `core.notices.Source`. Writing it down and saying it is one transaction: the caller's."""
    waiting = _to_tell(readers).select_related("reader").order_by("pk")
    held = list(waiting.select_for_update(of=("self",)))
    Notice.objects.filter(pk__in=[each.pk for each in held]).update(told_at=clock.now())
    children = labels_of([each.reader for each in held if each.child_id])
    return [_line(each, children) for each in held]


def _line(notice: Notice, children: Mapping[int, str]) -> Line:
    says, page = _SAYS[notice.kind]
    child = children.get(notice.child_id) if notice.child_id else None
    return Line(
        at=notice.at,
        says=str(says),
        asks="",
        about=[child] if child else [],
        address=reverse(f"moderation:{page}", args=[notice.pk]),
        readers=frozenset({notice.reader_id}),
    )


def _to_tell(readers: Readers) -> QuerySet[Notice]:
    theirs = Q(pk=None)
    for people, until in readers:
        theirs |= Q(reader__in=people, at__lte=until)
    return Notice.objects.there().filter(theirs, kind__in=_SAYS, told_at=None)
