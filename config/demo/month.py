"""A month of ordinary school life: who says what, when."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from types import ModuleType

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership, School, SchoolClass
from config.demo.pictures import DRAWINGS
from core import clock
from core.richtext import from_text
from messaging.actions import answer_conversation, start_conversation
from newsfeed.actions import change_class_feed, publish_entry, react_to_entry, write_comment
from newsfeed.models import Entry, Feeling, Writing
from newsfeed.silence import why_silent

DAYS = 30
FRIDAY = 4


class Month:
    """One school's month; the same `seed` always tells the same."""

    def __init__(self, school: School, head: Membership, words: ModuleType, seed: int) -> None:
        self.school = school
        self.head = head
        self.words = words
        self.chance = random.Random(seed)

    def live(self) -> None:
        """Everything that happened until now, day after day, through the actions of real use."""
        classes = list(SchoolClass.objects.filter(school=self.school).order_by("pk"))
        for school_class in classes[1:]:
            self._let_parents_comment(school_class)
        for morning in self._school_days():
            if morning.weekday() == FRIDAY:
                self._tell_the_school(morning)
            for school_class in self.chance.sample(classes, k=len(classes) * 2 // 3):
                self._spend_a_day(school_class, morning)

    def _let_parents_comment(self, school_class: SchoolClass) -> None:
        teacher = self._one_of(school_class, Profile.TEACHER)
        change_class_feed(
            teacher,
            school_class=school_class,
            students_write=Writing.APPROVED,
            parents_comment=True,
        )

    def _school_days(self) -> Iterator[datetime]:
        today = timezone.localdate(clock.now())
        for ago in range(DAYS, 0, -1):
            day = today - timedelta(days=ago)
            if day.weekday() <= FRIDAY:
                yield timezone.make_aware(datetime.combine(day, time(8, 15)))

    def _tell_the_school(self, morning: datetime) -> None:
        everybody = Group.objects.filter(school=self.school, kind=GroupKind.SCHOOL, profile="")
        title, body = self.chance.choice(self.words.SCHOOL)
        with clock.at(self._a_little_after(morning)):
            publish_entry(self.head, groups=list(everybody), title=title, body=from_text(body))

    def _spend_a_day(self, school_class: SchoolClass, morning: datetime) -> None:
        to_parents = self.chance.random() < 0.25
        told = Profile.PARENT if to_parents else Profile.STUDENT
        title, body = self.chance.choice(self.words.PARENTS if to_parents else self.words.CLASS)
        group = Group.objects.get(
            school=self.school,
            kind=GroupKind.CLASS,
            school_class=school_class,
            profile=Profile.PARENT if to_parents else "",
        )
        teacher = self._one_of(school_class, Profile.TEACHER)
        at = self._a_little_after(morning)
        with clock.at(at):
            entry = publish_entry(
                teacher,
                groups=[group],
                title=title,
                body=from_text(body),
                picture=self._picture(title),
                description=self.words.PICTURES.get(title, ""),
            )
        for _ in range(self.chance.randrange(4)):
            author = self._one_of(school_class, told)
            if not why_silent(author, entry):
                self._answer(entry, author, at)
        self._react(entry, self._people(school_class, told), at)
        if self.chance.random() < 0.15:
            self._write_to_each_other(self._one_of(school_class, Profile.PARENT), teacher, at)

    def _answer(self, entry: Entry, author: Membership, after: datetime) -> None:
        says = (
            self.words.PARENTS_SAY if author.profile == Profile.PARENT else self.words.STUDENTS_SAY
        )
        with clock.at(self._a_little_after(after)):
            write_comment(author, entry=entry, body=self.chance.choice(says))

    def _react(self, entry: Entry, readers: list[Membership], after: datetime) -> None:
        some = self.chance.sample(readers, k=self.chance.randrange(min(5, len(readers) + 1)))
        with clock.at(self._a_little_after(after)):
            for reader in some:
                react_to_entry(reader, entry=entry, kind=self.chance.choice(Feeling.values))

    def _write_to_each_other(self, parent: Membership, teacher: Membership, at: datetime) -> None:
        subject, first, *answers = self.chance.choice(self.words.CONVERSATIONS)
        with clock.at(at):
            conversation = start_conversation(parent, to=[teacher], subject=subject, body=first)
        for number, body in enumerate(answers):
            at = self._a_little_after(at)
            with clock.at(at):
                answer_conversation(
                    parent if number % 2 else teacher, conversation=conversation, body=body
                )

    def _one_of(self, school_class: SchoolClass, profile: Profile) -> Membership:
        return self.chance.choice(self._people(school_class, profile))

    def _people(self, school_class: SchoolClass, profile: Profile) -> list[Membership]:
        group = Group.objects.get(
            school=self.school, kind=GroupKind.CLASS, school_class=school_class, profile=profile
        )
        people = Membership.objects.filter(in_groups__group=group)
        came_in = people.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return list(came_in.select_related("user", "school").order_by("pk"))

    def _picture(self, title: str) -> SimpleUploadedFile | None:
        """The drawing that belongs to a title, if there is one."""
        titles = list(self.words.PICTURES)
        if title not in titles:
            return None
        drawing = DRAWINGS[titles.index(title)]
        return SimpleUploadedFile("drawing.png", drawing(), "image/png")

    def _a_little_after(self, at: datetime) -> datetime:
        return min(at + timedelta(minutes=self.chance.randrange(5, 150)), clock.now())
