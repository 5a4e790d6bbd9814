"""When somebody else last said something under what one wrote."""

from django.db.models import Max, OuterRef, Subquery

from newsfeed.models import Comment, Entry


def settle(entry: Entry) -> None:
    """Call it in the transaction that changes what is said under this entry."""
    said = Comment.objects.there().filter(entry=OuterRef("pk")).exclude(author=OuterRef("author"))
    latest = said.order_by().values("entry").values(at=Max("written_at"))
    Entry.objects.filter(pk=entry.pk).update(answered_at=Subquery(latest))
