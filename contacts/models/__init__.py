from contacts.models.freezes import Freeze
from contacts.models.invitations import Invitation, InvitedClass
from contacts.models.projects import Project, ProjectAbsence, ProjectClass
from contacts.models.refusals import Refusal

__all__ = [
    "Freeze",
    "Invitation",
    "InvitedClass",
    "Project",
    "ProjectAbsence",
    "ProjectClass",
    "Refusal",
]
