"""What several readers see alike is rendered once, not once for each of them.

The key is everything that is shown, so that nothing can be out of date or reach somebody else. It
may hold people's words: it never leaves the memory of the process, and is emptied so often that
what somebody deleted, or what was erased with them, does not stay there either; and at midnight,
when "today" becomes "yesterday".
"""

import secrets
from collections.abc import Callable, Hashable
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core import clock

KEPT = timedelta(minutes=10)
MOST_KEPT = 4000


# What is shown by these templates, told by name.
Keep = Callable[[tuple[str, ...], dict[str, Any]], tuple[SafeString, ...]]

# Stands in a form that is kept where the token of the one request it is shown to belongs.
_TOKEN = secrets.token_hex(16)


class _Memory:
    """Since when what is kept is kept, and until when."""

    since = until = datetime.min.replace(tzinfo=UTC)


def kept(template: str, **shown: Hashable) -> SafeString:
    """This template with what is `shown` in it, which must be all that it depends on.

    Its forms are of no use before `with_token`.
    """
    [fragment] = keeping()((template,), shown)
    return fragment


def keeping() -> Keep:
    """The same for several templates at once, and for all the fragments of one page."""
    now = clock.now()
    if not _Memory.since <= now < _Memory.until:
        _rendered.cache_clear()
        _Memory.since, _Memory.until = now, min(now + KEPT, _midnight_after(now))
    language = get_language()
    return lambda templates, shown: _rendered(templates, tuple(shown.items()), language)


def _midnight_after(moment: datetime) -> datetime:
    tomorrow = timezone.localdate(moment) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time()))


def with_token(fragment: SafeString, token: object) -> SafeString:
    """Its forms as this request may send them: with its own `csrf_token`."""
    return mark_safe(fragment.replace(_TOKEN, str(token)))  # noqa: S308  (a fragment, and no words)


@lru_cache(maxsize=MOST_KEPT)
def _rendered(
    templates: tuple[str, ...], shown: tuple[tuple[str, Hashable], ...], _language: str
) -> tuple[SafeString, ...]:
    context = {"csrf_token": _TOKEN, **dict(shown)}
    return tuple(render_to_string(each, context) for each in templates)
