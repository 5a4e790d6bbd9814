"""What a teacher has not sent yet: a message that waits for its hour, and one that is begun."""

from datetime import datetime, time, timedelta
from types import ModuleType

from django.utils import timezone

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership, SchoolClass
from config.demo.writing import written
from core import clock
from messaging.actions import schedule_message

DAYS_AHEAD = 7
HOUR = time(7, 30)


def leave_unsent(teacher: Membership, words: ModuleType) -> None:
    """To the parents of a class of theirs, and to one of them."""
    school_class = SchoolClass.objects.filter(enrolments__membership=teacher)[0]
    parents = Group.objects.get(
        school=teacher.school_id,
        kind=GroupKind.CLASS,
        school_class=school_class,
        profile=Profile.PARENT,
    )
    day = timezone.localdate(clock.now()) + timedelta(days=DAYS_AHEAD)
    schedule_message(
        teacher,
        message=written(teacher, words.SCHEDULED, groups=[parents]),
        send_at=timezone.make_aware(datetime.combine(day, HOUR)),
    )
    parent = Membership.objects.filter(in_groups__group=parents).select_related("user")[0]
    written(teacher, words.BEGUN, to=[parent])
