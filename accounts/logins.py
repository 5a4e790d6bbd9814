"""Logins made from names, and the folded form in which names are sorted, searched and compared."""

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii
from django.utils.translation import gettext as _

HALF_LENGTH = 30


class NameWithoutLetters(ValueError):
    """A first or last name from which no login can be made."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            _("“%(name)s” holds no letter: a login needs a first and a last name with letters.")
            % {"name": name}
        )


def fold(text: str) -> str:
    """The words of a text in a–z and 0–9, separated by single spaces: "D’Amico" is "d amico"."""
    if text.isascii():  # half of all names, and a roll folds them by the hundred thousand
        return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    # Symbols are dropped first: anyascii spells them out (an emoji becomes ":grinning:").
    spelled = "".join(
        " " if unicodedata.category(character)[0] in "SCZP" else character
        for character in unicodedata.normalize("NFC", text)
    )
    return " ".join(re.findall(r"[a-z0-9]+", anyascii(spelled).lower()))


def folded_name(first_name: str, last_name: str) -> str:
    """What a person is sorted and searched by: last name, then first name, both folded."""
    return f"{fold(last_name)} {fold(first_name)}"


def typed_login(text: str) -> str:
    """The login somebody means who types it with capitals, accents or blanks."""
    return re.sub(r"[^a-z0-9.]", "", anyascii(text).lower())


def login_stem(first_name: str, last_name: str) -> str:
    """The login of a name, before a number tells it from those of namesakes."""
    return f"{_half(first_name)}.{_half(last_name)}"


def _half(name: str) -> str:
    half = fold(name).replace(" ", "")
    if not re.search("[a-z]", half):
        raise NameWithoutLetters(name)
    return half[:HALF_LENGTH]


class LoginAllocator:
    """Gives out logins nobody has.

    `taken` must hold every login in use that begins with one of the stems asked for.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def allocate(self, first_name: str, last_name: str) -> str:
        stem = login_stem(first_name, last_name)
        number = self._next.get(stem, 1)
        login = stem if number == 1 else f"{stem}{number}"
        # A number may already be somebody's name: "lea.martin2" is also Léa Martin2.
        while login in self._taken:
            number += 1
            login = f"{stem}{number}"
        self._taken.add(login)
        self._next[stem] = number + 1
        return login
