"""Two rows of one person become one, and whatever hangs on them follows.

What becomes of a row is read from the map of personal data. A reference is moved to the row that
stays. Where a uniqueness allows only one row there, the two become one in their turn.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.db.models import ForeignKey, Model, Q, QuerySet, UniqueConstraint

from core.personal_data import BothStay, Delete, Ends, Holding, OneStays, holding_of


def join_rows(ended: Model, kept: Model) -> None:
    """Call it in a transaction that holds both, with everything of both in sight.

    Nothing may be left at `ended`: its deletion fails rather than take a row along.
    """
    for reference in references_to(type(ended)):
        _move(reference, ended, kept)
    values = _values(_rule(type(ended)), ended, kept)
    QuerySet(type(ended)).filter(pk=ended.pk).delete()
    QuerySet(type(kept)).filter(pk=kept.pk).update(**values)


def references_to(target: type[Model]) -> "Iterator[ForeignKey[Any, Any]]":
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, ForeignKey) and field.remote_field.model is target:
                yield field


def _move(reference: "ForeignKey[Any, Any]", ended: Model, kept: Model) -> None:
    model = reference.model
    rows: QuerySet[Model] = QuerySet(model).filter(**{reference.name: ended.pk})
    rule = _rule(model)
    if isinstance(rule, Ends) and _is_owner(reference):
        rows.delete()
        return
    if isinstance(rule, BothStay):
        rows.update(**rule.values, **{reference.name: kept.pk})
        return
    for names, condition in _uniquenesses(model):
        if reference.name in names:
            for row, twin in _doubles(reference, names, condition, ended, kept):
                join_rows(row, twin)
    _end_what_opens(rows)
    rows.update(**{reference.name: kept.pk})


def _end_what_opens(moving: "QuerySet[Model]") -> None:
    """A code for a membership that moves would open the account it comes to."""
    for reference in references_to(moving.model):
        if isinstance(_rule(reference.model), Ends) and _is_owner(reference):
            QuerySet(reference.model).filter(**{f"{reference.name}__in": moving}).delete()


def _doubles(
    reference: "ForeignKey[Any, Any]", names: list[str], condition: Q, ended: Model, kept: Model
) -> list[tuple[Model, Model]]:
    """The rows of the one that would be there twice, each with that of the other."""
    others = [model_field(reference.model, name) for name in names if name != reference.name]

    def by_key(owner: Model) -> dict[tuple[Any, ...], Model]:
        rows: QuerySet[Model] = QuerySet(reference.model).filter(
            condition, **{reference.name: owner.pk}
        )
        return {tuple(getattr(row, field) for field in others): row for row in rows}

    theirs, there = by_key(ended), by_key(kept)
    return [(row, there[key]) for key, row in theirs.items() if key in there]


def model_field(model: type[Model], name: str) -> str:
    field: Any = model._meta.get_field(name)
    return str(field.attname)


def _values(rule: object, ended: Any, kept: Any) -> dict[str, Any]:
    """What the row that stays takes over from the other."""
    if not isinstance(rule, OneStays):
        raise LookupError(f"{type(ended)._meta.label} may not be there twice")  # noqa: TRY004  (the map lacks a word)
    values = {name: getattr(kept, name) or getattr(ended, name) for name in rule.filled}
    for choose, names in ((min, rule.earliest), (max, rule.latest)):
        for name in names:
            given = [v for v in (getattr(kept, name), getattr(ended, name)) if v is not None]
            values[name] = choose(given) if given else None
    for name in rule.united:
        values[name] = _united(getattr(kept, name), getattr(ended, name))
    return {model_field(type(kept), name): value for name, value in values.items()}


def _united(mine: Any, theirs: Any) -> Any:
    if isinstance(mine, list):
        return sorted({*mine, *theirs})
    return "\n\n".join(dict.fromkeys(filter(None, (mine, theirs))))


def _uniquenesses(model: type[Model]) -> Iterator[tuple[list[str], Q]]:
    """The fields of each, and for which rows it holds."""
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield list(constraint.fields), constraint.condition or Q()
    for names in model._meta.unique_together:
        yield list(names), Q()
    for field in model._meta.local_concrete_fields:
        if field.unique and not field.primary_key:
            yield [field.name], Q()


def _rule(model: type[Model]) -> OneStays | Ends | BothStay | None:
    holding = holding_of(model)
    return holding.joined if holding else None


def _is_owner(reference: "ForeignKey[Any, Any]") -> bool:
    """Whether the row belongs to whom it refers to here, and does not only mention them."""
    holding = holding_of(reference.model) or Holding("", "")
    return reference.name in {s.whose for s in holding.shares if isinstance(s.then, Delete)}


@register()
def every_double_is_thought_of(**_: object) -> list[CheckMessage]:
    """System check: the map says what becomes of the rows that two accounts cannot both keep.

    Also of all that hangs on the account itself, since what opens one must not open the other.
    """
    account = apps.get_model(settings.AUTH_USER_MODEL)
    joinable, waiting, faults = {account}, [account], []
    while waiting:
        target = waiting.pop()
        for reference in references_to(target):
            model, is_new = reference.model, reference.model not in joinable
            twice = any(reference.name in names for names, _condition in _uniquenesses(model))
            if is_new and (twice or target is account):
                joinable.add(model)
                if _rule(model) is None:
                    faults.append(_fault(model))
                elif isinstance(_rule(model), OneStays):
                    waiting.append(model)
    return faults


def _fault(model: type[Model]) -> CheckMessage:
    told = f"the personal data map does not say what becomes of {model._meta.label}"
    return Error(f"{told} when two accounts are joined", obj=model, id="core.E5")
