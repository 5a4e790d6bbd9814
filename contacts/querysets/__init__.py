from contacts.querysets.freezes import FreezeQuerySet
from contacts.querysets.invitations import InvitationQuerySet
from contacts.querysets.projects import ProjectQuerySet
from contacts.querysets.refusals import RefusalQuerySet

__all__ = ["FreezeQuerySet", "InvitationQuerySet", "ProjectQuerySet", "RefusalQuerySet"]
