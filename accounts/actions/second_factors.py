"""What people do about the second step of their own sign-in, and who may help them out of it."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

import audit
from accounts.actions.own_account import record_everywhere
from accounts.actions.rights import end_sessions
from accounts.deciding import hold_rights_over
from accounts.entrance.factors import factors_of, recovery_codes_of, use_code
from accounts.models import Membership, Telling, User
from accounts.policies import must_have_second_factor
from accounts.reach import AccountOfOtherSchools, reaches_beyond
from accounts.tellings import tell_of_rights


class CodeNotRight(Exception):
    """The app shows another code: it was not told this secret, or its clock is wrong."""


class LastFactor(Exception):
    """Who must have a second factor adds another one before this one goes."""


@transaction.atomic
def add_app(user: User, *, secret: str, code: str) -> None:
    """An app that was told the secret, which the code proves; one app an account."""
    _hold(user)
    if not factors_of(user).filter(type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, secret)
        if use_code(user, code) is None:
            raise CodeNotRight
        _added(user, Authenticator.Type.TOTP)


@transaction.atomic
def add_passkey(user: User, *, name: str, credential: dict[str, Any]) -> None:
    """`credential` is verified already, against what this session was asked for."""
    _hold(user)
    WebAuthn.add(user, name, credential)
    _added(user, Authenticator.Type.WEBAUTHN)


@transaction.atomic
def remove_factor(user: User, *, factor: Authenticator) -> None:
    """Recovery codes go with the last one. Raises `LastFactor`."""
    _hold(user)
    others = factors_of(user).exclude(pk=factor.pk)
    if must_have_second_factor(user) and not others.exists():
        raise LastFactor
    kind = factor.type
    factor.delete()
    if not others.exists():
        Authenticator.objects.filter(user=user.pk).delete()
    record_everywhere(user, "remove_second_factor", kind=kind)


@transaction.atomic
def make_recovery_codes(user: User) -> None:
    """The former ones stop working."""
    _hold(user)
    _make_recovery_codes(user)
    record_everywhere(user, "make_recovery_codes")


@transaction.atomic
def show_recovery_codes(user: User) -> list[str]:
    """Tells them once; later, or without any, it is an empty list."""
    _hold(user)
    kept = recovery_codes_of(user)
    codes = kept.wrap() if kept else None
    if codes is None or codes.did_view:
        return []
    codes.mark_as_viewed()
    record_everywhere(user, "see_recovery_codes")
    told: list[str] = codes.get_unused_codes()
    return told


@transaction.atomic
def reset_second_factors(by: Membership | None, *, membership: Membership) -> None:
    """For somebody who lost them all: the next sign-in asks for the password alone.

    `by` is None for the operator. Raises `NotAllowed`, `AccountOfOtherSchools`.
    """
    if by is not None:
        hold_rights_over(by, membership)
        if reaches_beyond(membership.user, [by.school_id]):
            raise AccountOfOtherSchools
    user = membership.user
    Authenticator.objects.filter(user=user.pk).delete()
    end_sessions(user)
    tell_of_rights(by, membership, Telling.Kind.FACTORS)
    audit.record(
        by=by, verb="reset_second_factors", target=membership, school_id=membership.school_id
    )


@transaction.atomic
def prove_again(user: User, *, method: str) -> None:
    """Somebody signed in has just shown once more who they are."""
    record_everywhere(user, "prove_again", method=method)


def _hold(user: User) -> None:
    """Two changes of one account's factors wait for each other."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _added(user: User, kind: str) -> None:
    if recovery_codes_of(user) is None:
        _make_recovery_codes(user)
    user.has_second_factor = True
    record_everywhere(user, "add_second_factor", kind=kind)


def _make_recovery_codes(user: User) -> None:
    Authenticator.objects.filter(user=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
