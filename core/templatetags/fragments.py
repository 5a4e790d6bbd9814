"""Parts of a page that many people see alike."""

from collections.abc import Hashable, Iterable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from core import fragments
from core.navigation import Link

register = template.Library()


@register.simple_tag(takes_context=True)
def kept(context: Context, template_name: str, **shown: Hashable) -> SafeString:
    """This template with what is `shown` in it and nothing else; its forms are of this request."""
    return fragments.with_token(fragments.kept(template_name, **shown), context.get("csrf_token"))


@register.simple_tag
def links(items: Iterable[Link], size: int) -> SafeString:
    """Items of a navigation as those of a list, with icons of this size."""
    return fragments.kept("links.html", items=tuple(items), size=size)
