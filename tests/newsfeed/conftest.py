from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Group, Membership
from core import realtime
from newsfeed.models import Entry
from tests.cast import Cast
from tests.client import SchoolClient
from tests.factories.newsfeed import EntryFactory

ClientFor = Callable[[Membership], SchoolClient]
Sent = list[tuple[list[str], dict[str, str]]]


@pytest.fixture
def cm1(cast: Cast) -> Group:
    """The whole of CM1: its students, their parents, its teacher."""
    return cast.group("class", of=cast.cm1)


@pytest.fixture
def entry(cast: Cast, cm1: Group) -> Entry:
    made: Entry = EntryFactory(school=cast.school, author=cast.teacher, audience=[cm1])
    return made


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What is sent to open pages."""
    messages: Sent = []

    def send(channels: list[str], message: dict[str, str]) -> None:
        messages.append((channels, message))

    monkeypatch.setattr(realtime, "_send_all", send)
    return messages


def begun(client: SchoolClient) -> str:
    """Presses "Write"; where the new draft is written."""
    return client.post("/entries/new/")["Location"]


def published(client: SchoolClient, sheet: dict[str, Any]) -> Any:
    """The answer to whoever writes this on a new page and presses "Publish"."""
    return client.post(begun(client), sheet | {"do": "publish"})


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: Any) -> Any:
    """A picture as somebody sends it."""
    drawn = BytesIO()
    Image.new("RGB", size, "teal").save(drawn, kind, **options)
    return SimpleUploadedFile("holiday", drawn.getvalue())
