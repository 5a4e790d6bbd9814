from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import models, transaction

import audit
from accounts import tries
from accounts.actions.rights import end_sessions
from accounts.codes import digest_of, new_code
from accounts.models import ActivationCode, Membership, User
from accounts.policies import can_issue_code
from core import clock, wall

VALIDITY = timedelta(days=60)


class CodeNotAccepted(Exception):
    """There is no such login, or this is not its code, or the code's time is over."""


class AccountOfOtherSchools(Exception):
    """One school alone cannot replace the password of an account that others rely on too."""


@transaction.atomic
def issue_activation_code(by: Membership | None, *, membership: Membership) -> str:
    """A code that opens this account once; it is told here and never again.

    It revokes those issued before. `by` is None where the program itself makes an administrator.
    """
    if by is not None and not can_issue_code(by, membership):
        raise PermissionDenied
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    _open_codes(membership.user_id).filter(school=membership.school_id).update(
        revoked_at=clock.now()
    )
    code = new_code()
    ActivationCode.objects.create(
        school_id=membership.school_id,
        membership=membership,
        digest=digest_of(code),
        expires_at=clock.now() + VALIDITY,
    )
    audit.record(
        by=by, verb="issue_activation_code", target=membership, school_id=membership.school_id
    )
    return code


def activate_account(*, login: str, code: str, password: str) -> User:
    """Gives the account its own password and ends its sessions; the person may then be signed in.

    Raises `CodeNotAccepted`, the same for all that may be wrong, `TooManyTries`,
    `AccountOfOtherSchools`, or `ValidationError` for a password that is too easy for this person.
    """
    tries.count_try(login)
    with wall.directory_open():
        user = User.objects.filter(username=login).first()
    if user is None:
        raise CodeNotAccepted
    with wall.as_person(user.pk), transaction.atomic():
        _use_code(user, code, password)
    tries.give_back_try(login)
    return user


def _use_code(user: User, code: str, password: str) -> None:
    usable = Membership.objects.usable().filter(user=user)
    found = (
        _open_codes(user.pk)
        .select_for_update(of=("self",))
        .filter(digest=digest_of(code), expires_at__gt=clock.now(), membership__in=usable)
        .first()
    )
    if found is None:
        raise CodeNotAccepted
    if user.has_usable_password() and usable.exclude(school=found.school_id).exists():
        raise AccountOfOtherSchools
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _open_codes(user.pk).filter(pk=found.pk).update(used_at=clock.now())
    _open_codes(user.pk).update(revoked_at=clock.now())
    end_sessions(user)
    for membership in user.memberships:
        audit.record(by=membership, verb="activate_account", target=membership)


def _open_codes(user_id: int) -> "models.QuerySet[ActivationCode]":
    return ActivationCode.objects.filter(membership__user=user_id, used_at=None, revoked_at=None)
