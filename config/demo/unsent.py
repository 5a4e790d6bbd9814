"""What a teacher has not sent yet: a message that waits for its hour, and one that is begun."""

from datetime import datetime, time, timedelta
from types import ModuleType

from django.utils import timezone

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership, SchoolClass
from core import clock
from messaging.actions import schedule_message, start_draft, write_draft
from messaging.models import Message

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
    outing = start_draft(teacher, groups=[parents])
    schedule_message(
        teacher,
        message=_written(teacher, outing, *words.SCHEDULED),
        send_at=timezone.make_aware(datetime.combine(day, HOUR)),
    )
    parent = Membership.objects.filter(in_groups__group=parents).select_related("user")[0]
    _written(teacher, start_draft(teacher, to=[parent]), *words.BEGUN)


def _written(teacher: Membership, draft: Message, subject: str, body: str) -> Message:
    return write_draft(
        teacher,
        message=draft,
        seen=draft.version,
        subject=subject,
        body=body,
        answers_to_all=False,
        wants_confirmation=True,
    )
