from datetime import timedelta
from typing import Any

import factory

from accounts.choices import Profile
from accounts.models import Group
from core import clock
from core.richtext import text_of
from newsfeed.models import (
    Audience,
    ClassFeed,
    Comment,
    Confirmation,
    Decision,
    Dismissal,
    Done,
    Entry,
    EntryFile,
    Event,
    FeedFilter,
    Poll,
    Reaction,
    State,
    Task,
    ToldWeek,
    Visit,
    Vote,
)
from tests.factories.accounts import ClassFactory, GroupFactory, MembershipFactory
from tests.factories.base import SchoolOwnedFactory
from tests.factories.uploads import StoredFileFactory


class EntryFactory(SchoolOwnedFactory):
    """An entry and whom it is addressed to: `EntryFactory(school=…, audience=[group])`."""

    class Meta:
        model = Entry
        skip_postgeneration_save = True

    author = factory.SubFactory(
        MembershipFactory, school=factory.SelfAttribute("..school"), profile=Profile.TEACHER
    )
    title = factory.Sequence(lambda n: f"Nouvelle {n}")
    body = "<p>La classe part vendredi.</p>"
    text = factory.LazyAttribute(lambda entry: text_of(entry.body))
    state = State.PUBLISHED
    published_at = factory.LazyAttribute(
        lambda entry: entry.written_at if entry.state == State.PUBLISHED else None
    )
    written_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def audience(self: Any, _create: object, groups: list[Group] | None, **_: Any) -> None:
        for group in groups or []:
            AudienceFactory(school=self.school, entry=self, group=group)


class AudienceFactory(SchoolOwnedFactory):
    class Meta:
        model = Audience

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    group = factory.SubFactory(GroupFactory, school=factory.SelfAttribute("..school"))
    published_at = factory.SelfAttribute("entry.published_at")


class CommentFactory(SchoolOwnedFactory):
    class Meta:
        model = Comment

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    author = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    body = "Chouette !"


class EntryFileFactory(SchoolOwnedFactory):
    class Meta:
        model = EntryFile

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    file = factory.SubFactory(
        StoredFileFactory,
        school=factory.SelfAttribute("..school"),
        owner=factory.SelfAttribute("..entry.author"),
    )
    description = "Un jardin"


class ReactionFactory(SchoolOwnedFactory):
    class Meta:
        model = Reaction

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    by = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    kind = "thanks"


class DecisionFactory(SchoolOwnedFactory):
    """About an entry of a student, which came back."""

    class Meta:
        model = Decision

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    student = factory.SelfAttribute("entry.author")
    is_approved = False
    words = "Il manque la fin."


class ClassFeedFactory(SchoolOwnedFactory):
    """Of a class that leaves more to those in it than is usual: `ClassFeedFactory(school_class=…)`."""

    class Meta:
        model = ClassFeed

    school_class = factory.SubFactory(ClassFactory, school=factory.SelfAttribute("..school"))
    students_write = "free"
    parents_comment = True


class VisitFactory(SchoolOwnedFactory):
    class Meta:
        model = Visit

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    since = factory.LazyFunction(clock.now)
    at = factory.LazyFunction(clock.now)


class DismissalFactory(SchoolOwnedFactory):
    class Meta:
        model = Dismissal

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    source = 1
    key = 1


class FeedFilterFactory(SchoolOwnedFactory):
    class Meta:
        model = FeedFilter

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    unread = True


class EventFactory(SchoolOwnedFactory):
    class Meta:
        model = Event

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    starts_at = factory.LazyFunction(lambda: clock.now() + timedelta(days=2))
    ends_at = factory.SelfAttribute("starts_at")
    place = "Musée"


class TaskFactory(SchoolOwnedFactory):
    class Meta:
        model = Task

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    due_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=2))


class DoneFactory(SchoolOwnedFactory):
    class Meta:
        model = Done

    task = factory.SubFactory(TaskFactory, school=factory.SelfAttribute("..school"))
    student = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    by = factory.SelfAttribute("student")


class PollFactory(SchoolOwnedFactory):
    class Meta:
        model = Poll

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    question = "Quel goûter ?"
    options = ("Gâteau", "Fruits", "Rien")
    closes_on = factory.LazyFunction(lambda: clock.today() + timedelta(days=2))


class VoteFactory(SchoolOwnedFactory):
    class Meta:
        model = Vote

    poll = factory.SubFactory(PollFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    choices = (0,)


class ConfirmationFactory(SchoolOwnedFactory):
    class Meta:
        model = Confirmation

    entry = factory.SubFactory(EntryFactory, school=factory.SelfAttribute("..school"))
    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    confirmed_at = factory.LazyFunction(clock.now)


class ToldWeekFactory(SchoolOwnedFactory):
    class Meta:
        model = ToldWeek

    membership = factory.SubFactory(MembershipFactory, school=factory.SelfAttribute("..school"))
    week = factory.LazyFunction(clock.today)
