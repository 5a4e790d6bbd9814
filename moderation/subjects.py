"""The kinds of things that can be reported, and what moderation needs to know of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import Membership, School, SchoolClass, User
from contacts.models import Project
from core import clock
from messaging.actions import remove_message, restore_message
from messaging.models import Attachment, Message
from moderation import context
from moderation.models import Case
from moderation.things import AskedProject, Class, FileOfEntry, FileOfMessage, Person
from newsfeed.actions import remove_comment, remove_entry, restore_comment, restore_entry
from newsfeed.models import Comment, Entry, EntryFile
from newsfeed.wording import former_wordings
from profiles.actions import put_portrait_back, take_portrait_down

Thing = Entry | Comment | Message | Person | FileOfEntry | FileOfMessage | Class | AskedProject


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`model` has the rows, and `of` makes of one the `thing` that is reported.

    `remove` and `restore` are actions of the thing's own app, which record it; a class or a project
    is not removed. `formerly` tells how it read before it was changed; `audience`, `files` and
    `around` are what is kept of it beside its words. `hides` is what its reporter sees no more, by
    its kind and its key. What nobody wrote at one moment is not `is_written`.
    """

    label: StrOrPromise
    model: type[Any]
    thing: type[Thing]
    words: Callable[[Any], str]
    written_at: Callable[[Any], datetime]
    audience: Callable[[Any], context.Audience]
    edited_at: Callable[[Any], datetime | None] = lambda _thing: None
    around: Callable[[Any, Membership], context.Around] = lambda _thing, _reporter: iter(())
    remove: Callable[[Membership, Any], object] | None = None
    restore: Callable[[Membership, Any], object] | None = None
    files: Callable[[Any], context.Files] = lambda _thing: iter(())
    formerly: Callable[[Any], list[Any]] = lambda _thing: []
    hides: Callable[[Any], tuple[str, int] | None] = lambda thing: (name_of(thing), thing.pk)
    seen: Callable[[Any, Any], "QuerySet[Any]"] = lambda rows, user: rows.visible_to(user)
    of: Callable[[Any], Any] = lambda row: row
    with_author: tuple[str, ...] = ("author__user",)
    is_written: bool = True

    def visible_to(self, user: User | AnonymousUser) -> "QuerySet[Any]":
        seen: QuerySet[Any] = self.seen(self.model.objects.all(), user)
        return seen.select_related(*self.with_author)

    def of_school(self, school_id: int) -> "QuerySet[Any]":
        """All of them, whoever sees them: for those who handle a case about one."""
        rows: QuerySet[Any] = self.model.objects.filter(school=school_id)
        return rows.select_related(*self.with_author)


KINDS = {
    "entry": Kind(
        label=_("entry"),
        model=Entry,
        thing=Entry,
        words=context.words_of_entry,
        written_at=lambda entry: entry.published_at,
        edited_at=lambda entry: entry.edited_at,
        audience=context.readers_of_entry,
        around=context.around_entry,
        files=context.files_of_entry,
        remove=lambda by, entry: remove_entry(by, entry=entry),
        restore=lambda by, entry: restore_entry(by, entry=entry),
        formerly=former_wordings,
    ),
    "comment": Kind(
        label=_("comment"),
        model=Comment,
        thing=Comment,
        words=lambda comment: comment.body,
        written_at=lambda comment: comment.written_at,
        edited_at=lambda comment: comment.edited_at,
        audience=lambda comment: context.readers_of_entry(comment.entry),
        around=context.around_comment,
        remove=lambda by, comment: remove_comment(by, comment=comment),
        restore=lambda by, comment: restore_comment(by, comment=comment),
    ),
    "message": Kind(
        label=_("message"),
        model=Message,
        thing=Message,
        words=context.words_of_message,
        written_at=lambda message: message.sent_at,
        edited_at=lambda message: message.corrected_at,
        audience=context.readers_of_message,
        around=context.around_message,
        files=context.files_of_message,
        remove=lambda by, message: remove_message(by, message=message),
        restore=lambda by, message: restore_message(by, message=message),
    ),
    "person": Kind(
        label=_("person"),
        model=Membership,
        thing=Person,
        of=Person,
        with_author=("user", "school"),
        words=lambda person: person.words,
        written_at=lambda person: person.row.user.created_at,
        audience=lambda _person: context.Audience([], Membership.objects.none()),
        files=lambda person: ((each, "") for each in (person.photograph,) if each),
        remove=lambda by, person: take_portrait_down(by, portrait=person.portrait),
        restore=lambda by, person: put_portrait_back(by, portrait=person.portrait),
        is_written=False,
    ),
    "entry_file": Kind(
        label=_("file"),
        model=EntryFile,
        thing=FileOfEntry,
        of=FileOfEntry,
        with_author=("file", "entry__author__user"),
        words=lambda file: file.row.file.name,
        written_at=lambda file: file.row.file.stored_at,
        audience=lambda file: context.readers_of_entry(file.hangs_on),
        around=lambda file, _reporter: iter([(0, file.hangs_on)]),
        files=lambda file: iter([(file.row.file, file.row.description)]),
        remove=lambda by, file: remove_entry(by, entry=file.hangs_on),
        restore=lambda by, file: restore_entry(by, entry=file.hangs_on),
        hides=lambda file: ("entry", file.hangs_on.pk),
    ),
    "attachment": Kind(
        label=_("file"),
        model=Attachment,
        thing=FileOfMessage,
        of=FileOfMessage,
        with_author=("file", "message__author__user", "message__conversation"),
        words=lambda file: file.row.file.name,
        written_at=lambda file: file.row.file.stored_at,
        audience=lambda file: context.readers_of_message(file.hangs_on),
        around=lambda file, _reporter: iter([(0, file.hangs_on)]),
        files=lambda file: iter([(file.row.file, "")]),
        remove=lambda by, file: remove_message(by, message=file.hangs_on),
        restore=lambda by, file: restore_message(by, message=file.hangs_on),
        hides=lambda file: ("message", file.hangs_on.pk),
    ),
    "class": Kind(
        label=_("class"),
        model=SchoolClass,
        thing=Class,
        of=Class,
        with_author=("school",),
        seen=lambda rows, user: rows.joined_by(user),
        words=lambda room: room.row.name,
        written_at=lambda _room: clock.now(),
        audience=lambda room: context.members_of(room.group),
        hides=lambda _room: None,
        is_written=False,
    ),
    "project": Kind(
        label=_("project"),
        model=Project,
        thing=AskedProject,
        of=AskedProject,
        with_author=("asked_by__user", "group"),
        words=lambda project: f"{project.row.name}\n\n{project.row.purpose}",
        written_at=lambda project: project.row.asked_at,
        audience=lambda project: context.members_of(project.group),
        hides=lambda _project: None,
        is_written=False,
    ),
}


def name_of(thing: Thing) -> str:
    """The name of the thing's kind."""
    return next(name for name, kind in KINDS.items() if isinstance(thing, kind.thing))


def words_of(thing: Thing, school: School) -> str:
    """All that is written there, the same for whoever looks."""
    with translation.override(school.language):
        return KINDS[name_of(thing)].words(thing)


def thing_of(case: Case) -> Any | None:
    """What the case is about, as it is today, for those who handle it."""
    return None if case.target_id is None else thing_at(case.school_id, case.kind, case.target_id)


def thing_at(school_id: int, name: str, pk: int) -> Any | None:
    """The same of a thing that is named by its kind and key."""
    kind = KINDS[name]
    row = kind.of_school(school_id).filter(pk=pk).first()
    return kind.of(row) if row is not None else None
