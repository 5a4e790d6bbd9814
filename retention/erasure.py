"""Erasing one person's part of the platform, as the map of personal data says it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import FileField, Model, QuerySet

from core.personal_data import Blank, Share, Subject, shares_of

FileName = list[str]  # label of the model, name of the field, name in the storage


@dataclass
class Erased:
    """How many rows of each model went or were blanked, and which files are to be removed."""

    deleted: Counter[str] = field(default_factory=Counter)
    blanked: Counter[str] = field(default_factory=Counter)
    files: list[FileName] = field(default_factory=list)


def erase_shares(subject: Subject, pk: int, erased: Erased) -> None:
    """Blanks and deletes whatever belongs to this subject, and nothing else.

    What is theirs is looked up first, because blanking cuts the path to it. Rows of others that
    hang on a row to be deleted are `RESTRICT`: the erasure fails rather than take them along.
    """
    shares = sorted(shares_of(subject), key=_floor)
    found = [(model, share, _pks(model, share, pk)) for model, share in shares]
    for model, share, pks in found:
        rows: QuerySet[Model] = QuerySet(model).filter(pk__in=pks)
        if isinstance(share.then, Blank):
            erased.blanked[model._meta.label] += rows.update(**share.then.values)
        else:
            erased.files += _files(rows)
            erased.deleted += Counter(rows.delete()[1])


def remove_file(file: FileName) -> None:
    """Removes a file; one that is gone already is as good."""
    label, name, stored_as = file
    storage_field: Any = apps.get_model(label)._meta.get_field(name)
    storage_field.storage.delete(stored_as)


def _floor(found: tuple[type[Model], Share]) -> tuple[bool, int]:
    """Higher floors hang on lower ones, and everything on the person, who goes last."""
    model, share = found
    floors = [app.label for app in apps.get_app_configs()]
    return share.whose == "pk", -floors.index(model._meta.app_label)


def _pks(model: type[Model], share: Share, pk: int) -> list[Any]:
    return list(QuerySet(model).filter(**{share.whose: pk}).values_list("pk", flat=True))


def _files(rows: "QuerySet[Model]") -> Iterator[FileName]:
    for each in rows.model._meta.local_concrete_fields:
        if isinstance(each, FileField):
            for stored_as in rows.exclude(**{each.name: ""}).values_list(each.name, flat=True):
                yield [rows.model._meta.label, each.name, stored_as]
