from collections.abc import Mapping
from smtplib import SMTPRecipientsRefused

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Mail

log = structlog.get_logger()


def send(mail: Mail, *, language: str, page: Mapping[str, object]) -> None:
    """Hands an e-mail to the mail server. Raises if that is away; it will be back."""
    with translation.override(language):
        text = render_to_string(f"mails/{mail.kind}.txt", {**page, "site": settings.SITE})
        message = EmailMessage(str(Mail.Kind(mail.kind).label), text, to=[mail.to])
    try:
        message.send()
    except SMTPRecipientsRefused:
        # It would be refused each minute of a day.
        log.warning("mail refused", kind=mail.kind)
