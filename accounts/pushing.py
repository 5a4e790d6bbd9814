"""Wakes a device through the push service of its browser.

It is the one thing that leaves the school's house, so it says nothing: no words, no name, no number.
"""

import re
from datetime import timedelta
from email.utils import parseaddr
from enum import Enum
from http import HTTPStatus
from urllib.parse import urlsplit

import jwt
import requests
from django.conf import settings

from core import clock
from core.push_key import private_key, public_key

# What a browser gives as its push service is an address that this program will open: with any other
# host than these, it would knock at the doors of the school's own network.
ENDPOINT = re.compile(
    r"https://(fcm\.googleapis\.com|updates\.push\.services\.mozilla\.com"
    r"|([a-z0-9-]+\.)+(push\.apple|notify\.windows)\.com)"
    r"/[\w.~:/?=&%+,;@!*'()-]+",
    re.ASCII,
)
LONGEST_ENDPOINT = 1000
VALID = timedelta(hours=12)
SECONDS_TO_CONNECT, SECONDS_TO_ANSWER = 3, 5


class Answer(Enum):
    TAKEN = "taken"
    GONE = "gone"  # nobody listens there any more
    LATER = "later"


def is_push_service(endpoint: str) -> bool:
    return len(endpoint) <= LONGEST_ENDPOINT and bool(ENDPOINT.fullmatch(endpoint))


def wake(endpoint: str, *, seconds: int, is_urgent: bool) -> Answer:
    """Asks to have the device woken, within so many seconds if it sleeps itself.

    A phone that lies still at night is woken at once by what is urgent alone.
    """
    headers = {
        "Authorization": _signed(endpoint),
        "TTL": str(seconds),
        "Urgency": "high" if is_urgent else "normal",
        # What the service still holds for a device that is off is replaced by this.
        "Topic": "new",
    }
    try:
        answer = requests.post(
            endpoint,
            headers=headers,
            timeout=(SECONDS_TO_CONNECT, SECONDS_TO_ANSWER),
            allow_redirects=False,
            stream=True,  # what it says beside its status is not read
        )
    except requests.RequestException:
        return Answer.LATER
    answer.close()
    if answer.status_code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
        return Answer.GONE
    return Answer.TAKEN if answer.ok and not answer.is_redirect else Answer.LATER


def _signed(endpoint: str) -> str:
    """Says whose push this is, as RFC 8292 has it: of whoever's key the browser subscribed with."""
    service = urlsplit(endpoint)
    _, mailbox = parseaddr(settings.DEFAULT_FROM_EMAIL)
    claims = {
        "aud": f"{service.scheme}://{service.netloc}",
        "exp": int((clock.now() + VALID).timestamp()),
        "sub": f"mailto:{mailbox}",
    }
    token = jwt.encode(claims, private_key(settings.PUSH_KEY), algorithm="ES256")
    return f"vapid t={token}, k={public_key(settings.PUSH_KEY)}"
