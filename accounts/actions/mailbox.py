"""The mailbox through which somebody gets a new password."""

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.core.exceptions import PermissionDenied
from django.db import transaction

import audit
from accounts import mails
from accounts.actions.own_account import record_everywhere
from accounts.entrance import tries
from accounts.entrance.proofs import ProofNotAccepted, mailbox_of, must_know_password
from accounts.models import Mail, User
from accounts.policies import can_have_mailbox
from core import wall


def ask_for_links(*, mailbox: str, language: str) -> None:
    """A link for each account of this mailbox, if there are any: nobody is told here.

    Raises `TooManyTries`, whether there are or not.
    """
    tries.count_try(f"mailbox {mailbox.lower()}")
    with transaction.atomic():
        mails.post([Mail(kind=Mail.Kind.LINKS, to=mailbox.lower(), language=language)])
        audit.record(by=None, verb="ask_for_links")


def change_mailbox(user: User, *, mailbox: str, password: str) -> None:
    """Asks the mailbox whether it is theirs; until it says so, the former one counts. None ends it.

    Raises `WrongPassword`, `TooManyTries`.
    """
    if not can_have_mailbox(user):
        raise PermissionDenied
    must_know_password(user, password)
    with transaction.atomic():
        EmailAddress.objects.filter(user=user, verified=False).delete()
        if mailbox:
            _ask(user, mailbox.lower())
        else:
            _say_farewell(user)
            EmailAddress.objects.filter(user=user).delete()
        record_everywhere(user, "change_mailbox")


def confirm_mailbox(key: str) -> User:
    """What the link in the e-mail does, wherever it is opened. Raises `ProofNotAccepted`."""
    confirmation = EmailConfirmationHMAC.from_key(key)
    if confirmation is None:
        raise ProofNotAccepted
    asked = confirmation.email_address
    with wall.as_person(asked.user_id), transaction.atomic():
        user = User.objects.select_for_update().get(pk=asked.user_id)
        if not can_have_mailbox(user):
            raise ProofNotAccepted
        _say_farewell(user)
        EmailAddress.objects.filter(user=user).exclude(pk=asked.pk).delete()
        if not EmailAddress.objects.filter(pk=asked.pk).update(verified=True, primary=True):
            raise ProofNotAccepted
        record_everywhere(user, "confirm_mailbox")
        return user


def _ask(user: User, mailbox: str) -> None:
    if mailbox != mailbox_of(user):
        EmailAddress.objects.create(user=user, email=mailbox)
        _post(Mail.Kind.CONFIRMATION, to=mailbox, about=user)


def _say_farewell(user: User) -> None:
    """So that whoever reads the former mailbox hears of it, also if it was not their doing."""
    former = mailbox_of(user)
    if former:
        _post(Mail.Kind.FAREWELL, to=former, about=user)


def _post(kind: Mail.Kind, *, to: str, about: User) -> None:
    mails.post([Mail(kind=kind, to=to, language=about.language, about=about)])
