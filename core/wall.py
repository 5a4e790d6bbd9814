"""The wall between schools, built in PostgreSQL.

Every table of a school is under forced row-level security: it shows the rows of the schools named
in the setting `preau.schools`, and none where nothing was set. Some show fewer: a restricted row is
there for whoever of the school may read it (`Restrict`). References inside a school are
composite foreign keys, so that a row of one school cannot point to a row of another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from psycopg.pq import TransactionStatus

from core.embedded import CannotStart, servers
from core.prepared import run_prepared

# A transaction-local setting reads '' afterwards, not NULL: both must mean "no school".
SCHOOLS = "(SELECT NULLIF(current_setting('preau.schools', true), '')::bigint[])"
PERSON = "(SELECT NULLIF(current_setting('preau.person', true), '')::bigint)"
DIRECTORY = "(SELECT current_setting('preau.directory', true) = 'open')"
PROTECTION = "(SELECT current_setting('preau.protection', true) = 'open')"
_ENTER = "SELECT preau_enter(%(user)s) AS schools"
OF_MY_SCHOOLS = f"school_id = ANY ({SCHOOLS}::bigint[])"


class SchoolOwned(models.Model):
    """A row that belongs to one school and is invisible from every other."""

    school = models.ForeignKey("accounts.School", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class WalledForeignKey(models.ForeignKey):  # type: ignore[type-arg]  # django-stubs: two parameters, inferred by the plugin from the call
    """A reference that cannot leave the school: `BuildWall` gives it its composite constraint."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)


class _OfTheWall(Operation):
    """An operation of a migration that gives a table something no model knows of."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The wall changes no model."""


class BuildWall(_OfTheWall):
    """Puts the wall around a school-owned table: policy, key for references, composite references.

    `Operation` of a migration; it follows the `CreateModel` of the model it names. Tables that a
    `WalledForeignKey` points to must have their wall already.
    """

    def __init__(self, model: str) -> None:
        self.model = model

    def describe(self) -> str:
        return f"Build the school wall around {self.model}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        table, key = model._meta.db_table, model._meta.pk.column
        schema_editor.execute(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_wall" UNIQUE (school_id, "{key}")'
        )
        for field in model._meta.local_fields:
            if isinstance(field, WalledForeignKey):
                schema_editor.execute(_composite_reference(table, field))
        schema_editor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        schema_editor.execute(f'CREATE POLICY wall ON "{table}" USING ({OF_MY_SCHOOLS})')

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(f'DROP POLICY wall ON "{table}"')
        schema_editor.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
        schema_editor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_wall" CASCADE')


class WallReference(_OfTheWall):
    """Gives a `WalledForeignKey` that was added to a walled table its composite constraint.

    `Operation` of a migration; it follows the `AddField` of the field it names.
    """

    def __init__(self, model: str, field: str) -> None:
        self.model = model
        self.field = field

    def describe(self) -> str:
        return f"Hold {self.field} of {self.model} inside the school"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.model)
        field = model._meta.get_field(self.field)
        schema_editor.execute(_composite_reference(model._meta.db_table, field))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """The constraint goes with the column, which `AddField` takes away after this."""


class Restrict(_OfTheWall):
    """Narrows the wall around a table to its rows for which `visible` holds, which is SQL over them;
    the others exist within `protection_open` alone.

    `Operation` of a migration; it follows the `BuildWall` of the model it names.
    """

    def __init__(self, model: str, visible: str) -> None:
        self.model = model
        self.visible = visible

    def describe(self) -> str:
        return f"Restrict who sees which {self.model}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = to_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(
            f'CREATE POLICY restricted ON "{table}" AS RESTRICTIVE '
            f"USING ({PROTECTION} OR ({self.visible}))"
        )

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        table = from_state.apps.get_model(app_label, self.model)._meta.db_table
        schema_editor.execute(f'DROP POLICY restricted ON "{table}"')


def _composite_reference(table: str, field: "WalledForeignKey") -> str:
    target = field.remote_field.model._meta
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_wall" '
        f'FOREIGN KEY (school_id, "{field.column}") '
        f'REFERENCES "{target.db_table}" (school_id, "{target.pk.column}") '
        "DEFERRABLE INITIALLY DEFERRED"
    )


@contextmanager
def within(*school_ids: int) -> Iterator[None]:
    """Within the block the rows of these schools exist, and no others."""
    with _set({"schools": _array(school_ids)}):
        yield


@contextmanager
def directory_open() -> Iterator[None]:
    """Within the block accounts are found across schools: to sign in and to make a new login."""
    with _set({"directory": "open"}):
        yield


@contextmanager
def protection_open() -> Iterator[None]:
    """Within the block the restricted rows of the schools in sight exist too, whoever asks: for what
    the program does with them, never for what it shows.
    """
    with _set({"protection": "open"}):
        yield


@contextmanager
def erasing() -> Iterator[None]:
    """Within the block what is kept as evidence goes with its author, or with them to the account
    that theirs is joined with: PostgreSQL lets nobody else touch it.
    """
    with _set({"erasing": "yes"}):
        yield


@contextmanager
def as_person(user_id: int) -> Iterator[list[int]]:
    """Within the block the rows of the schools exist where this person may act now.

    Yields the ids of those schools. One query to enter and one to leave.
    """
    before = _current()
    school_ids: list[int] = run_prepared(_ENTER, {"user": user_id})[0]["schools"]
    _remember({"person": str(user_id), "schools": _array(school_ids)})
    try:
        yield school_ids
    finally:
        _apply({name: before.get(name, "") for name in ("person", "schools")})


def _array(school_ids: tuple[int, ...] | list[int]) -> str:
    return "{" + ",".join(str(int(school_id)) for school_id in school_ids) + "}"


@contextmanager
def _set(values: dict[str, str]) -> Iterator[None]:
    before = _current()
    _apply(values)
    try:
        yield
    finally:
        _apply({name: before.get(name, "") for name in values})


def forget_scope(connection: BaseDatabaseWrapper, **_: object) -> None:
    """A new connection has no scope: remembering the old one would put it back where it ended."""
    connection.preau_scope = {}  # type: ignore[attr-defined]  # an attribute of ours


def refuse_whom_it_does_not_hold(connection: BaseDatabaseWrapper, **_: object) -> None:
    """A role that may pass the wall gets no connection, whichever process it was given to."""
    try:
        servers.check_role(connection.connection)
    except CannotStart:
        # Django would use it for the next query, as if nothing had been said.
        connection.close()
        raise


def _current() -> dict[str, str]:
    scope: dict[str, str] = getattr(connection, "preau_scope", {})
    return dict(scope)


def _remember(values: dict[str, str]) -> None:
    # The proxy hands attributes on to this thread's own connection.
    connection.preau_scope = {**_current(), **values}  # type: ignore[attr-defined]  # an attribute of ours


def _apply(values: dict[str, str]) -> None:
    # In a failed transaction nothing can be set, and nothing needs to be: its rollback puts back
    # what stood when it began, which is what stood before this scope.
    driver = connection.connection
    failed = driver is not None and driver.info.transaction_status == TransactionStatus.INERROR
    if not failed:
        calls = (f"set_config('preau.{name}', %({name})s, false)" for name in values)
        run_prepared(f"SELECT {', '.join(calls)}", values)
    _remember(values)
