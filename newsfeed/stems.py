"""By which words things are found: without accents, and by their stems in French and in English.

The function of PostgreSQL that does it is made by the migration that made the columns; what somebody
looks for goes through the same letters (`newsfeed.search`).
"""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, GeneratedField
from django.db.models.expressions import Combinable


def stems_of(title: Combinable, words: Combinable, beside: Combinable) -> GeneratedField:
    """A column that PostgreSQL keeps by itself; what stands in a title weighs most, `beside` least."""
    return GeneratedField(
        expression=Func(title, words, beside, function="preau_stems"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
