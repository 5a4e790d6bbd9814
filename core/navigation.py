"""Where the pages of the house are listed, so that no app has to know another one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, Literal, NamedTuple

from django.http import HttpRequest
from django.urls import reverse
from django_stubs_ext import StrOrPromise

from core.prepared import run_prepared


def signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def no_arguments(request: HttpRequest) -> tuple[object, ...]:
    return ()


class Waiting(NamedTuple):
    """What waits behind an item: a statement for `run_prepared`, and what it is told."""

    statement: str
    values: dict[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Item:
    """A page in the navigation; `order` puts it among the others, smallest first.

    The main navigation is a thumb's bar on phones: five items at most for anybody, the rest goes
    to the menu under one's name (`place="account"`).

    `tabs` are the names of pages that stand beside it: on them it is the current one too.
    `arguments` are those of the url, read from the request. What is `waiting` is counted on every
    page the item is shown on, so it must be cheap.
    """

    label: StrOrPromise
    url_name: str
    icon: str
    order: int
    place: Literal["main", "account"] = "main"
    tabs: tuple[str, ...] = ()
    shown: Callable[[HttpRequest], bool] = signed_in
    arguments: Callable[[HttpRequest], tuple[object, ...]] = no_arguments
    waiting: Callable[[HttpRequest], Waiting] | None = None


@dataclass(frozen=True)
class Link:
    """An item as the page shows it to this request."""

    item: Item
    url: str
    count: int
    current: bool


_items: list[Item] = []


def register(item: Item) -> None:
    """Add a page to the navigation; called from `AppConfig.ready`."""
    _items.append(item)
    _items.sort(key=lambda each: each.order)


def items_for(request: HttpRequest) -> dict[str, tuple[Link, ...]]:
    """By place, the items this request may see; the one with the longest matching address is
    current. What waits behind all of them is counted in one query.
    """
    shown = [item for item in _items if item.shown(request)]
    counts = _counts(request, shown)
    return {
        place: _links(request, [item for item in shown if item.place == place], counts)
        for place in ("main", "account")
    }


def _links(request: HttpRequest, shown: list[Item], counts: dict[str, int]) -> tuple[Link, ...]:
    addresses = [_address(item.url_name, item.arguments(request)) for item in shown]
    match = request.resolver_match
    page = match.view_name if match else ""
    here = [
        url
        for item, url in zip(shown, addresses, strict=True)
        if page in item.tabs or _covers(url, request.path)
    ]
    current = max(here, key=len, default=None)
    return tuple(
        Link(item, url, counts.get(item.url_name, 0), url == current)
        for item, url in zip(shown, addresses, strict=True)
    )


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; nothing is computed unless the page draws its navigation."""
    items = cache(partial(items_for, request))
    # Templates call what can be called.
    return {
        "navigation": lambda: items()["main"],
        "account_pages": lambda: items()["account"],
        "account_waiting": lambda: sum(each.count for each in items()["account"]),
    }


def _counts(request: HttpRequest, items: list[Item]) -> dict[str, int]:
    """How much waits behind each of these by the name of its page, in one query."""
    waiting = {item.url_name: item.waiting(request) for item in items if item.waiting}
    if not waiting:
        return {}
    counts = (
        f'(SELECT count(*) FROM ({each.statement}) AS waiting) AS "{name}"'  # noqa: S608  (statements of ours)
        for name, each in waiting.items()
    )
    told = {name: value for each in waiting.values() for name, value in each.values.items()}
    return run_prepared(f"SELECT {', '.join(counts)}", told)[0]


@lru_cache(maxsize=1000)
def _address(url_name: str, arguments: tuple[object, ...]) -> str:
    return reverse(url_name, args=arguments)


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
