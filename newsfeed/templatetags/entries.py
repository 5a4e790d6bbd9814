from django import template
from django.utils.safestring import SafeString

from newsfeed.cards import Card
from newsfeed.fragments import content_html

register = template.Library()


@register.simple_tag
def content_of(card: Card, alone: object = False) -> SafeString:  # noqa: FBT002  (a tag's arguments have no names in templates)
    """What a card shows to whoever reads it; `alone` on a page of its own."""
    return content_html(card.content, alone=bool(alone))
