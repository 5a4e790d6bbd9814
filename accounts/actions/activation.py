from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts import tries
from accounts.actions.choose_password import choose_password
from accounts.codes import digest_of, new_code
from accounts.models import ActivationCode, Membership, User
from accounts.policies import can_issue_code
from accounts.proofs import open_codes, prove_with_code
from accounts.tellings import tell_of_new_codes
from core import clock

VALIDITY = timedelta(days=60)


@transaction.atomic
def issue_activation_code(by: Membership | None, *, membership: Membership) -> str:
    """A code that opens this account once; it is told here and never again.

    It revokes those issued before. `by` is None where the program itself makes an administrator.
    """
    if by is not None and not can_issue_code(by, membership):
        raise PermissionDenied
    Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    open_codes(membership.user_id).filter(school=membership.school_id).update(
        revoked_at=clock.now()
    )
    code = new_code()
    ActivationCode.objects.create(
        school_id=membership.school_id,
        membership=membership,
        digest=digest_of(code),
        expires_at=clock.now() + VALIDITY,
    )
    tries.forget_tries(membership.user.username)
    tell_of_new_codes(by, [membership])
    audit.record(
        by=by, verb="issue_activation_code", target=membership, school_id=membership.school_id
    )
    return code


def activate_account(*, login: str, code: str, password: str) -> User:
    """Opens an account with its code, in one go.

    Raises what `prove_with_code` and `choose_password` raise.
    """
    return choose_password(prove_with_code(login=login, code=code), password=password)
