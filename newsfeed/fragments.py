"""What all readers of an entry see of it is rendered once, not once for each of them.

The key is everything that is shown, and the day ("yesterday"), so that nothing can be out of date or reach somebody else.
It holds people's words: it never leaves the memory of the process, and is emptied so often that
what somebody deleted, or what was erased with them, does not stay there either.
"""

import time
from collections.abc import Hashable
from datetime import date
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import clock

SECONDS_KEPT = 600
MOST_KEPT = 4000

_emptied_at = time.monotonic()


def kept(template: str, **shown: Hashable) -> SafeString:
    """This template with what is `shown` in it, which must be all that it depends on."""
    global _emptied_at  # noqa: PLW0603  (one memory a process)
    if time.monotonic() - _emptied_at > SECONDS_KEPT:
        _rendered.cache_clear()
        _emptied_at = time.monotonic()
    return _rendered(template, tuple(shown.items()), get_language(), clock.today())


@lru_cache(maxsize=MOST_KEPT)
def _rendered(
    template: str, shown: tuple[tuple[str, Hashable], ...], language: str, today: date
) -> SafeString:
    return render_to_string(template, dict(shown))
