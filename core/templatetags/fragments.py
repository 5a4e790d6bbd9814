"""Parts of a page that many people see alike."""

from collections.abc import Hashable

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from core import fragments

register = template.Library()


@register.simple_tag(takes_context=True)
def kept(context: Context, template_name: str, **shown: Hashable) -> SafeString:
    """This template with what is `shown` in it and nothing else; its forms are of this request."""
    return fragments.with_token(fragments.kept(template_name, **shown), context.get("csrf_token"))
