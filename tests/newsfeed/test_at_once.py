"""Two who press in the same moment, or one who presses twice: it happens once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Membership
from audit.models import Event
from core import clock, wall
from newsfeed.actions import (
    approve_entry,
    cast_vote,
    confirm_entry,
    publish_entry,
    remind_guardians,
    return_entry,
    start_entry,
    take_entry_back,
    write_comment,
    write_entry,
)
from newsfeed.actions.publish import publish_draft
from newsfeed.models import Comment, Confirmation, Decision, Entry, State, Vote
from newsfeed.versions import version
from tests.cast import Cast, call
from tests.factories.accounts import EnrolmentFactory, GuardianshipFactory, MembershipFactory
from tests.factories.newsfeed import EntryFactory, PollFactory

WORDS: dict[str, Any] = {"title": "Sortie", "body": "<p>Avec des bottes.</p>"}


def at_once(by: Membership, *acts: Callable[[], object]) -> list[str]:
    """What the rules refused of these."""
    start = Barrier(len(acts))

    def press(act: Callable[[], object]) -> str:
        try:
            with wall.within(by.school_id):
                start.wait()
                act()
        except PermissionDenied as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(filter(None, threads.map(press, acts)))


def recorded(verb: str) -> int:
    return Event.objects.filter(verb=verb).count()


def somebody_votes_as_both_they_are(cast: Cast, asked: Entry) -> None:
    as_parent: Membership = MembershipFactory(
        school=cast.school, user=cast.ce2_teacher.user, profile=Profile.PARENT
    )
    GuardianshipFactory(school=cast.school, guardian=as_parent, student=cast.classmate)
    EnrolmentFactory(school=cast.school, school_class=cast.cm1, membership=cast.ce2_teacher)
    with transaction.atomic():
        sync_groups(cast.school.pk)
    poll = PollFactory(school=cast.school, entry=asked)
    hats = (as_parent, cast.ce2_teacher)
    votes = [partial(cast_vote, by, poll=poll, choices=[n]) for n, by in enumerate(hats)]
    assert at_once(cast.teacher, *votes) == []
    assert Vote.objects.filter(poll=poll).count() == 1


def a_parent_confirms_twice_and_two_teachers_remind(cast: Cast, asked: Entry) -> None:
    seen = version(asked.pk, asked.edited_at)
    confirm = [partial(confirm_entry, cast.mother, entry=asked, seen=seen)] * 2
    assert at_once(cast.teacher, *confirm) == []
    assert recorded("confirm_entry") == Confirmation.objects.count() == 1
    remind = [
        partial(remind_guardians, by, entry=asked, classes=[cast.cm1])
        for by in (cast.teacher, cast.ce2_teacher)
    ]
    assert at_once(cast.teacher, *remind) == ["RemindedToday"]
    assert recorded("remind_guardians") == 1


def a_comment_is_sent_twice(cast: Cast, asked: Entry) -> None:
    say = [partial(write_comment, cast.student, entry=asked, body="Qui vient ?")] * 2
    assert at_once(cast.teacher, *say) == []
    assert recorded("write_comment") == Comment.objects.count() == 1
    with clock.at(clock.now() + timedelta(minutes=2)):
        say[0]()
    assert Comment.objects.count() == 2, "later it is said once more"


def two_teachers_decide_and_a_student_takes_it_back(cast: Cast, asked: Entry) -> None:
    groups = [cast.group("class", of=cast.cm1)]
    for other in (
        partial(return_entry, cast.ce2_teacher, words="Pas encore."),
        partial(take_entry_back, cast.student),
        partial(approve_entry, cast.ce2_teacher),
    ):
        handed_in = publish_entry(cast.student, groups=groups, title="Un mot", body="<p>Moi.</p>")
        Decision.objects.all().delete()
        before = sum(map(recorded, DECIDING))
        approve = partial(approve_entry, cast.teacher, entry=handed_in)
        refused = at_once(cast.teacher, approve, partial(other, entry=handed_in))
        # Who comes a moment later finds it gone from what is handed in.
        assert refused in (["AlreadyDecided"], ["NotTheirClass"])
        assert sum(map(recorded, DECIDING)) == before + 1
        is_taken_back = Entry.objects.get(pk=handed_in.pk).state == State.DRAFT
        assert Decision.objects.count() == 1 - is_taken_back


DECIDING = ("approve_entry", "return_entry", "take_entry_back")


def a_draft_is_published_from_two_windows(cast: Cast, asked: Entry) -> None:
    draft = start_entry(cast.teacher)
    groups = [cast.group("class", of=cast.cm1)]
    write_entry(cast.teacher, entry=draft, seen=draft.version, groups=groups, **WORDS)
    before = recorded("publish_entry")
    press = [partial(publish_draft, cast.teacher, entry=draft)] * 2
    assert at_once(cast.teacher, *press) == ["AlreadyPublished"]
    assert recorded("publish_entry") == before + 1


@pytest.mark.django_db(transaction=True)
def test_what_is_pressed_at_once_happens_once() -> None:
    """One test for all of them: whatever commits costs a flush."""
    cast = call()
    asked = EntryFactory(
        school=cast.school,
        author=cast.head,
        audience=[cast.group("class", of=cast.cm1)],
        wants_confirmation=True,
    )
    for press in (
        somebody_votes_as_both_they_are,
        a_parent_confirms_twice_and_two_teachers_remind,
        a_comment_is_sent_twice,
        two_teachers_decide_and_a_student_takes_it_back,
        a_draft_is_published_from_two_windows,
    ):
        press(cast, asked)
