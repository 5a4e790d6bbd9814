"""What one person sees no more where others see it."""

from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Hidden


def hidden(kind: str, **whose: Any) -> Exists:
    """Whether a row of a queryset, which is of this kind, is hidden from whom these filters name."""
    return Exists(Hidden.objects.filter(kind=kind, target_id=OuterRef("pk"), **whose))
