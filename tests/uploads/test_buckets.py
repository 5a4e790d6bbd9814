"""The same with a bucket that speaks S3, here one that moto keeps in memory."""

from collections.abc import Iterator
from datetime import timedelta

import boto3
import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory, override_settings
from django.utils import timezone
from moto import mock_aws
from pytest_django import DjangoCaptureOnCommitCallbacks

from config.files import storage_of
from core import clock
from tests.cast import Cast
from tests.uploads import samples
from uploads.actions import delete_file, nothing_left_behind, store_file
from uploads.models import StoredFile
from uploads.serving import serve
from uploads.unsettled import NOTES, remove_files_left_behind

ADDRESS = "s3+https://KEY:SEC%2FRET@s3.amazonaws.com/preau?region=us-east-1"


@pytest.fixture(autouse=True)
def bucket() -> Iterator[None]:
    storages = {"default": storage_of(ADDRESS)}
    with mock_aws(), override_settings(STORAGES=storages | _static()):
        boto3.client("s3", region_name="us-east-1").create_bucket(Bucket="preau")
        yield


def _static() -> dict[str, dict[str, str]]:
    return {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def store(cast: Cast, content: bytes) -> StoredFile:
    with nothing_left_behind():
        return store_file(cast.teacher, upload=samples.sent(content))


def keys() -> set[str]:
    found = boto3.client("s3", region_name="us-east-1").list_objects_v2(Bucket="preau")
    return {each["Key"] for each in found.get("Contents", [])}


def test_an_address_says_all_there_is_to_say() -> None:
    options = storage_of(ADDRESS)["OPTIONS"]
    assert options["secret_key"] == "SEC/RET"
    assert options["region_name"] == "us-east-1"
    own = storage_of("s3+http://a:b@minio.example:9000/files")["OPTIONS"]
    assert (own["endpoint_url"], own["bucket_name"]) == ("http://minio.example:9000", "files")
    assert "FileSystem" in storage_of("")["BACKEND"]


def test_files_come_serve_and_go(
    cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        file = store(cast, samples.a_picture())
    assert keys() == set(file.places)
    answer = serve(RequestFactory().get("/", HTTP_RANGE="bytes=0-1"), file)
    assert b"".join(answer.streaming_content) == b"\xff\xd8"  # type: ignore[attr-defined]  # it streams
    with django_capture_on_commit_callbacks(execute=True):
        delete_file(cast.teacher, stored=file)
    assert keys() == set()


def test_what_a_crash_leaves_is_swept(cast: Cast) -> None:
    remove_files_left_behind()
    kept, lost = store(cast, samples.a_picture()), store(cast, samples.a_pdf())
    StoredFile.objects.filter(pk=lost.pk).delete()
    assert any(key.startswith(NOTES) for key in keys())
    with clock.at(timezone.now() + timedelta(hours=25)):
        remove_files_left_behind()
    assert keys() == set(kept.places)


def test_what_fails_leaves_nothing(cast: Cast) -> None:
    def fail() -> None:
        with nothing_left_behind():
            store_file(cast.teacher, upload=samples.sent(samples.a_picture()))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert keys() == set()
    assert not default_storage.exists("anything")
