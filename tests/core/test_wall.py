"""With every filter in Python taken away, no row crosses from one school to another."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from accounts.models import School
from audit.models import Event
from core import wall
from core.wall import WalledForeignKey
from tests import cast as the_cast
from tests.cast import Cast
from tests.conftest import Once
from tests.factories.accounts import ClassFactory
from tests.furniture import furnish, models_of_schools

pytestmark = pytest.mark.external

WALLED = [model for model in models_of_schools() if model is not Event]
REFERENCES = [
    (model, field)
    for model in WALLED
    for field in model._meta.local_fields
    if isinstance(field, WalledForeignKey)
]


def named(value: Any) -> str:
    """What a parameter is called in the list of tests: a model or a field."""
    return str(value.name if isinstance(value, WalledForeignKey) else value._meta.label)


@pytest.fixture(scope="module")
def _furnished(once: Once) -> Cast:
    return once(_furnish_both)


def _furnish_both(_files: Path) -> Cast:
    cast = the_cast.call()
    furnish(cast)
    furnish(cast.other)
    return cast


@pytest.fixture
def furnished(_furnished: Cast, db: None, _open_wall: None) -> Iterator[Cast]:
    # Evidence is changed by nobody anyway. The wall holds without that.
    triggers = ",".join(trigger.get_pgid(model) for model, trigger in pgtrigger.registered())
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pgtrigger.ignore', %s, true)", [f"{{{triggers}}}"])
    # So does it where restricted rows are there too.
    with wall.protection_open():
        yield _furnished


def schools_seen(model: type[models.Model]) -> set[int]:
    return set(model._base_manager.values_list("school_id", flat=True))


@pytest.mark.parametrize("model", [*WALLED, Event], ids=named)
def test_a_table_shows_the_rows_of_the_open_schools_alone(
    furnished: Cast, model: type[models.Model]
) -> None:
    here, there = furnished.school.pk, furnished.other.school.pk
    assert schools_seen(model) >= {here, there}, "furnish() must put a row of it in each school"
    with wall.within(here):
        assert schools_seen(model) == {here}
    with wall.within(there):
        assert schools_seen(model) == {there}
    with wall.within():
        assert schools_seen(model) == set()


@pytest.mark.parametrize("model", WALLED, ids=named)
def test_nothing_is_changed_or_deleted_behind_the_wall(
    furnished: Cast, model: type[models.Model]
) -> None:
    table, here = model._meta.db_table, furnished.school.pk
    with wall.within(furnished.other.school.pk), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET school_id = school_id WHERE school_id = %s', [here])
        assert cursor.rowcount == 0
        cursor.execute(f'DELETE FROM "{table}" WHERE school_id = %s', [here])
        assert cursor.rowcount == 0
    with wall.within(here), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET school_id = school_id WHERE school_id = %s', [here])
        assert cursor.rowcount > 0


@pytest.mark.parametrize("model", WALLED, ids=named)
def test_no_row_is_moved_to_a_closed_school(furnished: Cast, model: type[models.Model]) -> None:
    here, there = furnished.school.pk, furnished.other.school.pk
    with (
        wall.within(here),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        model._base_manager.filter(school_id=here).update(school_id=there)


def test_no_row_is_made_in_a_closed_school(cast: Cast) -> None:
    with (
        wall.within(cast.school.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        ClassFactory(school=cast.other.school)
    with wall.within(cast.other.school.pk):
        ClassFactory(school=cast.other.school)


@pytest.mark.parametrize(("model", "field"), REFERENCES, ids=named)
def test_no_reference_leaves_its_school(
    furnished: Cast, model: type[models.Model], field: WalledForeignKey
) -> None:
    here, there = furnished.school.pk, furnished.other.school.pk
    rows = model._base_manager.filter(pk=last(model, here).pk)
    target = field.remote_field.model
    constraint = f"{model._meta.db_table}_{field.column}_wall"
    with pytest.raises(IntegrityError, match=constraint):
        write_at_once(rows, {field.attname: last(target, there).pk})
    write_at_once(rows, {field.attname: last(target, here).pk})


def last(model: type[models.Model], school_id: int) -> models.Model:
    """The newest, because what the cast and `furnish` tie together is older."""
    row = model._base_manager.filter(school_id=school_id).order_by("-pk").first()
    assert row is not None
    return row


def write_at_once(rows: "models.QuerySet[models.Model]", values: dict[str, int]) -> None:
    with transaction.atomic():
        rows.update(**values)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def setting(name: str = "preau.schools") -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [name])
        value: str | None = cursor.fetchone()[0]
        return value


def test_a_scope_ends_with_its_block_or_its_exception(db: None) -> None:
    with wall.within(1):
        with wall.within(2, 3):
            assert setting() == "{2,3}"
        assert setting() == "{1}"
        with pytest.raises(LookupError), wall.within(2):
            raise LookupError
        assert setting() == "{1}"


def test_a_scope_inside_a_transaction_ends_with_its_rollback(db: None) -> None:
    with wall.within(1):
        with pytest.raises(LookupError), transaction.atomic(), wall.within(2):
            raise LookupError
        assert setting() == "{1}"


def test_a_scope_around_a_transaction_outlives_its_rollback(db: None) -> None:
    with wall.within(1):
        with wall.within(2):
            with pytest.raises(LookupError), transaction.atomic(), wall.within(3):
                raise LookupError
            assert setting() == "{2}"
        assert setting() == "{1}"


def test_a_scope_ends_even_in_a_broken_transaction(db: None) -> None:
    with wall.within(1):
        with pytest.raises(ProgrammingError), transaction.atomic(), wall.within(2):
            School.objects.raw("SELECT * FROM nowhere")[0]
        assert setting() == "{1}"
        with wall.within(2):
            assert setting() == "{2}"
        assert setting() == "{1}"


def test_the_directory_shuts_after_a_broken_transaction(db: None) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), wall.directory_open():
        School.objects.raw("SELECT * FROM nowhere")[0]
    assert not setting("preau.directory")


def test_a_person_opens_the_schools_they_may_act_in(cast: Cast) -> None:
    here, there = cast.school.pk, cast.other.school.pk
    with wall.as_person(cast.student.user_id) as schools:
        assert schools == [here]
        assert schools_seen(type(cast.student)) == {here}
    with wall.as_person(cast.parent_in_both.user_id) as schools:
        assert set(schools) == {here, there}
    assert not setting("preau.person")


def test_an_account_is_seen_from_its_schools_and_from_the_open_directory(cast: Cast) -> None:
    accounts = type(cast.student.user)._base_manager.filter(pk=cast.student.user_id)
    with wall.within(cast.school.pk):
        assert accounts.exists()
    with wall.within(cast.other.school.pk):
        assert not accounts.exists()
        with wall.directory_open():
            assert accounts.exists()
        assert not accounts.exists()


def on_a_connection_of_its_own(check: Callable[[], None]) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            check()
        except BaseException as failure:  # noqa: BLE001  (raised again below)
            failures.append(failure)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    for failure in failures:
        raise failure


def test_a_new_connection_sees_no_school(cast: Cast, django_db_blocker: Any) -> None:
    def check() -> None:
        with django_db_blocker.unblock():
            assert setting() is None
            assert schools_seen(type(cast.cm1)) == set()

    on_a_connection_of_its_own(check)


def test_after_a_local_setting_there_is_no_school_either(
    cast: Cast, django_db_blocker: Any
) -> None:
    def check() -> None:
        with django_db_blocker.unblock():
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('preau.schools', '{1}', true)")
            assert setting() == ""
            assert schools_seen(type(cast.cm1)) == set()

    on_a_connection_of_its_own(check)


def test_a_scope_does_not_follow_onto_a_new_connection(cast: Cast, django_db_blocker: Any) -> None:
    school = cast.school.pk

    def check() -> None:
        with django_db_blocker.unblock():
            with wall.within(school):
                assert schools_seen(type(cast.cm1)) == {school}
                connection.close()
                assert schools_seen(type(cast.cm1)) == set()
            assert schools_seen(type(cast.cm1)) == set()

    on_a_connection_of_its_own(check)
