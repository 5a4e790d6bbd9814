import re
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

Row = TypeVar("Row", bound=Model)

PAGE = 30
NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)


def page_of(request: HttpRequest, rows: "QuerySet[Row]") -> tuple[list[Row], str]:
    """The rows of the page that was asked for, and the address of the next one, if there is one.

    For lists that somebody reads the beginning of; a feed pages by key.
    """
    asked = NUMBER.fullmatch(request.GET.get("page", ""))
    number = int(asked.group()) if asked else 0
    found = list(rows[number * PAGE : (number + 1) * PAGE + 1])
    if len(found) <= PAGE:
        return found, ""
    following = QueryDict(request.GET.urlencode(), mutable=True)
    following["page"] = str(number + 1)
    return found[:PAGE], f"?{following.urlencode()}"
