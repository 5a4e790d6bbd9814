"""What one person sees no more where others see it."""

from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import Hidden


def hidden(kind: str, *, of: str = "pk", **whose: Any) -> Exists:
    """Whether a row of a queryset, or the one whose key it holds in `of`, is hidden from whom these
    filters name; `kind` is what that is.
    """
    return Exists(Hidden.objects.filter(kind=kind, target_id=OuterRef(of), **whose))


def hidden_sql(kind: str, key: str) -> str:
    """The same as a condition of a statement of ours, whose reader is in the school as `%(mine)s`."""
    return f"""EXISTS (
        SELECT FROM accounts_hidden hidden WHERE hidden.membership_id = ANY (%(mine)s)
        AND hidden.kind = '{kind}' AND hidden.target_id = {key}
    )"""
