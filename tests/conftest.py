import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from accounts.models import Membership
from config.celery import app as celery_app
from core import wall
from core.push_key import new_push_key
from tests import cast as the_cast
from tests.access.scene import Scene, set_scene
from tests.client import SchoolClient, signed_in
from tests.migrated import migrated

PUSH_KEY = new_push_key()
# Schools a test may make beside the cast's and find open.
SCHOOLS_TO_COME = 20

Written = TypeVar("Written")


class Once(Protocol):
    def __call__(self, write: Callable[[Path], Written]) -> Written: ...


def _settings_of_tests() -> dict[str, object]:
    """What would be slow, or would reach the neighbour that tests at the same time."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    return {
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "STORAGES": {**django_settings.STORAGES, "staticfiles": plain},
        # Django has read its settings by the time a worker is given a number of its own.
        "REDIS_URL": os.environ["REDIS_URL"],
        "SENDS_MAIL": True,
        "PUSH_KEY": PUSH_KEY,
    }


@receiver(connection_created)
def _empty_the_trail_too(connection: BaseDatabaseWrapper, **_: object) -> None:
    """What a test committed is taken away by emptying every table."""
    with connection.cursor() as cursor:
        cursor.execute("SET preau.trail_of_a_test = 'yes'")


@pytest.fixture(scope="session", autouse=True)
def _settings() -> Iterator[None]:
    # Tasks that a test lets commit must not reach a worker of another database.
    celery_app.conf.update(broker_url="memory://")
    with override_settings(**_settings_of_tests()):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


@pytest.fixture(scope="session")
def django_db_setup(
    _settings: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        the_cast.build()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that commits is followed by a flush, which takes the cast away for all that follow."""
    yield
    if nextitem is None:  # and the database is gone
        return
    marker = item.get_closest_marker("django_db")
    commits = bool(marker and marker.kwargs.get("transaction"))
    if commits or "transactional_db" in getattr(item, "fixturenames", ()):
        with item.config.stash[blocking_manager_key].unblock():
            the_cast.build()


@pytest.fixture(autouse=True)
def _open_wall(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests see every school; requests of `client` and `client_for` see what they would in reality."""
    uses_database = request.node.get_closest_marker("django_db") or {
        "db",
        "transactional_db",
    } & set(request.fixturenames)
    if not uses_database:
        yield
        return
    request.getfixturevalue("_django_db_helper")
    with _every_school_open():
        yield


@contextmanager
def _every_school_open() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM accounts_school_id_seq")
        last = cursor.fetchone()[0]
    with wall.within(*range(1, last + SCHOOLS_TO_COME)):
        yield


@pytest.fixture(autouse=True)
def _files(settings: object, tmp_path: Path) -> Path:
    media = tmp_path / "media"
    settings.MEDIA_ROOT = media  # type: ignore[attr-defined]  # pytest-django's wrapper
    return media


@pytest.fixture
def cast(db: None, _open_wall: None) -> the_cast.Cast:
    return the_cast.call()


@pytest.fixture(scope="module")
def once(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Once]:
    """`once(write)` writes for all tests of a file: what one of them does to it is undone with it."""
    files = tmp_path_factory.mktemp("files")

    def once(write: Callable[[Path], Written]) -> Written:
        with override_settings(MEDIA_ROOT=files), _every_school_open():
            written = write(files)
            # Now, or each test would do it again.
            connection.check_constraints()
        return written

    with django_db_blocker.unblock(), transaction.atomic():
        yield once
        transaction.set_rollback(True)


class Scenes(NamedTuple):
    here: Scene
    there: Scene
    files: Path


@pytest.fixture(scope="module")
def _scenes(once: Once) -> Scenes:
    return once(_set_scenes)


def _set_scenes(files: Path) -> Scenes:
    cast = the_cast.call()
    return Scenes(set_scene(cast), set_scene(cast.other), files)


@pytest.fixture
def scene(_scenes: Scenes, _files: Path, db: None, _open_wall: None) -> Scene:
    """What the pages of the cast's school are about."""
    shutil.copytree(_scenes.files, _files)
    return deepcopy(_scenes.here)


@pytest.fixture
def scene_elsewhere(_scenes: Scenes, scene: Scene) -> Scene:
    """The same in the other school."""
    return deepcopy(_scenes.there)


@pytest.fixture
def client() -> SchoolClient:
    """Nobody's client."""
    return SchoolClient()


@pytest.fixture
def client_for(db: None, _open_wall: None) -> Callable[[Membership], SchoolClient]:
    """`client_for(cast.teacher)`: a client in which this person has signed in."""
    return signed_in
