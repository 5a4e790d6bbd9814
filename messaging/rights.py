"""Whom a message reaches, asked anew for each: a rule or a member taken away counts for the next."""

from collections.abc import Collection

from django.db.models import Exists, Q

from accounts.models import Membership
from accounts.querysets import MembershipQuerySet
from contacts.reach import can_write_to, groups_reached_by, reached_by, without_refusals
from core import clock
from messaging.models import Addressee, Conversation, Message

# As many as a sentence can name.
SOME = 5


def recipients_of(message: Message) -> MembershipQuerySet:
    """Who gets it if it goes now, its author beside; each account once."""
    begins = message.addressees.exists()
    found = _addressed(message) if begins else _answered(message)
    return found.order_by("user", "profile", "pk").distinct("user")


def heard_in(conversation: Conversation, by: Membership) -> MembershipQuerySet:
    """Whom `by` may write to in a conversation: whom they could begin to write to, and, where they
    were written to, whom whoever began it may still write to.

    A conversation lives by the right of whoever began it; it is none for that person themselves.
    One with a project is closed to writing at its end, as its feed is.
    """
    heard = reached_by(by)
    starter = conversation.started_by
    if starter is not None and starter.pk != by.pk and can_write_to(starter, by):
        itself = Membership.objects.usable().filter(pk=starter.pk)
        heard = heard | reached_by(starter) | itself
    inside = Q(participations__conversation=conversation)
    goes_on = heard.filter(inside, _goes_on(conversation)).exclude(user=by.user_id)
    return without_refusals(goes_on, by)


def _goes_on(conversation: Conversation) -> Q:
    """Unless all it was begun with are projects that have ended."""
    addressed = Addressee.objects.filter(message__conversation=conversation)
    over = Q(group__ends_at__isnull=False, group__ends_at__lte=clock.now())
    return Q(Exists(addressed.exclude(over))) | ~Q(Exists(addressed))


def reach_of(message: Message) -> int:
    """How many get it if it goes now."""
    return recipients_of(message).count()


def refused(by: Membership, addressed: Collection[Addressee]) -> list[Addressee]:
    """Those of them to whom `by` may not write, and groups in which they may not write to everybody."""
    people = {each.membership_id for each in addressed if each.membership_id}
    groups = {each.group_id for each in addressed if each.group_id}
    if people:
        people -= set(reached_by(by).filter(pk__in=people).values_list("pk", flat=True))
    if groups:
        groups -= set(groups_reached_by(by).filter(pk__in=groups).values_list("pk", flat=True))
    return [each for each in addressed if each.membership_id in people or each.group_id in groups]


def lost_since(message: Message) -> list[str]:
    """The names of some who have it and to whom its author may not write any more."""
    by = _author_of(message)
    has_it = Membership.objects.usable().filter(deliveries__message=message)
    heard = heard_in(message.conversation, by).values("pk")
    lost = has_it.exclude(user=by.user_id).exclude(pk__in=heard).select_related("user")
    return [person.name for person in lost.by_name()[:SOME]]


def can_forward(by: Membership, message: Message) -> bool:
    """Whether they have it, or had it forwarded, and it is still there."""
    readable = Message.objects.readable_by(by.user)
    return readable.filter(pk=message.pk, school=by.school_id).exists()


def _addressed(message: Message) -> MembershipQuerySet:
    reached = reached_by(_author_of(message))
    named = Membership.objects.filter(addressed__message=message)
    grouped = Membership.objects.filter(in_groups__group__addressed__message=message)
    return reached.filter(Q(pk__in=named.values("pk")) | Q(pk__in=grouped.values("pk")))


def _answered(message: Message) -> MembershipQuerySet:
    by, conversation = _author_of(message), message.conversation
    heard = heard_in(conversation, by)
    if message.to_author_alone and message.answers is not None:
        return heard.filter(pk=message.answers.author_id)
    if not conversation.answers_to_all and by.pk != conversation.started_by_id:
        return heard.filter(pk=conversation.started_by_id)
    return heard


def _author_of(message: Message) -> Membership:
    if message.author is None:
        raise LookupError("nobody sends a message whose author was erased")
    author: Membership = message.author
    return author
