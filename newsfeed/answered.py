"""When others last said something under what one wrote, and after what one said."""

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from newsfeed.models import Comment, Entry


def settle(comment: Comment) -> None:
    """Call it in the transaction that says this comment, takes it away or brings it back."""
    said = Comment.objects.there().filter(entry=OuterRef("pk")).exclude(author=OuterRef("author"))
    latest = said.order_by().values("entry").values(at=Max("written_at"))
    # It holds the entry, so that its threads are settled one after the other.
    Entry.objects.filter(pk=comment.entry_id).update(answered_at=Subquery(latest))
    _settle_thread(comment.answers_id or comment.pk)


def _settle_thread(first_id: int) -> None:
    """Of each who spoke in it, only the last words wait for an answer."""
    thread = Comment.objects.thread_of(first_id)
    later = Comment.objects.there().filter(
        Q(written_at__gt=OuterRef("written_at"))
        | Q(written_at=OuterRef("written_at"), pk__gt=OuterRef("pk")),
        answers=Coalesce(OuterRef("answers"), OuterRef("pk")),
    )
    spoke_again = Exists(later.filter(author=OuterRef("author")))
    of_others = later.exclude(author=OuterRef("author")).order_by().values("answers")
    latest = Subquery(of_others.values(at=Max("written_at")))
    thread.filter(spoke_again, answered_at__isnull=False).update(answered_at=None)
    thread.exclude(spoke_again).update(answered_at=latest)
