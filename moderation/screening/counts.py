from collections.abc import Collection
from datetime import date

from django.db.models import F

from moderation.models import ScreeningCount


def count(school_id: int, day: date, **kinds: Collection[str]) -> None:
    """Adds one for each kind to what is named: `count(school, day, asked={"phone"})`.

    Of nobody and without a word: it is no action of a person, and the trail does not have it.
    """
    for what, names in kinds.items():
        # Always in the same order: two who count the same wait for each other only once.
        for kind in sorted(names):
            row, _made = ScreeningCount.objects.get_or_create(
                school_id=school_id, day=day, kind=kind
            )
            ScreeningCount.objects.filter(pk=row.pk).update(**{what: F(what) + 1})
