"""What may be done about somebody, offered on their page by whichever app can do it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.urls import reverse
from django_stubs_ext import StrOrPromise


class Person(Protocol):
    """In practice an `accounts.Membership`."""

    @property
    def pk(self) -> int: ...
    @property
    def school_id(self) -> int: ...


@dataclass(frozen=True, kw_only=True)
class PersonAction:
    """A page that does something about a person; its url takes the school's and the person's id.

    `shown` is asked with who looks and whom they look at, both memberships. What `posts` does
    something at once. A url that takes something else says its `arguments` of the person.
    """

    label: StrOrPromise
    url_name: str
    icon: str
    order: int
    shown: Callable[[Any, Any], bool]
    variant: str = "quiet"
    posts: bool = False
    arguments: Callable[[Person], Sequence[object]] = lambda person: (person.school_id, person.pk)


_actions: list[PersonAction] = []


def register(action: PersonAction) -> None:
    """Offer an action on the page of a person; called from `AppConfig.ready`."""
    _actions.append(action)
    _actions.sort(key=lambda each: each.order)


def actions_for(by: Person, person: Person) -> list[dict[str, Any]]:
    """What this one may do about that one, in order."""
    return [
        {
            "label": action.label,
            "url": reverse(action.url_name, args=action.arguments(person)),
            "icon": action.icon,
            "variant": action.variant,
            "posts": action.posts,
        }
        for action in _actions
        if action.shown(by, person)
    ]
