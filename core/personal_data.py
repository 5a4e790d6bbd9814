"""The map of personal data: what every model holds, whose it is, what becomes of it.

Each app declares its models in its own `personal_data.py`. Export, erasure and its proof read the
map; a field that is not on it, or on it twice, is an error of `manage.py check`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.db import models


class Subject(Enum):
    """Whom data may be about: a person within one school, or the account across schools."""

    MEMBERSHIP = "membership"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Delete:
    """The row goes, and with it the files it names."""


@dataclass(frozen=True)
class Blank:
    """The row stays, because others hang on it; these fields take these values."""

    values: dict[str, object]


@dataclass(frozen=True)
class Share:
    """One person's part of a model.

    `whose` is the ORM path from the row to the person ("author", "user", or "pk" for the person's
    own row); `fields` are the fields that hold the person's data.
    """

    whose: str
    fields: tuple[str, ...]
    then: Delete | Blank
    subject: Subject = Subject.MEMBERSHIP


@dataclass(frozen=True)
class OneStays:
    """When two accounts of one person are joined: two rows that may not both be there become one.

    The row of the account that stays keeps its values; those `filled` it takes over where it has
    none, of some it has the `earliest` or `latest`, and lists and texts are `united`.
    """

    filled: tuple[str, ...] = ()
    earliest: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    united: tuple[str, ...] = ()


@dataclass(frozen=True)
class BothStay:
    """When two accounts are joined: both rows stay, and the one that came takes these values."""

    values: dict[str, object]


@dataclass(frozen=True)
class Ends:
    """When two accounts are joined: what opened the one that ends, ends with it."""


@dataclass(frozen=True)
class Holding:
    """What one model holds. `purpose` is why, in a sentence of the register of processing.

    `joined` is needed where two accounts of one person cannot both keep their rows.
    """

    model: str
    purpose: str
    shares: tuple[Share, ...] = ()
    impersonal: tuple[str, ...] = ()
    joined: OneStays | BothStay | Ends | None = None


_map: dict[str, Holding] = {}


def declare(*holdings: Holding) -> None:
    """Puts models on the map. Raises `ValueError` for a model that is on it already."""
    for holding in holdings:
        if holding.model in _map:
            raise ValueError(f"{holding.model} is on the map twice")
        _map[holding.model] = holding


def holding_of(model: type[models.Model]) -> Holding | None:
    return _map.get(model._meta.label)


def holdings() -> Iterator[Holding]:
    """All declared holdings, in the order of their declaration."""
    yield from _map.values()


def shares_of(subject: Subject) -> Iterator[tuple[type[models.Model], Share]]:
    """Every part of the platform's data that belongs to such a subject."""
    for holding in holdings():
        for share in holding.shares:
            if share.subject is subject:
                yield apps.get_model(holding.model), share


@register()
def every_field_is_on_the_map(
    app_configs: Iterable[AppConfig] | None, **_: object
) -> list[CheckMessage]:
    """System check: each column of each model stands on the map exactly once."""
    return [error for model in apps.get_models() for error in _faults(model)]


def _faults(model: type[models.Model]) -> Iterator[CheckMessage]:
    holding = holding_of(model)
    if holding is None:
        yield Error(f"{model._meta.label} is not on the personal data map", obj=model, id="core.E1")
        return
    said = [*holding.impersonal, *(name for share in holding.shares for name in share.fields)]
    columns = {column.name for column in model._meta.local_concrete_fields}
    for name in sorted(columns - set(said)):
        yield Error(f"{name} is not on the personal data map", obj=model, id="core.E2")
    for name in sorted(set(said) - columns):
        yield Error(f"the personal data map names {name}, no field", obj=model, id="core.E3")
    for name in sorted({name for name in said if said.count(name) > 1}):
        yield Error(f"{name} is on the personal data map twice", obj=model, id="core.E4")
