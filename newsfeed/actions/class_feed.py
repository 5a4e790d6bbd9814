from django.db import transaction

import audit
from accounts.models import Membership, SchoolClass
from newsfeed.models import USUAL, ClassFeed
from newsfeed.policies import NotTheirClass, can_lead


@transaction.atomic
def change_class_feed(
    by: Membership, *, school_class: SchoolClass, students_write: str, parents_comment: bool
) -> None:
    """Sets who writes in the feed of a class. Raises `NotTheirClass`."""
    if not can_lead(by, school_class):
        raise NotTheirClass
    feeds = ClassFeed.objects.filter(school_class=school_class)
    wanted = {"students_write": students_write, "parents_comment": parents_comment}
    if wanted == USUAL:
        feeds.delete()
    else:
        feeds.update_or_create(
            wanted, school_class=school_class, create_defaults=wanted | {"school_id": by.school_id}
        )
    audit.record(
        by=by,
        verb="change_class_feed",
        target=school_class,
        students_write=students_write,
        parents_comment=parents_comment,
    )
