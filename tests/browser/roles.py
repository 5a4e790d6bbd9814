"""Who plays which part of the story, chosen from whatever roll came in."""

from dataclasses import dataclass
from typing import Any

Account = dict[str, Any]


@dataclass(frozen=True)
class Roles:
    """Accounts as `list_people` prints them. `stranger` is in another class than the others."""

    teacher: Account
    reader: Account
    author: Account
    parent: Account
    stranger: Account

    def __iter__(self) -> Any:
        return iter((self.teacher, self.reader, self.author, self.parent, self.stranger))


def cast_from(people: list[Account]) -> Roles:
    """A CM1 class with its teacher, two students, a parent of the second, and a CE2 student."""
    author, parent = next(
        (child, adult)
        for child in _of(people, "student", "CM1")
        for adult in _of(people, "parent", "CM1")
        if adult["last_name"] == child["last_name"]
        and sum(child["last_name"] == other["last_name"] for other in people) == PARENT_AND_CHILD
    )
    return Roles(
        teacher=_of(people, "teacher", "CM1")[0],
        reader=next(child for child in _of(people, "student", "CM1") if child != author),
        author=author,
        parent=parent,
        stranger=_of(people, "student", "CE2")[0],
    )


PARENT_AND_CHILD = 2


def name_of(account: Account) -> str:
    return f"{account['first_name']} {account['last_name']}"


def _of(people: list[Account], profile: str, class_name: str) -> list[Account]:
    return [
        person
        for person in people
        if person["profiles"] == [profile] and person["classes"] == [class_name]
    ]
