from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Membership
from core import wall
from tests.cast import Cast
from tests.client import signed_in
from tests.factories.uploads import AllowanceFactory, StoredFileFactory
from tests.newsfeed.conftest import picture
from tests.uploads import samples
from tests.uploads.samples import sent
from uploads import cleaning
from uploads.actions import PICTURES, delete_file, nothing_left_behind, store_file
from uploads.limited.kinds import MEGABYTE
from uploads.limited.refusals import Why
from uploads.models import StoredFile
from uploads.names import clean_name
from uploads.refusals import FileRefused
from uploads.room import room_of


def store(by: Membership, upload: Any) -> StoredFile:
    with nothing_left_behind():
        return store_file(by, upload=upload)


def refusal(by: Membership, upload: Any) -> Why:
    with pytest.raises(FileRefused) as refused:
        store(by, upload)
    return refused.value.why


def test_a_file_goes_with_its_row_and_not_before(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    file = store(cast.teacher, picture())
    names = file.places
    assert names == [f"{cast.school.pk}/{file.key}", f"{cast.school.pk}/{file.key}-small"]
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(cast.teacher, stored=file)
        assert all(map(default_storage.exists, names))
    assert not any(map(default_storage.exists, names))
    assert not StoredFile.objects.exists()


def test_a_file_is_never_stored_unwatched(cast: Cast) -> None:
    with pytest.raises(RuntimeError):
        store_file(cast.teacher, upload=picture())


def test_what_was_sent_is_stored_whole_where_nothing_is_cleaned(cast: Cast) -> None:
    content = samples.a_pdf()
    file = store(cast.teacher, sent(content, "Sortie au lac.PDF"))
    with file.content.open() as stored:
        assert stored.read() == content
    assert (file.name, file.size, file.is_picture, file.small.name) == (
        "Sortie au lac.pdf",
        len(content),
        False,
        "",
    )


def test_nothing_and_too_much_are_refused_before_they_are_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "_told_by_process", lambda *_: pytest.fail("read"))
    assert refusal(cast.teacher, sent(b"")) is Why.EMPTY
    huge = sent(b"x")
    huge.size = 50 * MEGABYTE + 1
    assert refusal(cast.teacher, huge) is Why.TOO_LARGE


def test_where_a_picture_is_asked_for_nothing_else_will_do(cast: Cast) -> None:
    with nothing_left_behind(), pytest.raises(FileRefused) as refused:
        store_file(cast.teacher, upload=sent(samples.a_pdf()), only=PICTURES)
    assert refused.value.why is Why.NOT_A_PICTURE


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Sortie au lac.JPG", "Sortie au lac.docx"),
        ("photo.jpg.exe", "photo.jpg.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ("C:\\Users\\Claire\\lettre.docx", "lettre.docx"),
        ("a\u202egpj.exe", "agpj.docx"),
        ("ligne\r\nSet-Cookie: x", "ligneSet-Cookie x.docx"),
        ('dit "bonjour" <b>.docx', "dit bonjour b.docx"),
        (".htaccess", "htaccess.docx"),
        ("", "docx.docx"),
        ("e\u0301te\u0301.docx", "été.docx"),
        ("运动会.docx", "运动会.docx"),
        ("a" * 300, "a" * 100 + ".docx"),
    ],
)
def test_a_name_is_kept_without_tricks(name: str, cleaned: str) -> None:
    assert clean_name(name, "docx") == cleaned


def test_room_is_charged_to_who_sends_and_freed_again(cast: Cast) -> None:
    before = room_of(cast.classmate)
    file = store(cast.student, sent(samples.a_wav()))
    assert room_of(cast.student).used == file.size > 0
    assert room_of(cast.classmate) == before
    delete_file(None, stored=file)
    assert room_of(cast.student).used == 0


def test_students_have_less_room_unless_the_school_says_otherwise(cast: Cast) -> None:
    assert (room_of(cast.student).megabytes, room_of(cast.teacher).megabytes) == (200, 1000)
    AllowanceFactory(school=cast.school, megabytes=5)
    assert (room_of(cast.student).megabytes, room_of(cast.teacher).megabytes) == (5, 1000)
    assert room_of(cast.twin(cast.student)).megabytes == 200


def test_without_room_nothing_is_kept(cast: Cast) -> None:
    AllowanceFactory(school=cast.school, megabytes=1)
    content = samples.a_wav()
    StoredFileFactory(school=cast.school, owner=cast.student, size=MEGABYTE - len(content) + 1)
    names = default_storage.listdir("")
    assert refusal(cast.student, sent(content)) is Why.NO_ROOM
    assert default_storage.listdir("") == names
    StoredFile.objects.update(size=MEGABYTE - len(content))
    assert store(cast.student, sent(content))


@pytest.mark.django_db(transaction=True)
def test_two_files_at_once_do_not_find_the_room_of_one(cast: Cast) -> None:
    AllowanceFactory(school=cast.school, megabytes=1)
    content = samples.a_wav(40)
    assert MEGABYTE / 2 < len(content) < MEGABYTE
    together = Barrier(2)

    def try_to_store() -> bool:
        try:
            with wall.within(cast.school.pk):
                together.wait(timeout=10)
                store(cast.student, sent(content))
        except FileRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = [each.result() for each in [threads.submit(try_to_store) for _ in range(2)]]
    assert sorted(done) == [False, True]


def test_an_administrator_says_how_much_may_be_kept(cast: Cast) -> None:
    client = signed_in(cast.administrator)
    address = f"/schools/{cast.school.pk}/files/"
    shown = client.get(address).content.decode()
    assert 'value="200"' in shown
    wanted = {"student": 50, "parent": 60, "teacher": 70, "staff": 80, "guest": 0}
    for _ in range(2):
        assert client.post(address, wanted).status_code == 302
    assert room_of(cast.student).megabytes == 50
    assert room_of(cast.twin(cast.student)).megabytes == 200
    assert client.post(address, wanted | {"student": "-1"}).status_code == 422
    assert room_of(cast.student).megabytes == 50


def test_ones_account_shows_how_much_one_keeps(cast: Cast) -> None:
    StoredFileFactory(school=cast.school, owner=cast.student, size=3 * MEGABYTE - 1)
    page = signed_in(cast.student).get("/me/").content.decode()
    assert '<progress max="200" value="3">' in page
