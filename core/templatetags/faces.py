"""How a person is drawn: by the face they composed, or by their initials."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.faces import choices_of, drawing
from core.templatetags.readable import initials

register = template.Library()


@register.simple_tag
def avatar(name: str, colour: object, face: str = "", large: object = "") -> SafeString:
    """Beside a name that is written out. `colour`, 0 to 11, is that of the initials alone."""
    chosen = choices_of(face)
    ground = chosen[0] if chosen else colour
    return _avatar(initials(name), str(ground), face if chosen else "", bool(large))


@lru_cache(maxsize=4096)
def _avatar(letters: str, ground: str, face: str, large: bool) -> SafeString:  # noqa: FBT001  (a key is made of positions)
    return format_html(
        '<span class="avatar class-colour-{}{}" aria-hidden="true">{}</span>',
        ground,
        " large" if large else "",
        drawing(face) or letters,
    )
