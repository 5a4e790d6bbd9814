"""Activation codes as people read and type them."""

import re
import secrets

from django.utils.crypto import salted_hmac

# No two of these look alike, and without vowels they make no words.
ALPHABET = "CDFGHJKMNPQRTVWXY34679"
LENGTH = 12
GROUP = 4


def new_code() -> str:
    """Three groups of four, as "KTRC-7DHN-4WPX"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(re.findall("." * GROUP, letters))


def digest_of(code: str) -> str:
    """What is kept of a code, however it was typed."""
    letters = re.sub("[^A-Z0-9]", "", code.upper())
    return salted_hmac("accounts.ActivationCode", letters, algorithm="sha256").hexdigest()
