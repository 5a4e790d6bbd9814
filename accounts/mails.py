"""E-mails that have to go: each is a row first, written with the change that it tells of."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress

from accounts import tasks
from accounts.models import Mail
from core.background import dispatch


def post(mails: Iterable[Mail]) -> None:
    """Sends them after the commit; call it in the transaction of the action."""
    for mail in Mail.objects.bulk_create(mails):
        dispatch(tasks.send_mail, mail.pk)


def mailboxes_of(user_ids: Iterable[int]) -> dict[int, str]:
    """Where those of them read who confirmed a mailbox, by account."""
    confirmed = EmailAddress.objects.filter(user__in=user_ids, verified=True)
    return dict(confirmed.values_list("user", "email"))
