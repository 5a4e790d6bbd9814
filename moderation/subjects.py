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

from accounts.models import Membership, School, User
from messaging.actions import remove_message, restore_message
from messaging.models import Message
from moderation import context
from moderation.models import Case
from newsfeed.actions import remove_comment, remove_entry, restore_comment, restore_entry
from newsfeed.models import Comment, Entry
from newsfeed.wording import former_wordings

Thing = Entry | Comment | Message


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`remove` and `restore` are actions of the thing's own app, which record it. `formerly` tells
    how it read before it was changed; `audience`, `files` and `around` are what is kept of it beside
    its words.
    """

    label: StrOrPromise
    model: type[Thing]
    words: Callable[[Any], str]
    written_at: Callable[[Any], datetime]
    edited_at: Callable[[Any], datetime | None]
    audience: Callable[[Any], context.Audience]
    around: Callable[[Any, Membership], context.Around]
    remove: Callable[[Membership, Any], object]
    restore: Callable[[Membership, Any], object]
    files: Callable[[Any], context.Files] = lambda _thing: iter(())
    formerly: Callable[[Any], list[Any]] = lambda _thing: []

    def visible_to(self, user: User | AnonymousUser) -> "QuerySet[Any]":
        return self.model.objects.visible_to(user).select_related("author__user")


KINDS = {
    "entry": Kind(
        label=_("entry"),
        model=Entry,
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
        words=context.words_of_message,
        written_at=lambda message: message.sent_at,
        edited_at=lambda message: message.corrected_at,
        audience=context.readers_of_message,
        around=context.around_message,
        files=context.files_of_message,
        remove=lambda by, message: remove_message(by, message=message),
        restore=lambda by, message: restore_message(by, message=message),
    ),
}


def name_of(thing: Thing) -> str:
    """The name of the thing's kind."""
    return next(name for name, kind in KINDS.items() if isinstance(thing, kind.model))


def words_of(thing: Thing, school: School) -> str:
    """All that is written there, the same for whoever looks."""
    with translation.override(school.language):
        return KINDS[name_of(thing)].words(thing)


def thing_of(case: Case) -> Any | None:
    """What the case is about, as it is today, for those who handle it."""
    things = KINDS[case.kind].model.objects.filter(school=case.school_id, pk=case.target_id)
    return things.select_related("author").first()
