from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.conf import settings
from django.db import transaction
from django.urls import reverse

import audit
from accounts import outgoing
from accounts.actions.send_notices import send_notices
from accounts.entrance.proofs import key_of_link
from accounts.models import Mail, User
from accounts.policies import can_have_mailbox
from core import clock, wall

KEPT = timedelta(days=1)
# Of a whole school's e-mails as many go at a time: the sweep has other things to do.
AT_A_TIME = 200


def send_mail(mail_id: int) -> None:
    """Sends what still waits; of two workers at once one does. Whoever knows nobody gets nothing."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update(skip_locked=True).filter(pk=mail_id).first()
        if mail is None:
            return
        if mail.kind == Mail.Kind.NOTICES:
            send_notices(mail)
        elif accounts := list(_accounts(mail)):
            _send(mail, accounts)
        mail.delete()


def send_mails() -> None:
    """Whatever a worker lost. After a failure the others wait: the mail server may be away."""
    Mail.objects.filter(made_at__lt=clock.now() - KEPT).delete()
    for mail_id in Mail.objects.order_by("pk").values_list("pk", flat=True)[:AT_A_TIME]:
        send_mail(mail_id)


def _accounts(mail: Mail) -> Iterator[User]:
    """Whom it is about: those of the mailbox where somebody asked by the address."""
    of_mailbox = EmailAddress.objects.filter(email=mail.to, verified=True).order_by("user")
    ids = [mail.about_id] if mail.about_id else of_mailbox.values_list("user", flat=True)
    for user_id in ids:
        with wall.as_person(user_id):
            user = User.objects.filter(pk=user_id).first()
            if user and (mail.about_id or can_have_mailbox(user)):
                yield user


def _send(mail: Mail, accounts: list[User]) -> None:
    page = {"accounts": [_shown(mail, user) for user in accounts]}
    language = mail.language if mail.about_id else accounts[0].language
    outgoing.send(mail, language=language, page=page)
    for user in accounts:
        with wall.as_person(user.pk):
            for membership in user.memberships:
                audit.record(
                    by=None,
                    verb="send_mail",
                    target=membership,
                    school_id=membership.school_id,
                    kind=mail.kind,
                )


def _shown(mail: Mail, user: User) -> dict[str, Any]:
    return {"name": user.get_full_name(), "login": user.username, "link": _link(mail, user)}


def _link(mail: Mail, user: User) -> str:
    if mail.kind == Mail.Kind.LINKS:
        with wall.as_person(user.pk):
            return _address("accounts:reset_link", key_of_link(user))
    waiting = EmailAddress.objects.filter(user=user.pk, email=mail.to, verified=False).first()
    if mail.kind == Mail.Kind.CONFIRMATION and waiting:
        return _address("accounts:confirm_mailbox", EmailConfirmationHMAC.create(waiting).key)
    return settings.SITE + reverse("account_login")


def _address(route: str, key: str) -> str:
    return f"{settings.SITE}{reverse(route)}?{urlencode({'key': key})}"
