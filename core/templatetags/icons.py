"""Icons from lucide, each drawn once per process: parsing the drawing costs more than a query."""

from functools import lru_cache

from django import template
from lucide.templatetags.lucide import lucide

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 24) -> str:
    """A decorative icon: the words beside it say what it means."""
    return lucide(name, size=size, aria_hidden="true")
