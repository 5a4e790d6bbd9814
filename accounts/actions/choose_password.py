from django.contrib.auth.password_validation import validate_password
from django.db import transaction

import audit
from accounts.actions.rights import end_sessions
from accounts.entrance.proofs import Proof, must_open, open_codes
from accounts.models import SignInCard, User
from core import clock, wall


def choose_password(proof: Proof, *, password: str) -> User:
    """Gives the account its own password and ends its sessions; the person may then be signed in.

    Raises `ProofNotAccepted`, `AccountOfOtherSchools`, or `ValidationError` for a password that is
    too easy for this person: then what they showed still holds.
    """
    with wall.as_person(proof.user_id), transaction.atomic():
        # Shown twice at once, it opens the account once.
        user = User.objects.select_for_update().get(pk=proof.user_id)
        must_open(proof, user)
        validate_password(password, user)
        user.set_password(password)
        user.save(update_fields=["password"])
        open_codes(user.pk).filter(digest=proof.code).update(used_at=clock.now())
        open_codes(user.pk).update(revoked_at=clock.now())
        SignInCard.objects.filter(membership__user=user).delete()
        end_sessions(user)
        for membership in user.memberships:
            verb = "reset_password" if proof.token else "activate_account"
            audit.record(by=membership, verb=verb, target=membership)
        return user
