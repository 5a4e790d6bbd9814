from contacts.querysets.freezes import FreezeQuerySet
from contacts.querysets.projects import ProjectQuerySet
from contacts.querysets.refusals import RefusalQuerySet

__all__ = ["FreezeQuerySet", "ProjectQuerySet", "RefusalQuerySet"]
