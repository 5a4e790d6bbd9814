from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat

from accounts.hiding import hidden
from accounts.logins import fold
from accounts.models import Membership, User
from core import clock

if TYPE_CHECKING:
    from messaging.models import Addressee, Attachment, Conversation, Message

# A longer search is cut: each word is looked for in every message somebody has.
MOST_WORDS = 8
# What a line of a list shows of a message.
EXCERPT = ("body", "forwards_id", "handed_on", "handed_on_by", "has_files")


class MessageQuerySet(models.QuerySet["Message"]):
    def there(self) -> MessageQuerySet:
        """Neither taken back, removed nor erased with their author."""
        return self.filter(is_there())

    def with_excerpts(self, **whose: Any) -> MessageQuerySet:
        """Each with what a line shows where it has no words of its own: the words `handed_on`, if
        they are there and not hidden from whom these filters name, and by whom they are, or whether
        it `has_files`.
        """
        from messaging.models import Attachment  # noqa: PLC0415  (the models import this module)

        author = "forwards__author__user__"
        name = Concat(f"{author}first_name", Value(" "), f"{author}last_name")
        shown = _shown_forward(**whose)
        return self.annotate(
            handed_on=Case(When(shown, then="forwards__body")),
            handed_on_by=Case(When(shown, then=name)),
            has_files=Exists(Attachment.objects.filter(message=OuterRef("pk"))),
        )

    def delivered_to(self, user: User | AnonymousUser) -> MessageQuerySet:
        """What this person has: what came to them and what they sent, even if nothing of it is left."""
        from messaging.models import Delivery  # noqa: PLC0415  (the models import this module)

        if not user.is_authenticated:
            return self.none()
        mine = Delivery.objects.filter(membership__in=user.memberships)
        return self.filter(pk__in=mine.values("message"))

    def with_news_for(self, user: User) -> MessageQuerySet:
        """Each with whether it `is_new` to this person or `is_hidden` from them, and when they
        confirmed it.
        """
        from messaging.models import Delivery  # noqa: PLC0415  (the models import this module)

        mine = Delivery.objects.filter(message=OuterRef("pk"), membership__in=user.memberships)
        confirmed = mine.exclude(confirmed_at=None).values("confirmed_at")[:1]
        return self.annotate(
            is_new=Exists(mine.filter(read_at=None)),
            is_hidden=hidden("message", membership__in=user.memberships),
            confirmed_at=Subquery(confirmed),
        ).with_hidden_quotes(user)

    def with_hidden_quotes(self, user: User) -> MessageQuerySet:
        """Each with whether it `quotes_hidden`: what it forwards is hidden from this person."""
        quoted = hidden("message", of="forwards", membership__in=user.memberships)
        return self.annotate(quotes_hidden=quoted)

    def visible_to(self, user: User | AnonymousUser) -> MessageQuerySet:
        return self.there().delivered_to(user)

    def asked_by(self, user: User | AnonymousUser) -> MessageQuerySet:
        """What this person sent that others confirm, each with its author."""
        if not user.is_authenticated:
            return self.none()
        sent = self.there().filter(wants_confirmation=True, sent_at__isnull=False)
        asked = sent.filter(author__in=user.memberships)
        return asked.select_related("author__user", "author__school", "conversation__started_by")

    def readable_by(self, user: User | AnonymousUser) -> MessageQuerySet:
        """What is visible to this person, and what was forwarded to them."""
        handed_on = self.model.objects.visible_to(user).exclude(forwards=None)
        has = self.model.objects.delivered_to(user)
        readable = Q(pk__in=has.values("pk")) | Q(pk__in=handed_on.values("forwards"))
        return self.there().filter(readable)

    def written_by(self, user: User | AnonymousUser) -> MessageQuerySet:
        """What this person wrote or is writing, each with whether it `begins` a conversation."""
        from messaging.models import Addressee  # noqa: PLC0415  (the models import this module)

        if not user.is_authenticated:
            return self.none()
        addressed = Exists(Addressee.objects.filter(message=OuterRef("pk")))
        mine = self.filter(author__in=user.memberships).select_related(
            *("author__school", "author__user", "conversation__started_by__user"),
            "forwards__author__user",
        )
        begins = Q(addressed) | Q(_nobody_is_in_it())
        return mine.annotate(begins=begins).with_hidden_quotes(user)

    def begun_by(self, user: User | AnonymousUser) -> MessageQuerySet:
        """The messages with which this person began a conversation, or is about to."""
        return self.written_by(user).filter(begins=True)  # type: ignore[misc]  # by `written_by`

    def unsent_of(self, user: User | AnonymousUser) -> MessageQuerySet:
        """What this person began to write, latest first; nobody else sees it."""
        return self.written_by(user).unsent()

    def unsent_in(self, conversation: Conversation, by: Membership) -> MessageQuerySet:
        """What somebody has begun to write in a conversation they are in, latest first."""
        here = self.filter(author=by, conversation=conversation).unsent()
        return here.select_related("conversation")

    def unsent(self) -> MessageQuerySet:
        """Drafts, and what waits for its hour; latest first."""
        return self.filter(state__in=("draft", "scheduled")).order_by("-written_at", "-pk")

    def with_something(self) -> MessageQuerySet:
        """Drafts in which there is more than whom they are for."""
        from messaging.models import Attachment  # noqa: PLC0415  (the models import this module)

        files = Attachment.objects.filter(message=OuterRef("pk"))
        words = ~Q(body="") | Q(_nobody_is_in_it()) & ~Q(conversation__subject="")
        return self.filter(words | Q(forwards__isnull=False) | Exists(files))

    def abandoned(self, before: datetime) -> MessageQuerySet:
        """Drafts in which nothing was written until then, and those nobody is left to write on."""
        unsent = self.unsent().order_by()
        old = unsent.filter(state="draft", written_at__lt=before)
        empty = Q(pk__in=old.values("pk")) & ~Q(pk__in=old.with_something().values("pk"))
        return unsent.filter(Q(author=None) | empty)

    def drafts(self) -> MessageQuerySet:
        return self.filter(state="draft")

    def held_back(self) -> MessageQuerySet:
        return self.drafts().exclude(held_back="")

    def due(self) -> MessageQuerySet:
        """What waits no longer."""
        return self.filter(state="scheduled", send_at__lte=clock.now(), author__isnull=False)

    def with_authors(self) -> MessageQuerySet:
        return self.select_related(
            "author__user", "answers__author__user", "forwards__author__user"
        )

    def with_addressees(self) -> MessageQuerySet:
        """With whom they are for, by their labels."""
        from messaging.models import Addressee  # noqa: PLC0415  (the models import this module)

        return self.prefetch_related(Prefetch("addressees", Addressee.objects.with_labels()))

    def with_files(self) -> MessageQuerySet:
        """With their own files, and those of what they forward."""
        from messaging.models import Attachment  # noqa: PLC0415  (the models import this module)

        files = Attachment.objects.select_related("file").order_by("pk")
        return self.prefetch_related(
            Prefetch("attachments", files), Prefetch("forwards__attachments", files)
        )

    def latest_first(self) -> MessageQuerySet:
        return self.order_by("-sent_at", "-pk")

    def not_hidden_from(self, user: User) -> MessageQuerySet:
        return self.exclude(hidden("message", membership__in=user.memberships))

    def matching(self, words: str, user: User) -> MessageQuerySet:
        """Those in which each word stands: in what is written or handed on and not hidden from this
        person, its subject or its author's name; with their excerpts.
        """
        found = self.with_excerpts(membership__in=user.memberships)
        shown = _shown_forward(membership__in=user.memberships)
        for word in fold(words).split()[:MOST_WORDS]:
            found = found.filter(
                Q(folded__contains=word)
                | Q(shown, forwards__folded__contains=word)
                | Q(conversation__folded_subject__contains=word)
                | Q(author__user__folded_name__contains=word)
            )
        return found.select_related("author__user", "conversation").latest_first()


class AddresseeQuerySet(models.QuerySet["Addressee"]):
    def with_labels(self) -> AddresseeQuerySet:
        """In the order they were chosen."""
        people = self.select_related("membership__user", "group__school", "group__school_class")
        return people.order_by("pk")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User | AnonymousUser) -> AttachmentQuerySet:
        """Those of the messages that this person has, was forwarded or is writing."""
        from messaging.models import Message  # noqa: PLC0415  (the models import this module)

        has = Message.objects.readable_by(user).values("pk")
        writes = Message.objects.unsent_of(user).order_by().values("pk")
        return self.filter(Q(message__in=has) | Q(message__in=writes)).select_related("file")


def is_there(message: str = "") -> Q:
    """Of messages, or of the one `message` leads to: neither taken back, removed nor erased."""
    there = {"recalled_at": None, "removed_at": None, "author__isnull": False}
    return Q(**{f"{message}{field}": state for field, state in there.items()})


def _shown_forward(**whose: Any) -> Q:
    """Of messages: what they forward is there, and not hidden from whom these filters name."""
    return is_there("forwards__") & Q(~hidden("message", of="forwards", **whose))


def _nobody_is_in_it() -> Combinable:
    """Of messages: their conversation has not begun."""
    from messaging.models import Participant  # noqa: PLC0415  (the models import this module)

    return ~Exists(Participant.objects.filter(conversation=OuterRef("conversation")))
