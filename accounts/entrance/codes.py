"""Activation codes as people read and type them."""

import re
import secrets
from datetime import timedelta

from django.utils.crypto import salted_hmac

# No two of these look alike, and without vowels they make no words.
ALPHABET = "CDFGHJKMNPQRTVWXY34679"
LENGTH = 12
VALIDITY = timedelta(days=60)
CLASS_LENGTH = 8
GROUP = 4


def new_code(length: int = LENGTH) -> str:
    """Groups of four, as "KTRC-7DHN-4WPX"."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(length)))


def typed_code(text: str) -> str:
    """The code somebody means who types it in small letters, without dashes or with blanks."""
    return _grouped(re.sub("[^A-Z0-9]", "", text.upper()))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    letters = typed_code(code).replace("-", "")
    return salted_hmac("accounts.ActivationCode", letters, algorithm="sha256").hexdigest()


def _grouped(letters: str) -> str:
    return "-".join(re.findall(f".{{1,{GROUP}}}", letters))
