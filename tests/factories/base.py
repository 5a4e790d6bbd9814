from typing import Any

from django.db.models import Model
from factory.django import DjangoModelFactory


class SchoolOwnedFactory(DjangoModelFactory):
    """A row never lands in a school by chance: the test says which."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Model], *args: Any, **kwargs: Any) -> Any:
        if kwargs.get("school") is None:
            raise TypeError(f"{cls.__name__} needs a school")
        return super()._create(model_class, *args, **kwargs)
