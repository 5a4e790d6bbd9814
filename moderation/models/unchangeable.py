"""What holds in PostgreSQL what is kept as evidence."""

import pgtrigger

# A row whose person is erased goes; one whose person's accounts are joined names the other.
_UNCHANGEABLE = """
IF NEW IS NOT DISTINCT FROM OLD THEN
    RETURN NEW;
ELSIF current_setting('preau.erasing', true) = 'yes' THEN
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    ELSIF to_jsonb(NEW) - 'author_id' = to_jsonb(OLD) - 'author_id' THEN
        RETURN NEW;
    END IF;
END IF;
RAISE EXCEPTION 'What is kept as evidence stays as it is';
"""

_NOT_TAKEN_AWAY = """
IF current_setting('preau.erasing', true) IS DISTINCT FROM 'yes' THEN
    RAISE EXCEPTION 'What happened to a case stays with it';
END IF;
RETURN OLD;
"""

# TRUNCATE asks no trigger of the rows.
_NOT_EMPTIED = """
IF current_setting('preau.trail_of_a_test', true) IS DISTINCT FROM 'yes' THEN
    RAISE EXCEPTION 'What is kept as evidence stays as it is';
END IF;
RETURN NULL;
"""


def goes_in_the_end(name: str) -> pgtrigger.Trigger:
    """The trigger of a table whose rows are deleted within `wall.erasing()` alone."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Delete, func=_NOT_TAKEN_AWAY
    )


def unchangeable() -> list[pgtrigger.Trigger]:
    """The triggers of a table whose rows are neither changed nor deleted, but within
    `wall.erasing()`: there they go, or come to name another author.
    """
    return [
        pgtrigger.Trigger(
            name="unchangeable",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=_UNCHANGEABLE,
        ),
        pgtrigger.Trigger(
            name="not_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=_NOT_EMPTIED,
        ),
    ]
