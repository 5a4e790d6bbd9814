"""What is due in any school, finished one by one, each within the wall of its own."""

from collections.abc import Callable
from typing import Any

import structlog
from django.db.models import QuerySet

from accounts.models import School
from core import wall

log = structlog.get_logger()


def finish_each(due: "QuerySet[Any]", finish: Callable[[int], None]) -> None:
    """Calls `finish` with the key of each row that is due; it asks once more whether it still is."""
    with wall.within(*School.objects.values_list("pk", flat=True)):
        rows = list(due.values_list("school", "pk"))
    for school_id, key in rows:
        with wall.within(school_id):
            try:
                finish(key)
            except Exception:
                # One that fails must not keep all that come after it.
                log.exception("not finished", what=due.model._meta.label, key=key)
