from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory

from newsfeed.models import Entry
from tests.cast import Cast
from tests.client import signed_in
from tests.factories.newsfeed import EntryFactory, EntryFileFactory
from tests.newsfeed.conftest import picture
from tests.uploads import samples
from uploads.actions import nothing_left_behind, store_file
from uploads.models import StoredFile
from uploads.serving import BLOCK, serve

WAV = samples.a_wav(10)


def stored(cast: Cast, content: bytes, name: str = "Été au lac") -> StoredFile:
    with nothing_left_behind():
        return store_file(cast.teacher, upload=samples.sent(content, name))


def ask(file: StoredFile, method: str = "get", *, small: bool = False, **headers: str) -> Any:
    request = getattr(RequestFactory(), method)("/", **headers)
    return serve(request, file, small=small)


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def sound(cast: Cast) -> StoredFile:
    return stored(cast, WAV)


@pytest.mark.parametrize(
    ("content", "extension", "how", "sandboxed"),
    [
        (samples.a_picture(), "jpg", "inline", True),
        (samples.a_pdf(), "pdf", "inline", False),
        (samples.an_mp3(), "mp3", "inline", True),
        (samples.a_document(), "docx", "attachment", True),
        (samples.an_open_document(), "odt", "attachment", True),
    ],
)
def test_only_what_browsers_show_safely_is_shown(
    cast: Cast,
    content: bytes,
    extension: str,
    how: str,
    sandboxed: bool,  # noqa: FBT001  (a column of the table)
) -> None:
    file = stored(cast, content)
    answer = ask(file)
    assert answer["Content-Type"] == file.content_type
    name = f"%C3%89t%C3%A9%20au%20lac.{extension}"
    assert answer["Content-Disposition"] == f"{how}; filename*=utf-8''{name}"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert ("sandbox" in answer["Content-Security-Policy"]) is sandboxed


def test_the_whole_is_sent_in_blocks(sound: StoredFile) -> None:
    answer = ask(sound)
    blocks = list(answer.streaming_content)
    assert b"".join(blocks) == WAV
    assert max(map(len, blocks)) == BLOCK
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(WAV)))


@pytest.mark.parametrize(
    ("asked", "begin", "end"),
    [
        ("bytes=0-1", 0, 2),
        ("bytes=100-", 100, len(WAV)),
        ("bytes=-100", len(WAV) - 100, len(WAV)),
        (f"bytes=10-{10**9}", 10, len(WAV)),
    ],
)
def test_a_player_gets_the_part_it_asks_for(
    sound: StoredFile, asked: str, begin: int, end: int
) -> None:
    answer = ask(sound, HTTP_RANGE=asked)
    assert body(answer) == WAV[begin:end]
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {begin}-{end - 1}/{len(WAV)}"
    assert answer["Content-Length"] == str(end - begin)


@pytest.mark.parametrize("asked", [f"bytes={len(WAV)}-", "bytes=5-3", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(sound: StoredFile, asked: str) -> None:
    answer = ask(sound, HTTP_RANGE=asked)
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(WAV)}")


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", f"bytes={'9' * 400}-"]
)
def test_what_nobody_understands_gets_the_whole(sound: StoredFile, asked: str) -> None:
    answer = ask(sound, HTTP_RANGE=asked)
    assert (answer.status_code, body(answer)) == (200, WAV)


def test_whoever_asks_only_about_a_file_gets_nothing_of_it(sound: StoredFile) -> None:
    answer = ask(sound, "head")
    assert (answer.content, answer["Content-Length"]) == (b"", str(len(WAV)))


def test_a_picture_has_a_small_one_and_nothing_else_has(cast: Cast, sound: StoredFile) -> None:
    file = stored(cast, picture("PNG", (1000, 500)).read())
    assert len(body(ask(file, small=True))) < len(body(ask(file)))
    assert body(ask(sound, small=True)) == WAV


def test_a_file_that_went_in_between_is_missing(sound: StoredFile) -> None:
    sound.content.storage.delete(str(sound.content.name))
    with pytest.raises(Http404):
        ask(sound)


def test_a_page_sends_it_after_the_wall_was_closed(cast: Cast) -> None:
    entry: Entry = EntryFactory(
        school=cast.school, author=cast.teacher, audience=[cast.group("class", of=cast.cm1)]
    )
    file = stored(cast, samples.a_picture())
    shown = EntryFileFactory(school=cast.school, entry=entry, file=file)
    answer = signed_in(cast.student).get(f"/entries/{entry.pk}/files/{shown.pk}/")
    with file.content.open() as content:
        assert body(answer) == content.read()
    Entry.objects.filter(pk=entry.pk).update(removed_at=entry.written_at)
    assert signed_in(cast.student).get(answer.wsgi_request.path).status_code == 404
