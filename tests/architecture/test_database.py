"""The wall stands around every table of a school, and the trail only grows."""

import ast
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

import audit
from accounts.models import User
from audit.models import Event
from core.wall import SchoolOwned, WalledForeignKey
from tests.architecture.sources import called_name, calls, module_of, sources, tree
from tests.cast import Cast
from tests.furniture import models_of_schools

pytestmark = pytest.mark.external

OF_SCHOOLS = models_of_schools()
REFERENCES = [
    (model, field)
    for model in OF_SCHOOLS
    if issubclass(model, SchoolOwned)
    for field in model._meta.local_fields
    if isinstance(field, models.ForeignKey) and field.remote_field.model in OF_SCHOOLS
]


def ask(question: str, values: Sequence[str] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        answer: list[tuple[Any, ...]] = cursor.fetchall()
        return answer


@pytest.mark.parametrize("model", [*OF_SCHOOLS, User], ids=lambda model: model._meta.label)
def test_a_table_of_a_school_is_under_forced_row_security(
    db: None, model: type[models.Model]
) -> None:
    table = model._meta.db_table
    assert ask(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table]
    ) == [(True, True)]
    policies = ask("SELECT polname FROM pg_policy WHERE polrelid = %s::regclass", [table])
    assert policies, "a policy says what is seen"


def test_no_other_table_knows_of_schools(db: None) -> None:
    """A table that Django does not know, or that joins two, has its wall too."""
    unwalled = ask("""
        SELECT relname FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relkind IN ('r', 'p') AND attname = 'school_id'
        AND NOT (relrowsecurity AND relforcerowsecurity)
    """)
    assert unwalled == []


def test_nobody_gave_the_tables_away(db: None) -> None:
    """Views and functions of somebody else's rights would lead around the wall."""
    assert ask("SELECT viewname FROM pg_views WHERE schemaname = 'public'") == []
    assert ask("SELECT matviewname FROM pg_matviews") == []
    assert (
        ask("""
        SELECT proname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
        WHERE nspname = 'public' AND prosecdef
    """)
        == []
    )


@pytest.mark.parametrize(
    ("model", "field"),
    REFERENCES,
    ids=[f"{model._meta.label}-{field.name}" for model, field in REFERENCES],
)
def test_a_reference_inside_a_school_holds_the_school(
    db: None, model: type[models.Model], field: "models.ForeignKey[Any, Any]"
) -> None:
    assert isinstance(field, WalledForeignKey)
    target = field.remote_field.model._meta
    constraints = ask(
        """
        SELECT pg_get_constraintdef(oid) FROM pg_constraint
        WHERE contype = 'f' AND conrelid = %s::regclass AND confrelid = %s::regclass
        """,
        [model._meta.db_table, target.db_table],
    )
    columns = f"(school_id, {field.column})"
    expected = f"FOREIGN KEY {columns} REFERENCES {target.db_table}(school_id, {target.pk.column})"
    assert any(definition.startswith(expected) for (definition,) in constraints)


def trail() -> list[str]:
    """The trail's table and its months."""
    partitions = ask(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'audit_event'::regclass"
    )
    return ["audit_event", *(name for (name,) in partitions)]


def test_the_trail_is_neither_changed_nor_cut(cast: Cast) -> None:
    audit.record(by=cast.teacher, verb="publish_entry")
    for table in trail():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET verb = 'nothing'")
            assert cursor.rowcount == 0
            cursor.execute(f"DELETE FROM {table}")
            assert cursor.rowcount == 0
    assert Event.objects.filter(verb="publish_entry").count() == 1


def test_evidence_is_let_go_where_people_are_erased_or_joined_and_nowhere_else() -> None:
    every = {module_of(path): tree(path) for path in sources("*.py")}
    calling = {m for m, t in every.items() if any(called_name(c) == "erasing" for c in calls(t))}
    assert calling == {
        "accounts.actions.join",
        "retention.actions.erase",
        "moderation.actions.erase",
    }
    saying = {module for module, source in every.items() if "preau.erasing" in ast.unparse(source)}
    assert saying == {"moderation.models.unchangeable"}, "which asks, and sets nothing"


def test_the_restricted_store_is_opened_for_what_the_program_does_and_for_three_pages() -> None:
    every = {module_of(path): tree(path) for path in sources("*.py")}
    opening = {
        module
        for module, source in every.items()
        if any(called_name(call) == "protection_open" for call in calls(source))
    }
    assert opening == {
        *("moderation.actions.report", "moderation.actions.escalate", "moderation.actions.reroute"),
        "moderation.actions.remind",
        *("moderation.actions.appeal", "moderation.actions.close"),
        "moderation.actions.erase",
        "safeguarding.management.commands.check_cases",
        *("safeguarding.actions.watch", "safeguarding.arrived"),
        *("retention.actions.erase", "retention.proof", "accounts.actions.join"),
        "uploads.unsettled",
        "moderation.views.told",  # what a student chose to tell this teacher
        "moderation.views.statements",  # what was decided about the reader or their child
        "moderation.door",  # the same, at the door
    }


def test_the_trail_is_not_emptied(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL preau.trail_of_a_test = ''")
        for table in trail():
            with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
                cursor.execute(f"TRUNCATE {table}")


def test_the_trail_is_guarded_even_from_those_whom_no_policy_binds(db: None) -> None:
    guards = ask("""
        SELECT tgrelid::regclass::text FROM pg_trigger
        WHERE tgname LIKE 'pgtrigger_append_only%' AND tgenabled = 'O'
        AND tgtype & 16 <> 0 AND tgtype & 8 <> 0
    """)
    assert {table for (table,) in guards} == set(trail())


def test_a_month_of_the_trail_shows_nothing_by_itself(cast: Cast) -> None:
    audit.record(by=cast.teacher, verb="publish_entry")
    for table in trail()[1:]:
        assert ask(f"SELECT count(*) FROM {table}") == [(0,)]
