"""What the pages of conversations ask about those in them."""

from django import template

from messaging.models import Message, Participant
from messaging.policies import can_recall

register = template.Library()


@register.simple_tag
def may_be_recalled(message: Message, me: Participant) -> bool:
    return can_recall(me.membership, message)
