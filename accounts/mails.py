"""E-mails that have to go: each is a row first, written with the change that it tells of."""

from accounts import tasks
from accounts.models import Mail, User
from core.background import dispatch


def post(kind: Mail.Kind, *, to: str, language: str, about: User | None = None) -> None:
    """Sends it after the commit; call it in the transaction of the action."""
    mail = Mail.objects.create(kind=kind, to=to, language=language, about=about)
    dispatch(tasks.send_mail, mail.pk)
