"""What all readers of an entry see of it is rendered once, not once for each of them.

The key is everything that is shown, and the day ("yesterday"), so that nothing can be out of date or reach somebody else.
It holds people's words: it never leaves the memory of the process, and is emptied so often that
what somebody deleted, or what was erased with them, does not stay there either.
"""

import time
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import clock
from newsfeed.cards import Content

SECONDS_KEPT = 600
MOST_KEPT = 2000

_emptied_at = time.monotonic()


def content_html(content: Content, *, part: str, alone: bool) -> SafeString:
    """One of its templates: the "content" itself, or the "footer" below what the reader is asked."""
    global _emptied_at  # noqa: PLW0603  (one memory a process)
    if time.monotonic() - _emptied_at > SECONDS_KEPT:
        _rendered.cache_clear()
        _emptied_at = time.monotonic()
    return _rendered(content, part, get_language(), alone, clock.today())


@lru_cache(maxsize=MOST_KEPT)
def _rendered(content: Content, part: str, language: str, alone: bool, today: date) -> SafeString:  # noqa: FBT001  (a key is made of positions)
    return render_to_string(f"newsfeed/{part}.html", {"content": content, "alone": alone})
