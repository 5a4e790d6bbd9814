"""E-mails that have to go: each is a row first, written with the change that it tells of."""

from collections.abc import Iterable

from accounts import tasks
from accounts.models import Mail
from core.background import dispatch


def post(mails: Iterable[Mail]) -> None:
    """Sends them after the commit; call it in the transaction of the action."""
    for mail in Mail.objects.bulk_create(mails):
        dispatch(tasks.send_mail, mail.pk)
