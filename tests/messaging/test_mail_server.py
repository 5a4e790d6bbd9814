"""With a real mail server: what it is given, and what becomes of what it refuses."""

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from accounts.models import Mail
from messaging.models import Delivery
from tests.cast import Cast
from tests.messaging.test_telling import BOX, NOON, SOON, mails_at, reads, writes


class Letters:
    """Takes what comes for everybody but `refused`."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.refused = ""

    async def handle_RCPT(  # noqa: N802  (as aiosmtpd calls it)
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        if address == self.refused:
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        self.taken.append(envelope)
        return "250 OK"


@pytest.fixture
def letters(settings: Any) -> Iterator[Letters]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    found = Letters()
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    yield found
    controller.stop()


def test_a_mail_server_is_given_one_e_mail_for_a_mailbox(cast: Cast, letters: Letters) -> None:
    reads(cast.mother, cast.father, often="at_once")
    writes(cast.teacher, cast.mother, cast.father)
    mails_at(NOON + SOON)
    (envelope,) = letters.taken
    assert envelope.rcpt_tos == [BOX]
    letter = message_from_bytes(envelope.content, policy=policy.default)
    assert "ce qui vous attend" in letter["Subject"]
    assert letter["List-Unsubscribe"] is letter["Reply-To"] is None
    words = letter.get_content()
    assert "Emma Lacombe (CM1)" in words and "secret" not in words


def test_what_it_refuses_for_good_is_not_brought_again(cast: Cast, letters: Letters) -> None:
    letters.refused = BOX
    reads(cast.mother, often="at_once")
    reads(cast.father, often="at_once", box="marc@mail.example")
    writes(cast.teacher, cast.mother, cast.father)
    mails_at(NOON + SOON)
    assert [envelope.rcpt_tos for envelope in letters.taken] == [["marc@mail.example"]]
    assert not Mail.objects.exists()
    assert not Delivery.objects.filter(told_at=None).exists()
