from django import template
from django.utils.safestring import SafeString, mark_safe

from core.richtext import clean, from_text

register = template.Library()


@register.filter
def rich(html: str) -> SafeString:
    """Rich text as it is read. It was cleaned when it was stored, and is not believed for that."""
    return mark_safe(clean(html))  # noqa: S308  (nothing else makes it safe)


@register.filter
def plain(text: str) -> SafeString:
    """What somebody wrote without an editor, with its paragraphs, lists and links."""
    return mark_safe(from_text(text))  # noqa: S308  (it is cleaned there)
