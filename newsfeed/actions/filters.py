from django.db import transaction

import audit
from accounts.models import Membership, SchoolClass
from newsfeed.models import FeedFilter


@transaction.atomic
def choose_filter(  # noqa: PLR0913  (one argument a thing that is asked on the page)
    by: Membership,
    *,
    school_class: SchoolClass | None = None,
    child: Membership | None = None,
    source: int | None = None,
    unread: bool = False,
    to_confirm: bool = False,
) -> None:
    """What their feed shows from now on when they open it: without anything, everything."""
    FeedFilter.objects.filter(membership__user=by.user_id).delete()
    chosen = {
        "school_class": school_class,
        "child": child,
        "source": source,
        "unread": unread,
        "to_confirm": to_confirm,
    }
    if any(value not in (None, False) for value in chosen.values()):
        FeedFilter.objects.create(school_id=by.school_id, membership=by, **chosen)
    audit.record(by=by, verb="choose_filter", source=source, unread=unread)
