from django.db import transaction

import audit
from accounts.deciding import NotAllowed, hold_school
from accounts.models import Membership
from core import clock
from moderation.models import Lesson


class WrittenMeanwhile(Exception):
    """Somebody else wrote since it was read: `lesson` is what stands there now."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self.lesson = lesson


@transaction.atomic
def write_lesson(by: Membership, *, year: int, reason: str, words: str, seen: int) -> None:
    """Writes what the school did about this reason in the year that began then; `seen` is the version
    that was read, none being 0.

    Raises `NotAllowed`, `WrittenMeanwhile`.
    """
    hold_school(by.school_id)
    if not Membership.objects.handling_reports(by.school_id).filter(pk=by.pk).exists():
        raise NotAllowed
    known = Lesson.objects.filter(school=by.school_id, year=year, reason=reason).first()
    lesson = known or Lesson(school_id=by.school_id, year=year, reason=reason)
    if lesson.version != seen:
        raise WrittenMeanwhile(lesson)
    lesson.words, lesson.written_by, lesson.written_at = words, by, clock.now()
    lesson.version += 1
    lesson.save()
    audit.record(by=by, verb="write_lesson", target=lesson)
