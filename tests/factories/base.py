from typing import Any, TypeVar

from factory.django import DjangoModelFactory

from core.wall import SchoolOwned

Owned = TypeVar("Owned", bound=SchoolOwned)


class SchoolOwnedFactory(DjangoModelFactory[Owned]):
    """A row never lands in a school by chance: the test says which."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Owned], *args: Any, **kwargs: Any) -> Owned:
        if kwargs.get("school") is None:
            raise TypeError(f"{cls.__name__} needs a school")
        return super()._create(model_class, *args, **kwargs)
