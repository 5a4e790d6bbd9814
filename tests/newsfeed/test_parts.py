"""Events, tasks and polls on entries."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from accounts.choices import Profile
from accounts.groups import sync_groups
from accounts.models import Group, Membership
from audit.models import Event as Trail
from core import clock, wall
from core.screening import ThinkAgain
from newsfeed.actions import cast_vote, delete_entry, edit_entry, publish_entry, tick_task
from newsfeed.feed import card_of
from newsfeed.models import Done, Entry, Event, Poll, Task, Vote
from newsfeed.parts.saving import Parts
from newsfeed.policies import NoSuchChoice, NotAsVoter, NotTheirTask, PollClosed
from newsfeed.roll import children_of
from tests.cast import Cast
from tests.costs import queries
from tests.factories.accounts import (
    GroupFactory,
    GroupMemberFactory,
    GuardianshipFactory,
    MembershipFactory,
)
from tests.factories.newsfeed import (
    DoneFactory,
    EntryFactory,
    EventFactory,
    PollFactory,
    TaskFactory,
    VoteFactory,
)
from tests.newsfeed.conftest import ClientFor, begun, published

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = 4
WORDS: dict[str, Any] = {"title": "Sortie", "body": "Avec des bottes."}
# The Friday before the clocks change.
DAY = max(
    day
    for day in (date(clock.today().year + 1, 3, number) for number in range(23, 30))
    if day.weekday() == FRIDAY
)
START = datetime.combine(DAY, time(8, 15), PARIS)
EVENT = {
    "starts_at": START,
    "ends_at": START.replace(hour=16, minute=0),
    "all_day": False,
    "place": "Musée",
}
POLL = {
    "question": "Quel goûter ?",
    "options": ["Gâteau", "Fruits"],
    "closes_on": DAY,
    "takes_several": False,
}
TASK = {"due_on": DAY, "kind": Task.Kind.BRING}


@pytest.fixture
def poll(cast: Cast, entry: Entry) -> Poll:
    made: Poll = PollFactory(school=cast.school, entry=entry)
    return made


@pytest.fixture
def task(cast: Cast, entry: Entry) -> Task:
    made: Task = TaskFactory(school=cast.school, entry=entry)
    return made


def form(cm1: Group, **fields: Any) -> dict[str, Any]:
    return {"title": "Sortie", "body": "Avec des bottes.", "groups": cm1.pk} | fields


def test_all_parts_are_written_on_one_page(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    answer = published(
        client_for(cast.teacher),
        form(cm1)
        | {"event-day": DAY, "event-hour": "08:15", "event-end": "16:00", "event-place": "Musée"}
        | {"task-due_on": DAY, "task-kind": "bring"}
        | {"poll-question": "Quel goûter ?", "poll-options": "Gâteau\n\n Fruits\nGâteau\n"}
        | {"poll-closes_on": DAY},
    )
    assert answer.status_code == 302
    event, task, poll = Event.objects.get(), Task.objects.get(), Poll.objects.get()
    assert (event.starts_at, event.ends_at, event.all_day) == (START, EVENT["ends_at"], False)
    assert (task.due_on, task.kind) == (DAY, "bring")
    assert (poll.options, poll.closes_on, poll.takes_several) == (["Gâteau", "Fruits"], DAY, False)


def test_without_any_part_there_is_none(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    empty = {"event-day": "", "event-place": " ", "task-kind": "do", "poll-options": ""}
    assert published(client_for(cast.teacher), form(cm1) | empty).status_code == 302
    assert not any(each.objects.exists() for each in (Event, Task, Poll))


@pytest.mark.parametrize(
    "half",
    [
        {"event-place": "Musée"},
        {"event-day": DAY, "event-end": "10:00"},
        {"event-day": DAY, "event-hour": "10:00", "event-end": "09:00"},
        {"event-day": DAY, "event-last_day": DAY - timedelta(days=1)},
        {"event-day": "2206-03-26"},
        {"task-due_on": "demain"},
        {"poll-question": "Quel goûter ?"},
        {"poll-question": "Q", "poll-options": "Gâteau", "poll-closes_on": DAY},
        {"poll-question": "Q", "poll-options": "\n".join("abcdefghijk"), "poll-closes_on": DAY},
    ],
)
def test_half_a_part_says_what_is_missing_and_loses_nothing(
    cast: Cast, cm1: Group, client_for: ClientFor, half: dict[str, Any]
) -> None:
    answer = published(client_for(cast.teacher), form(cm1) | half)
    page = answer.content.decode()
    assert answer.status_code == 422 and "errorlist" in page
    assert "Avec des bottes." in page
    assert not Entry.objects.published().exists()


def test_a_preview_shows_all_that_is_asked(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    teacher = client_for(cast.teacher)
    sheet = form(cm1) | {"poll-question": "Quel goûter ?", "poll-options": "Gâteau\nFruits"}
    sheet |= {"poll-closes_on": clock.today(), "wants_confirmation": "on", "is_pinned": "on"}
    page = begun(teacher)
    preview = teacher.post(page, sheet | {"do": "look"}, follow=True).content.decode()
    for words in (
        "Gâteau</li>",
        "invité à confirmer",
        "en tête du fil",
        "commentaires sont fermés",
    ):
        assert words in preview


def test_nothing_begins_that_is_over(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    teacher, today = client_for(cast.teacher), clock.today()
    for name in ("event-day", "task-due_on"):
        answer = published(teacher, form(cm1) | {name: today - timedelta(days=1)})
        assert answer.status_code == 422
        assert "Ce jour est passé." in answer.content.decode()
    assert published(teacher, form(cm1) | {"task-due_on": today}).status_code == 302
    entry = Entry.objects.get(state="published")
    Task.objects.update(due_on=today - timedelta(days=9))
    page = f"/entries/{entry.pk}/edit/"
    assert (
        teacher.post(page, form(cm1) | {"task-due_on": Task.objects.get().due_on}).status_code
        == 302
    )


def test_words_of_parts_are_looked_at_before_they_are_sent(cast: Cast, cm1: Group) -> None:
    bad = POLL | {"options": ["Gâteau", "connard"]}
    with pytest.raises(ThinkAgain):
        publish_entry(cast.teacher, groups=[cm1], **WORDS, parts=Parts(poll=bad))


def test_of_a_deleted_entry_no_part_is_left(cast: Cast, entry: Entry) -> None:
    EventFactory(school=cast.school, entry=entry)
    DoneFactory(
        school=cast.school,
        student=cast.student,
        task=TaskFactory(school=cast.school, entry=entry),
    )
    VoteFactory(
        school=cast.school,
        membership=cast.student,
        poll=PollFactory(school=cast.school, entry=entry),
    )
    delete_entry(cast.teacher, entry=entry)
    assert not any(each.objects.exists() for each in (Event, Task, Done, Poll, Vote))


# -- Events ----------------------------------------------------------------------------------


def calendar(client: Any, entry: Entry) -> Any:
    answer = client.get(f"/entries/{entry.pk}/calendar/")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    (item,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return item


def test_an_event_goes_into_a_calendar(cast: Cast, cm1: Group, client_for: ClientFor) -> None:
    entry = publish_entry(
        cast.teacher, groups=[cm1], title="Musée d’été", body="Secret", parts=Parts(event=EVENT)
    )
    mother = client_for(cast.mother)
    item = calendar(mother, entry)
    assert item["summary"] == "Musée d’été" and item["location"] == "Musée"
    assert item["dtstart"].dt == START and item["dtend"].dt == EVENT["ends_at"]
    assert item["dtstart"].params["TZID"] == "Europe/Paris"
    written = item.to_ical().decode()
    assert "Secret" not in written and "Dubreuil" not in written and "Emma" not in written
    moved = EVENT | {"starts_at": START.replace(hour=9)}
    edit_entry(cast.teacher, entry=entry, **WORDS, parts=Parts(event=moved))
    again = calendar(mother, entry)
    assert again["uid"] == item["uid"]
    assert again["sequence"] == item["sequence"] + 1
    event = card_of(entry, [cast.mother]).content.event
    assert event is not None and event.before == START


def test_whole_days_end_with_their_last(cast: Cast, entry: Entry, client_for: ClientFor) -> None:
    midnight = datetime.combine(DAY, time(), PARIS)
    last = datetime.combine(DAY + timedelta(days=2), time(), PARIS)  # the clocks change that day
    EventFactory(school=cast.school, entry=entry, starts_at=midnight, ends_at=last, all_day=True)
    item = calendar(client_for(cast.mother), entry)
    assert item["dtstart"].dt == DAY and item["dtend"].dt == DAY + timedelta(days=3)
    event = card_of(entry, [cast.mother]).content.event
    assert event is not None and event.days == (DAY, DAY + timedelta(days=2))


def test_changing_other_things_moves_nothing(cast: Cast, cm1: Group) -> None:
    entry = publish_entry(cast.teacher, groups=[cm1], **WORDS, parts=Parts(event=EVENT))
    edit_entry(cast.teacher, entry=entry, title="Autre", body="", parts=Parts(event=EVENT))
    event = Event.objects.get()
    assert (event.moved_from, event.revision) == (None, 0)


# -- Tasks -----------------------------------------------------------------------------------


def ticks(client: Any, task: Task, student: Membership, done: str = "1") -> int:
    answer = client.post(f"/entries/{task.entry_id}/tick/", {"student": student.pk, "done": done})
    return int(answer.status_code)


def test_a_child_or_a_guardian_ticks_and_takes_it_back(
    cast: Cast, task: Task, client_for: ClientFor
) -> None:
    for person in (cast.student, cast.mother):
        client = client_for(person)
        for _ in range(2):
            assert ticks(client, task, cast.student) == 302
        assert Done.objects.get().by == person
        (learner,) = card_of(task.entry, [cast.father]).learners
        assert learner.is_done and learner.first_name == "Emma"
        assert ticks(client, task, cast.student, done="0") == 302
        assert not Done.objects.exists()


@pytest.mark.parametrize("part", ["classmate", "teacher", "parent_in_both", "administrator"])
def test_nobody_ticks_for_somebody_elses_child(
    cast: Cast, task: Task, client_for: ClientFor, part: str
) -> None:
    assert ticks(client_for(cast.people[part]), task, cast.student) == 404
    with pytest.raises(NotTheirTask):
        tick_task(cast.people[part], task=task, student=cast.student, is_done=True)


def test_nobody_ticks_for_a_child_whom_it_is_not_for(
    cast: Cast, task: Task, client_for: ClientFor
) -> None:
    """Her mother sees it; her brother is in another class."""
    assert ticks(client_for(cast.mother), task, cast.sibling) == 404


def test_what_is_only_for_parents_is_ticked_for_the_child(cast: Cast) -> None:
    parents = cast.group("class", "parent", of=cast.cm1)
    entry = publish_entry(cast.teacher, groups=[parents], **WORDS, parts=Parts(task=TASK))
    tick_task(cast.mother, task=Task.objects.get(), student=cast.student, is_done=True)
    with pytest.raises(NotTheirTask):
        tick_task(cast.student, task=Task.objects.get(), student=cast.student, is_done=True)
    assert [each.id for each in card_of(entry, [cast.mother]).learners] == [cast.student.pk]


@pytest.mark.parametrize("group", ["class", "parents", "school", "project", "teachers"])
def test_the_cards_and_the_lists_are_about_the_same_children(cast: Cast, group: str) -> None:
    """The rule stands in the statement of the feed and in that of the lists."""
    project = GroupFactory(school=cast.school)
    for person in (cast.sibling, cast.mother):
        GroupMemberFactory(school=cast.school, group=project, membership=person)
    groups = {
        "class": cast.group("class", of=cast.cm1),
        "parents": cast.group("class", "parent", of=cast.cm1),
        "school": cast.group("school", "parent"),
        "project": project,
        "teachers": cast.group("school", "teacher"),
    }
    entry = EntryFactory(school=cast.school, author=cast.head, audience=[groups[group]])
    TaskFactory(school=cast.school, entry=entry)
    own = {cast.student.pk, cast.sibling.pk}
    listed = {each.pk for each in children_of(entry)} & own
    assert {each.id for each in card_of(entry, [cast.mother]).learners} == listed


def test_nothing_is_to_be_done_for_a_child_at_another_school(cast: Cast) -> None:
    """Their parent in both reads it as a parent of this one."""
    entry = EntryFactory(school=cast.school, author=cast.head, audience=[cast.group("school")])
    TaskFactory(school=cast.school, entry=entry)
    both = [cast.parent_in_both, cast.other.parent_in_both]
    with wall.within(cast.school.pk, cast.other.school.pk):
        assert [each.id for each in card_of(entry, both).learners] == [cast.classmate.pk]


def test_a_child_who_is_a_guest_ticks_what_a_project_asks_for(
    cast: Cast, client_for: ClientFor
) -> None:
    at_home = cast.other.classmate
    guest = MembershipFactory(
        school=cast.school,
        user=at_home.user,
        profile=Profile.GUEST,
        home=cast.other.school,
        home_profile=Profile.STUDENT,
    )
    project = GroupFactory(school=cast.school, ends_at=clock.now() + timedelta(days=30))
    for person in (guest, cast.teacher, cast.classmate):
        GroupMemberFactory(school=cast.school, group=project, membership=person)
    entry = EntryFactory(school=cast.school, author=cast.teacher, audience=[project])
    task = TaskFactory(school=cast.school, entry=entry)
    client = client_for(at_home)
    assert f'name="student" value="{guest.pk}"' in client.get("/").content.decode()
    assert ticks(client, task, at_home) == 404
    assert ticks(client, task, guest) == 302
    assert Done.objects.get().student == guest
    sections = client.get(f"/week/?day={task.due_on}").context["sections"]
    assert [section.name for section in sections] == [at_home.user.first_name]


@pytest.mark.parametrize("author", ["teacher", "head"])
def test_whoever_asked_sees_how_many_guests_did_it(
    cast: Cast, client_for: ClientFor, author: str
) -> None:
    project = GroupFactory(school=cast.school)
    guests = [
        MembershipFactory(
            school=cast.school,
            user=each.user,
            profile=Profile.GUEST,
            home=cast.other.school,
            home_profile=each.profile,
        )
        for each in (cast.other.student, cast.other.classmate, cast.other.teacher)
    ]
    for person in (*guests, cast.teacher, cast.classmate):
        GroupMemberFactory(school=cast.school, group=project, membership=person)
    entry = EntryFactory(school=cast.school, author=cast.people[author], audience=[project])
    tick_task(
        guests[0],
        task=TaskFactory(school=cast.school, entry=entry),
        student=guests[0],
        is_done=True,
    )
    page = client_for(cast.teacher).get(f"/entries/{entry.pk}/returns/{cast.cm1.pk}/")
    assert ("<dd>1 sur 2</dd>" in page.content.decode()) is (author == "teacher")


@pytest.mark.parametrize("part", ["sibling", "student"])
def test_a_teacher_of_a_project_follows_the_children_of_their_class(
    cast: Cast, client_for: ClientFor, part: str
) -> None:
    project = GroupFactory(school=cast.school)
    for person in (cast.people[part], cast.teacher, cast.ce2_teacher):
        GroupMemberFactory(school=cast.school, group=project, membership=person)
    entry = EntryFactory(school=cast.school, author=cast.head, audience=[project])
    TaskFactory(school=cast.school, entry=entry)
    for teacher, own in ((cast.ce2_teacher, "sibling"), (cast.teacher, "student")):
        page = client_for(teacher).get(f"/entries/{entry.pk}/returns/")
        assert (card_of(entry, [teacher]).may_follow, page.status_code) == (
            (True, 302) if part == own else (False, 404)
        )


def test_the_teacher_sees_who_did_it(cast: Cast, task: Task, client_for: ClientFor) -> None:
    tick_task(cast.student, task=task, student=cast.student, is_done=True)
    page = client_for(cast.teacher).get(f"/entries/{task.entry_id}/returns/{cast.cm1.pk}/")
    found = {each.child.name: each.child.is_done for each in page.context["found"]}
    assert found == {"Emma Lacombe": True, "Noé Marchand": False}
    assert Trail.objects.get(verb="tick_task").facts == {"student": cast.student.pk}


# -- Polls -----------------------------------------------------------------------------------


def votes(client: Any, poll: Poll, *choices: int | str) -> int:
    answer = client.post(f"/entries/{poll.entry_id}/vote/", {"choices": choices})
    return int(answer.status_code)


def test_an_answer_can_be_changed_and_counts_once(
    cast: Cast, poll: Poll, client_for: ClientFor
) -> None:
    student = client_for(cast.student)
    for choice in (0, 1):
        assert votes(student, poll, choice) == 302
    assert Vote.objects.get().choices == [1]
    assert Trail.objects.filter(verb="cast_vote").count() == 2
    assert all(each.facts == {} for each in Trail.objects.filter(verb="cast_vote"))


def test_numbers_are_shown_once_one_has_voted_and_names_to_the_author_alone(
    cast: Cast, poll: Poll, client_for: ClientFor
) -> None:
    cast_vote(cast.student, poll=poll, choices=[1])
    assert [each.votes for each in card_of(poll.entry, [cast.classmate]).results] == [None] * 3
    assert [each.votes for each in card_of(poll.entry, [cast.student]).results] == [0, 1, 0]
    assert [each.votes for each in card_of(poll.entry, [cast.teacher]).results] == [0, 1, 0]
    names = f"/entries/{poll.entry_id}/votes/"
    assert cast.student.name in client_for(cast.teacher).get(names).content.decode()
    for person in (cast.student, cast.mother, cast.administrator):
        assert client_for(person).get(names).status_code == 404
    Poll.objects.update(closes_on=clock.today() - timedelta(days=1))
    assert [each.votes for each in card_of(poll.entry, [cast.classmate]).results] == [0, 1, 0]


def test_a_closed_poll_takes_no_answer(cast: Cast, poll: Poll, client_for: ClientFor) -> None:
    with clock.at(datetime.combine(poll.closes_on, datetime.max.time(), tzinfo=PARIS)):
        cast_vote(cast.student, poll=poll, choices=[1])
    after = datetime.combine(poll.closes_on, datetime.max.time(), tzinfo=UTC)
    with clock.at(after), pytest.raises(PollClosed):
        cast_vote(cast.classmate, poll=poll, choices=[1])
    assert Vote.objects.count() == 1


@pytest.mark.parametrize("choices", [[], [3], [-1], ["x"], ["²"], [0, 1], [99999999999]])
def test_a_forged_answer_counts_nothing(
    cast: Cast, poll: Poll, client_for: ClientFor, choices: list[Any]
) -> None:
    assert votes(client_for(cast.student), poll, *choices) == 302
    assert not Vote.objects.exists()


def test_several_answers_where_the_poll_takes_them(cast: Cast, poll: Poll) -> None:
    with pytest.raises(NoSuchChoice):
        cast_vote(cast.student, poll=poll, choices=[0, 2])
    Poll.objects.update(takes_several=True)
    cast_vote(cast.student, poll=poll, choices=[0, 2, 2])
    assert Vote.objects.get().choices == [0, 2]


@pytest.mark.parametrize("part", ["teacher", "ce2_student", "administrator"])
def test_only_those_it_reaches_vote_and_not_who_asks(cast: Cast, poll: Poll, part: str) -> None:
    with pytest.raises(NotAsVoter):
        cast_vote(cast.people[part], poll=poll, choices=[0])


def test_whoever_is_two_things_in_the_school_votes_once(cast: Cast, cm1: Group) -> None:
    parent = MembershipFactory(school=cast.school, user=cast.teacher.user, profile="parent")
    GuardianshipFactory(school=cast.school, guardian=parent, student=cast.student)
    sync_groups(cast.school.pk)
    publish_entry(cast.head, groups=[cm1], **WORDS, parts=Parts(poll=POLL))
    for person, choice in ((cast.teacher, 0), (parent, 1)):
        cast_vote(person, poll=Poll.objects.get(), choices=[choice])
    assert Vote.objects.get().membership == parent


def test_what_a_published_poll_asks_stays(
    cast: Cast, cm1: Group, poll: Poll, client_for: ClientFor
) -> None:
    other = POLL | {"options": ["Oui", "Non"], "closes_on": DAY}
    edit_entry(cast.teacher, entry=poll.entry, **WORDS, parts=Parts(poll=other))
    kept = Poll.objects.get()
    assert (kept.options, kept.closes_on) == (list(poll.options), DAY)
    client = client_for(cast.teacher)
    given = {**WORDS, "poll-question": "Autre ?", "poll-closes_on": clock.today()}
    assert client.post(f"/entries/{poll.entry_id}/edit/", given).status_code == 302
    kept.refresh_from_db()
    assert (kept.question, kept.closes_on) == (poll.question, clock.today())


def test_a_feed_costs_the_same_whatever_its_entries_come_with(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    publish_entry(cast.teacher, groups=[cm1], **WORDS)
    mother = client_for(cast.mother)
    before = queries(mother, "/")
    for _ in range(3):
        entry = publish_entry(
            cast.teacher,
            groups=[cm1],
            wants_confirmation=True,
            parts=Parts(event=EVENT, task=TASK, poll=POLL),
            **WORDS,
        )
        cast_vote(cast.student, poll=Poll.objects.get(entry=entry), choices=[0])
    # What few entries have is asked once for all of a page.
    assert queries(mother, "/") == before + 1


def test_what_is_kept_at_the_top_of_a_class_stays_so_when_it_is_answered(
    cast: Cast, cm1: Group, client_for: ClientFor
) -> None:
    parts = Parts(poll=POLL)
    entry = publish_entry(cast.teacher, groups=[cm1], is_pinned=True, parts=parts, **WORDS)
    client = client_for(cast.student)
    address = f"/entries/{entry.pk}/vote/?class={cast.cm1.pk}"
    assert f'hx-post="{address}"' in client.get(f"/?class={cast.cm1.pk}").content.decode()
    card = client.post(address, {"choices": [0]}, headers={"HX-Request": "true"})
    assert "En haut du fil" in card.content.decode()
