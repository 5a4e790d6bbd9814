import base64

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User

NAME = "Préau"


class FactorAdapter(DefaultMFAAdapter):
    """How allauth's second factors behave in a school."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right, or was used already. Try again."),
    }

    def encrypt(self, text: str) -> str:
        """A copy of the database alone must open no account."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return NAME

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return NAME

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, object]:
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.get_full_name()}


def _box() -> Fernet:
    key = salted_hmac("accounts.entrance.factors", "", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
