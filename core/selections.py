"""What may be done about several people at once, offered under the list of people."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class SelectionAction:
    """A page that does something about those chosen; its url takes the school's id.

    It is posted `chosen`, the ids of memberships, and says what will happen before it does it.
    """

    label: StrOrPromise
    url_name: str
    icon: str
    order: int


_actions: list[SelectionAction] = []


def register(action: SelectionAction) -> None:
    """Offer an action on those chosen; called from `AppConfig.ready`."""
    _actions.append(action)
    _actions.sort(key=lambda each: each.order)


def actions_in(school_id: int) -> list[dict[str, Any]]:
    """What an administrator of this school may do about several people, in order."""
    return [
        {
            "label": action.label,
            "url": reverse(action.url_name, args=[school_id]),
            "icon": action.icon,
        }
        for action in _actions
    ]
