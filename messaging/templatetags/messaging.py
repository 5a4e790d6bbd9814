"""What the pages of conversations say about the people in them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import RequestContext

from accounts.models import Membership
from core.templatetags.readable import drawn_colour
from messaging import recipients
from messaging.models import Conversation, Message, Participant

register = template.Library()


@register.simple_tag(takes_context=True)
def others(context: RequestContext, conversation: Conversation) -> dict[str, Any]:
    """The names of those in a conversation beside the reader, none if all are erased; how the
    first of them is drawn.
    """
    reader = context["user"]
    people = [participant.membership for participant in conversation.participants.all()]
    beside = [person for person in people if person.user_id != reader.pk]
    colour = drawn_colour(beside[0].user_id if beside else conversation.pk)
    face = beside[0].user.face if beside else ""
    return {"names": ", ".join(person.name for person in beside), "colour": colour, "face": face}


@register.simple_tag
def is_new(message: Message, me: Participant) -> bool:
    """Whether the message came since this participant last looked."""
    seen = me.read_at is not None and message.sent_at <= me.read_at
    return not seen and message.author_id != me.membership_id


@register.simple_tag
def writing(by: Membership, chosen: Iterable[Membership], more: Membership | None = None) -> str:
    """The query of the page that writes to those chosen, and to one more."""
    return recipients.writing(by, [*chosen, *([more] if more else [])])
