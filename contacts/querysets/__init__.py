from contacts.querysets.freezes import FreezeQuerySet
from contacts.querysets.refusals import RefusalQuerySet

__all__ = ["FreezeQuerySet", "RefusalQuerySet"]
