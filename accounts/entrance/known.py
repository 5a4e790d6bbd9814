"""What pages must know of whoever opens them, asked in one query with the person themselves."""

_facts: dict[str, str] = {}


def register(name: str, sql: str) -> None:
    """Has each membership of a person that is signed in come with `known[name]`.

    `sql` is an expression that knows `membership`; it is asked on every page, so it must be cheap.
    Called from `AppConfig.ready`.
    """
    _facts[name] = sql


def names() -> list[str]:
    return list(_facts)


def columns() -> str:
    """For the statement that finds the person."""
    return "".join(f', {sql} AS "{name}"' for name, sql in _facts.items())
