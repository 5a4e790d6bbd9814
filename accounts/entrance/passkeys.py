"""What a page gives the browser, which then asks its person for a passkey."""

import json
from typing import Any

from allauth.mfa.webauthn.internal import auth
from django.core.serializers.json import DjangoJSONEncoder

from accounts.models import User


def to_be_made(user: User) -> str:
    """For a new passkey: one that asks for a finger, a face or a PIN, and knows its person."""
    return _as_json(auth.begin_registration(user, passwordless=True))


def to_be_shown(user: User | None) -> str:
    """For one of this person's passkeys; for anybody's where nobody is known yet."""
    return _as_json(auth.begin_authentication(user))


def _as_json(options: dict[str, Any]) -> str:
    return json.dumps(options, cls=DjangoJSONEncoder)
