"""Second factors: what an account has beside its password, and whether a code is one of them."""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import models, transaction

from accounts.models import User

Kind = Authenticator.Type


def factors_of(user: User) -> "models.QuerySet[Authenticator]":
    """Apps and passkeys. Recovery codes are none: they stand in for what was lost."""
    mine = Authenticator.objects.filter(user=user.pk).exclude(type=Kind.RECOVERY_CODES)
    ordered: models.QuerySet[Authenticator] = mine.order_by("created_at", "pk")
    return ordered


def recovery_codes_of(user: User) -> Authenticator | None:
    return Authenticator.objects.filter(user=user.pk, type=Kind.RECOVERY_CODES).first()


@transaction.atomic
def use_code(user: User, code: str) -> Authenticator | None:
    """The app or the recovery codes that this code is of; it is of none a second time.

    Count the try before.
    """
    mine = Authenticator.objects.select_for_update().filter(user=user.pk)
    for factor in mine.exclude(type=Kind.WEBAUTHN):
        used = _use_app if factor.type == Kind.TOTP else _use_recovery_code
        if used(factor, code):
            return factor
    return None


def _use_app(factor: Authenticator, code: str) -> bool:
    """allauth remembers a used code for one period only; a slow clock is given three."""
    secret = decrypt(factor.data["secret"])
    for counter in totp.yield_hotp_counters_from_time():
        expected = totp.format_hotp_value(totp.hotp_value(secret, counter))
        if compare_user_code(actual=code, expected=expected):
            is_new: bool = counter > factor.data.get("used_until", 0)
            factor.data["used_until"] = max(counter, factor.data.get("used_until", 0))
            factor.save(update_fields=["data"])
            return is_new
    return False


def _use_recovery_code(factor: Authenticator, code: str) -> bool:
    is_one: bool = factor.wrap().validate_code(code)
    return is_one
