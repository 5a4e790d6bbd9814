"""Filters for what people read: initials, drawn colours, dates."""

from datetime import date, datetime
from functools import lru_cache
from zlib import crc32

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

register = template.Library()

COLOURS = 12


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word: "Marie-Ève de Laurent" gives "ML"."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.filter
def drawn_colour(key: object) -> int:
    """The colour a person or class without a chosen one always gets, 0 to 11."""
    return crc32(str(key).encode()) % COLOURS


@register.filter
def readable(moment: date) -> str:
    """A full date, with the hour if there is one; never "yesterday", so it may be cached."""
    return _written(moment, get_language())


@lru_cache(maxsize=4096)
def _written(moment: date, language: str | None) -> str:
    if isinstance(moment, datetime):
        local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        # Translators: a PHP-style date format, see Django's "date" filter.
        return date_format(local, gettext("D j M Y, g:i A"))
    # Translators: a PHP-style date format, see Django's "date" filter.
    return date_format(moment, gettext("D j M Y"))
