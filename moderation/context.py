"""What is kept beside the words that were reported: when, who could read them, their files, and what
stood around them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from accounts.choices import GroupKind
from accounts.models import Group, Membership
from messaging.models import Message
from newsfeed.models import Comment, Entry, Event
from newsfeed.parts.saving import words_of_parts
from uploads.models import StoredFile

OF_AN_ENTRY = 5
OF_A_THREAD = 3
OF_A_CONVERSATION = 5

# Each with its place: 0 is what it stands under, those before it are negative.
Around = Iterator[tuple[int, Entry | Comment | Message]]
# Each with the words for who does not see it.
Files = Iterator[tuple[StoredFile, str]]


@dataclass(frozen=True)
class Audience:
    """The groups it was addressed to, and everybody who could read it, its author too."""

    groups: Iterable[Group]
    people: QuerySet[Membership]

    @property
    def labels(self) -> list[str]:
        """Those of families and people say who they are, and are told by the people alone."""
        named = (GroupKind.SCHOOL, GroupKind.CLASS, GroupKind.PROJECT)
        return [group.label for group in self.groups if group.kind in named]


def words_of_entry(entry: Entry) -> str:
    """All of them: of its title, its text, its event and its poll. Its moments are told in the
    language of the moment.
    """
    event = Event.objects.filter(entry=entry).first()
    moments = _moments(event) if event else ""
    parts = (entry.title, entry.text, moments, *words_of_parts(entry))
    return "\n\n".join(filter(None, parts))


def _moments(event: Event) -> str:
    form = "DATE_FORMAT" if event.all_day else "DATETIME_FORMAT"
    both = dict.fromkeys((event.starts_at, event.ends_at))
    return " – ".join(date_format(timezone.localtime(moment), form) for moment in both)


def words_of_message(message: Message) -> str:
    """With the subject of the conversation it began: an answer's is somebody else's."""
    subject = message.conversation.subject if message.addressees.exists() else ""
    return "\n\n".join(filter(None, (subject, message.body)))


def readers_of_entry(entry: Entry) -> Audience:
    audiences = entry.audiences.select_related("group__school", "group__school_class")
    groups = [audience.group for audience in audiences.order_by("pk")]
    people = Membership.objects.filter(Q(in_groups__group__in=groups) | Q(entry_set=entry))
    return Audience(groups, people.distinct())


def readers_of_message(message: Message) -> Audience:
    return Audience([], Membership.objects.filter(deliveries__message=message))


def members_of(group: Group | None) -> Audience:
    return Audience(
        [group] if group else [], Membership.objects.filter(in_groups__group=group).distinct()
    )


def files_of_entry(entry: Entry) -> Files:
    for attachment in entry.attachments.select_related("file").order_by("pk"):
        yield attachment.file, attachment.description


def files_of_message(message: Message) -> Files:
    """Its own, and those of what it hands on."""
    for each in filter(None, (message, _handed_on(message))):
        for attachment in each.attachments.select_related("file").order_by("pk"):
            yield attachment.file, ""


def around_entry(entry: Entry, _reporter: Membership) -> Around:
    """The newest that was said under it."""
    newest = Comment.objects.there().under(entry)[:OF_AN_ENTRY]
    yield from enumerate(reversed(newest), start=1)


def around_comment(comment: Comment, _reporter: Membership) -> Around:
    """The entry, and what was said before and after it in its thread."""
    yield 0, comment.entry
    thread = Comment.objects.there().thread_of(comment.answers_id or comment.pk)
    before = thread.before(comment)
    after = thread.exclude(pk=comment.pk).exclude(pk__in=before.values("pk"))
    yield from _before(before.order_by("-written_at", "-pk")[:OF_A_THREAD])
    yield from enumerate(after.order_by("written_at", "pk")[:OF_A_THREAD], start=1)


def around_message(message: Message, reporter: Membership) -> Around:
    """What it hands on, and what whoever reported it had before and after it."""
    if handed_on := _handed_on(message):
        yield 0, handed_on
    theirs = Message.objects.visible_to(reporter.user).select_related("conversation")
    theirs = theirs.filter(conversation=message.conversation_id)
    sent_before = Q(sent_at__lt=message.sent_at) | Q(sent_at=message.sent_at, pk__lt=message.pk)
    before = theirs.filter(sent_before)
    after = theirs.exclude(sent_before).exclude(pk=message.pk)
    yield from _before(before.order_by("-sent_at", "-pk")[:OF_A_CONVERSATION])
    yield from enumerate(after.order_by("sent_at", "pk")[:OF_A_CONVERSATION], start=1)


def _before(latest_first: Iterable[Comment | Message]) -> Around:
    for place, said in enumerate(latest_first, start=1):
        yield -place, said


def _handed_on(message: Message) -> Message | None:
    handed_on = message.forwards
    return handed_on if handed_on is not None and handed_on.is_there else None
