import re
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

Row = TypeVar("Row", bound=Model)

PAGE = 30
NUMBER = re.compile(r"[0-9]{1,5}", re.ASCII)


def part_of(rows: "QuerySet[Row]", asked: str) -> tuple[list[Row], int]:
    """The rows of the page with this number, and the number of the next one, 0 if there is none."""
    number = number_of(asked)
    part = list(rows[number * PAGE : (number + 1) * PAGE + 1])
    return part[:PAGE], number + 1 if len(part) > PAGE else 0


def number_of(asked: str) -> int:
    """The number of the page that was asked for: the first, if it says none."""
    found = NUMBER.fullmatch(asked)
    return int(found.group()) if found else 0


def page_of(request: HttpRequest, rows: "QuerySet[Row]") -> tuple[list[Row], str]:
    """The rows of the page that was asked for, and the address of the next one, if there is one.

    For lists that somebody reads the beginning of; a feed pages by key.
    """
    found, following = part_of(rows, request.GET.get("page", ""))
    if not following:
        return found, ""
    address = QueryDict(request.GET.urlencode(), mutable=True)
    address["page"] = str(following)
    return found, f"?{address.urlencode()}"
