"""What a class has before it: a trip that parents are asked to confirm, homework, a poll."""

from datetime import datetime, time, timedelta
from types import ModuleType

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership, School
from core import clock
from core.richtext import from_text
from newsfeed.actions import cast_vote, confirm_entry, publish_entry, tick_task
from newsfeed.models import Entry, Poll, Task
from newsfeed.parts.saving import Parts
from newsfeed.versions import version

CLASS = "CM1"


def plan_ahead(school: School, words: ModuleType) -> None:
    people = Membership.objects.select_related("user", "school").filter(school=school)
    in_class = people.filter(enrolments__school_class__name=CLASS)
    teacher = in_class.filter(profile=Profile.TEACHER).earliest("pk")
    group = Group.objects.get(
        school=school, kind=GroupKind.CLASS, profile="", school_class__name=CLASS
    )
    today = clock.today()
    with_trip = _trip(words)
    with clock.at(clock.now() - timedelta(hours=30)):
        trip = _publish(teacher, group, words.TRIP, with_trip, asks=True)
    homework = {"due_on": today + timedelta(days=1), "kind": Task.Kind.DO}
    with clock.at(clock.now() - timedelta(hours=20)):
        _publish(teacher, group, words.HOMEWORK, Parts(task=homework))
    question, options = words.POLL
    asked = {"question": question, "options": options, "closes_on": today + timedelta(days=3)}
    with clock.at(clock.now() - timedelta(hours=10)):
        poll = _publish(teacher, group, words.POLL_ENTRY, Parts(poll=asked))
    came_in = people.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for place, reader in enumerate(came_in.filter(in_groups__group=group).order_by("pk")):
        with clock.at(clock.now() - timedelta(hours=9 - place % 9)):
            _answer(reader, place, trip, poll)


def _answer(reader: Membership, place: int, trip: Entry, poll: Entry) -> None:
    """Two of three parents and half of the students."""
    if reader.profile == Profile.PARENT and place % 3:
        confirm_entry(reader, entry=trip, seen=version(trip.pk, None))
    elif reader.profile == Profile.STUDENT and place % 2:
        cast_vote(reader, poll=Poll.objects.get(entry=poll), choices=[place // 2 % 3])
        tick_task(reader, task=Task.objects.get(entry=trip), student=reader, is_done=True)


def _trip(words: ModuleType) -> Parts:
    day = clock.today() + timedelta(days=2)
    start, end = (
        timezone.make_aware(datetime.combine(day, hour)) for hour in (time(8, 15), time(16))
    )
    event = {"starts_at": start, "ends_at": end, "all_day": False, "place": words.TRIP_PLACE}
    return Parts(event=event, task={"due_on": day, "kind": Task.Kind.BRING})


def _publish(
    teacher: Membership, group: Group, words: tuple[str, str], parts: Parts, *, asks: bool = False
) -> Entry:
    title, body = words
    return publish_entry(
        teacher,
        groups=[group],
        title=title,
        body=from_text(body),
        parts=parts,
        wants_confirmation=asks,
    )
