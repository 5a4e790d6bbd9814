"""A crash between the disk and the commit leaves a file to nobody, and no longer than a day."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from core import clock
from tests.cast import Cast
from tests.newsfeed.conftest import picture
from uploads.actions import delete_file, nothing_left_behind, store_file
from uploads.models import StoredFile
from uploads.unsettled import note_of, remove_files_left_behind


def store(cast: Cast) -> StoredFile:
    with nothing_left_behind():
        return store_file(cast.teacher, upload=picture())


def sweep(later: timedelta) -> None:
    with clock.at(timezone.now() + later):
        remove_files_left_behind()


def names_of(file: StoredFile) -> list[str]:
    assert len(file.places) == 2, "a picture has its small one beside it"
    return file.places


def there(names: Iterable[str]) -> list[bool]:
    return [default_storage.exists(name) for name in names]


def test_a_file_that_no_row_names_goes_after_a_day(cast: Cast) -> None:
    file = store(cast)
    StoredFile.objects.all().delete()
    sweep(timedelta(hours=23))
    assert all(there(names_of(file))), "its transaction might still be open"
    sweep(timedelta(hours=25))
    assert not any(there(names_of(file)))
    assert not any(there(map(note_of, names_of(file))))


def test_a_file_whose_commit_was_the_last_thing_done_stays(cast: Cast) -> None:
    file = store(cast)
    sweep(timedelta(hours=25))
    assert all(there(names_of(file)))
    assert not any(there(map(note_of, names_of(file))))


def test_a_file_whose_row_alone_was_deleted_goes_too(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = store(cast)
    with django_capture_on_commit_callbacks():
        delete_file(cast.teacher, stored=file)
    assert all(there(names_of(file)))
    sweep(timedelta(hours=25))
    assert not any(there(names_of(file)))


def test_nothing_is_noted_once_all_is_done(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = store(cast)
    assert not any(there(map(note_of, names_of(file))))
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(cast.teacher, stored=file)
    assert not any(there(map(note_of, names_of(file))))


def test_a_refused_change_leaves_neither_file_nor_note(cast: Cast) -> None:
    stored = []

    def fail() -> None:
        with nothing_left_behind():
            stored.append(store_file(cast.teacher, upload=picture()))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert not any(there(names_of(stored[0])))
    assert not any(there(map(note_of, names_of(stored[0]))))


def test_files_without_a_note_are_nobodys_business(cast: Cast) -> None:
    default_storage.save(f"{cast.school.pk}/other", ContentFile(b""))
    sweep(timedelta(days=2))
    assert default_storage.exists(f"{cast.school.pk}/other")
