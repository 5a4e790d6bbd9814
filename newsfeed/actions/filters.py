from django.db import transaction

import audit
from accounts.models import Membership, SchoolClass
from newsfeed.models import FeedFilter


@transaction.atomic
def choose_filter(
    by: Membership,
    *,
    school_class: SchoolClass | None = None,
    child: Membership | None = None,
    source: int | None = None,
    unread: bool = False,
) -> None:
    """What their feed shows from now on when they open it: without anything, everything."""
    FeedFilter.objects.filter(membership__user=by.user_id).delete()
    chosen = {"school_class": school_class, "child": child, "source": source, "unread": unread}
    if chosen != {"school_class": None, "child": None, "source": None, "unread": False}:
        FeedFilter.objects.create(school_id=by.school_id, membership=by, **chosen)
    audit.record(by=by, verb="choose_filter", source=source, unread=unread)
