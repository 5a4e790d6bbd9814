"""The rules of a charter one by one, and which of them something is about."""

from collections.abc import Mapping

from django.conf import settings

from accounts.choices import Profile
from charters.layout import blocks
from charters.models import CharterVersion
from charters.texts import shipped_text

# Of the charters we ship, by what somebody says is wrong (`moderation.reasons`).
_SHIPPED: Mapping[str, Mapping[str, int]] = {
    Profile.STUDENT: {
        "safety": 8,
        "meeting": 4,
        "violent": 5,
        "unsuitable": 5,
        "unkind": 5,
        "private": 6,
        "pretending": 1,
        "chain": 7,
    },
    Profile.PARENT: {
        "safety": 5,
        "meeting": 2,
        "violent": 2,
        "unsuitable": 2,
        "unkind": 2,
        "private": 3,
        "pretending": 1,
        "chain": 2,
    },
    Profile.TEACHER: {
        "safety": 5,
        "meeting": 4,
        "violent": 4,
        "unsuitable": 1,
        "unkind": 4,
        "private": 2,
        "pretending": 6,
        "chain": 1,
    },
    Profile.STAFF: {
        "safety": 4,
        "meeting": 3,
        "violent": 3,
        "unsuitable": 3,
        "unkind": 3,
        "private": 2,
        "pretending": 6,
        "chain": 3,
    },
    Profile.GUEST: {
        "safety": 4,
        "meeting": 2,
        "violent": 2,
        "unsuitable": 2,
        "unkind": 2,
        "private": 3,
        "pretending": 1,
        "chain": 1,
    },
}


def rules_of(version: CharterVersion) -> dict[int, str]:
    """What one promised by signing it, in the reader's language, by the numbers its page shows."""
    numbered = (block.lines for block in blocks(version.text) if block.numbered)
    return dict(enumerate((line for lines in numbered for line in lines), start=1))


def rule_for(version: CharterVersion, reason: str) -> int | None:
    """The number of the rule that somebody who reports something for this reason means.

    None where no rule is about it, or where the school wrote the charter itself: then whoever
    decides picks the rule.
    """
    return _SHIPPED[version.profile].get(reason) if _is_shipped(version) else None


def _is_shipped(version: CharterVersion) -> bool:
    words = {"fr": version.text_fr, "en": version.text_en}
    return all(
        words[language] == shipped_text(version.profile, language)
        for language, _name in settings.LANGUAGES
    )
