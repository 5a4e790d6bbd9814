"""What the pages of conversations ask about those in them."""

from collections.abc import Iterable

from django import template

from accounts.models import Membership
from messaging import recipients
from messaging.models import Message, Participant
from messaging.policies import can_recall

register = template.Library()


@register.simple_tag
def writing(by: Membership, chosen: Iterable[Membership], more: Membership | None = None) -> str:
    """The query of the page that writes to those chosen, and to one more."""
    return recipients.writing(by, [*chosen, *([more] if more else [])])


@register.simple_tag
def may_be_recalled(message: Message, me: Participant) -> bool:
    return can_recall(me.membership, message)
