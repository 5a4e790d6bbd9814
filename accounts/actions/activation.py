from django.db import transaction

from accounts.actions.choose_password import choose_password
from accounts.actions.codes import issue_codes
from accounts.entrance.proofs import prove_with_code
from accounts.models import Membership, User


@transaction.atomic
def issue_activation_code(by: Membership | None, *, membership: Membership) -> str:
    """A code that opens this account once; it is told here and never again. Of a student who comes
    in with pictures it is the code of a card.

    It revokes those issued before. `by` is None where the program itself makes an administrator.
    """
    (issued,) = issue_codes(by, people=[membership])
    return issued.code


def activate_account(*, login: str, code: str, password: str) -> User:
    """Opens an account with its code, in one go.

    Raises what `prove_with_code` and `choose_password` raise.
    """
    return choose_password(prove_with_code(login=login, code=code), password=password)
