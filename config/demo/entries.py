"""What a teacher keeps at the top of a class, has begun, and lets wait for its hour."""

from datetime import datetime, time, timedelta
from types import ModuleType
from typing import Any

from django.utils import timezone

from accounts.choices import GroupKind
from accounts.models import Group, Membership, SchoolClass
from core import clock
from newsfeed.actions import publish_entry, schedule_entry, start_entry, write_entry
from newsfeed.models import Entry

DAYS_AHEAD = 3
HOUR = time(17)


def leave_entries(teacher: Membership, words: ModuleType) -> None:
    school_class = SchoolClass.objects.filter(enrolments__membership=teacher)[0]
    group = Group.objects.get(
        school=teacher.school_id, kind=GroupKind.CLASS, profile="", school_class=school_class
    )
    title, body = words.AT_THE_TOP
    with clock.at(clock.now() - timedelta(days=20)):
        publish_entry(teacher, groups=[group], title=title, body=body, is_pinned=True)
    _write(teacher, group, words.ENTRY_BEGUN)
    day = timezone.localdate(clock.now()) + timedelta(days=DAYS_AHEAD)
    at = timezone.make_aware(datetime.combine(day, HOUR))
    schedule_entry(teacher, entry=_write(teacher, group, words.ENTRY_AHEAD, publish_at=at))


def _write(teacher: Membership, group: Group, words: tuple[str, str], **more: Any) -> Entry:
    draft = start_entry(teacher)
    title, body = words
    seen = draft.version
    return write_entry(
        teacher, entry=draft, seen=seen, groups=[group], title=title, body=body, **more
    )
