"""Where the pages of the house are listed, so that no app has to know another one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Literal, TypedDict

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django_stubs_ext import StrOrPromise


def signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


def no_arguments(request: HttpRequest) -> tuple[object, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Item:
    """A page in the navigation; `order` puts it among the others, smallest first.

    The main navigation is a thumb's bar on phones: five items at most for anybody, the rest goes
    to the menu under one's name (`place="account"`).

    `arguments` are those of the url, read from the request. `count` is asked on every page the
    item is shown on, so it must be cheap.
    """

    label: StrOrPromise
    url_name: str
    icon: str
    order: int
    place: Literal["main", "account"] = "main"
    shown: Callable[[HttpRequest], bool] = signed_in
    arguments: Callable[[HttpRequest], tuple[object, ...]] = no_arguments
    count: Callable[[HttpRequest], int] | None = None


class Link(TypedDict):
    """An item as the page shows it to this request."""

    label: StrOrPromise
    url: str
    icon: str
    count: int
    current: bool


_items: list[Item] = []


def register(item: Item) -> None:
    """Add a page to the navigation; called from `AppConfig.ready`."""
    _items.append(item)
    _items.sort(key=lambda each: each.order)


def items_for(request: HttpRequest, place: str) -> list[Link]:
    """The items this request may see; the one with the longest matching address is current."""
    shown: list[Link] = [
        {
            "label": item.label,
            "url": _address(item.url_name, item.arguments(request)),
            "icon": item.icon,
            "count": item.count(request) if item.count else 0,
            "current": False,
        }
        for item in _items
        if item.place == place and item.shown(request)
    ]
    here = [each for each in shown if _covers(each["url"], request.path)]
    if here:
        max(here, key=lambda each: len(each["url"]))["current"] = True
    return shown


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; nothing is computed unless the page draws its navigation."""
    return {
        "navigation": SimpleLazyObject(partial(items_for, request, "main")),
        "account_pages": SimpleLazyObject(partial(items_for, request, "account")),
    }


@lru_cache(maxsize=1000)
def _address(url_name: str, arguments: tuple[object, ...]) -> str:
    return reverse(url_name, args=arguments)


def _covers(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
