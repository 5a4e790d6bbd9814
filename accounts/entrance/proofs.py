"""What lets somebody choose a password: a code on paper, or a link from an e-mail.

The browser keeps it in its session from one page to the next, and it is looked at again when the
password is chosen.
"""

import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import models
from django.http import HttpRequest

from accounts.choices import Issuer
from accounts.entrance import tries
from accounts.entrance.codes import digest_of
from accounts.models import ActivationCode, Membership, User
from accounts.reach import must_be_of_school
from core import clock, wall

TIME_TO_CHOOSE = timedelta(minutes=30)
KEY = "proof"


class ProofNotAccepted(Exception):
    """There is no such account, or this does not open it, or its time is over."""


class WrongPassword(Exception):
    """Whoever sits there may not be the person."""


class Links(PasswordResetTokenGenerator):
    """What stands in a link. It is over after a day, and once anything about signing in changed."""

    key_salt = "accounts.entrance.proofs.Links"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        mailbox = mailbox_of(user)
        return f"{user.pk} {user.password} {user.auth_epoch} {mailbox} {timestamp}"

    def _now(self) -> datetime:
        return clock.now().astimezone(UTC).replace(tzinfo=None)


links = Links()


@dataclass(frozen=True)
class Proof:
    """Whose account, and the digest of the code or the token of the link that opens it."""

    user_id: int
    code: str = ""
    token: str = ""


def prove_with_code(*, login: str, code: str) -> Proof:
    """Raises `ProofNotAccepted`, `AccountOfOtherSchools` or `TooManyTries`."""
    tries.count_try(login)
    user = _somebody(username=login)
    proof = Proof(user.pk, code=digest_of(code))
    person_of(proof)
    tries.give_back_try(login)
    return proof


def key_of_link(user: User) -> str:
    """What a link to choose a new password holds; call it as this person."""
    return f"{user.pk}-{links.make_token(user)}"


def prove_with_link(key: str) -> Proof:
    """Raises `ProofNotAccepted` or `TooManyTries`."""
    match = re.fullmatch(r"([0-9]{1,18})-([0-9a-z-]{1,100})", key)
    if match is None:
        raise ProofNotAccepted
    number, token = match.groups()
    user = _somebody(pk=int(number))
    tries.count_try(user.username)
    proof = Proof(user.pk, token=token)
    person_of(proof)
    tries.give_back_try(user.username)
    return proof


def _somebody(**known: object) -> User:
    with wall.directory_open():
        user = User.objects.filter(**known).first()
    if user is None:
        raise ProofNotAccepted
    return user


def person_of(proof: Proof) -> User:
    """Whose account it still opens. Raises `ProofNotAccepted` or `AccountOfOtherSchools`."""
    with wall.as_person(proof.user_id):
        user = User.objects.get(pk=proof.user_id)
        must_open(proof, user)
        return user


def must_open(proof: Proof, user: User) -> None:
    """Raises `ProofNotAccepted` or `AccountOfOtherSchools`; call it as this person."""
    if proof.token:
        if not user.is_active or not links.check_token(user, proof.token):
            raise ProofNotAccepted
        return
    usable = Membership.objects.usable().filter(user=user)
    fitting = open_codes(user.pk).filter(digest=proof.code, expires_at__gt=clock.now())
    found = fitting.filter(membership__in=usable).first()
    if found is None:
        raise ProofNotAccepted
    if found.issuer == Issuer.TEACHER and _is_more_than_family(user):
        raise ProofNotAccepted
    if found.issuer != Issuer.PROGRAM:
        must_be_of_school(user, found.school_id)


def _is_more_than_family(user: User) -> bool:
    """Anywhere, also where that is blocked or closed: it may be given back."""
    return Membership.objects.filter(user=user).beyond_family().exists()


def must_know_password(user: User, password: str) -> None:
    """Asked of somebody signed in: a tablet may be left behind. Raises `WrongPassword`,
    `TooManyTries`.
    """
    tries.count_try(user.username)
    if not user.check_password(password):
        raise WrongPassword
    tries.give_back_try(user.username)


def open_codes(user_id: int) -> "models.QuerySet[ActivationCode]":
    return ActivationCode.objects.filter(membership__user=user_id, used_at=None, revoked_at=None)


def mailbox_of(user: User) -> str:
    """Where this person has shown that they read e-mails; none if they have not."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True)
    return confirmed.values_list("email", flat=True).first() or ""


def remember(request: HttpRequest, proof: Proof) -> None:
    request.session[KEY] = asdict(proof) | {"at": clock.now().isoformat()}


def forget(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


def remembered(request: HttpRequest) -> Proof | None:
    kept = dict(request.session.get(KEY, {}))
    if not kept or clock.now() - datetime.fromisoformat(kept.pop("at")) > TIME_TO_CHOOSE:
        return None
    return Proof(**kept)
