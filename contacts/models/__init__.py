from contacts.models.freezes import Freeze
from contacts.models.projects import Project, ProjectAbsence, ProjectClass
from contacts.models.refusals import Refusal

__all__ = ["Freeze", "Project", "ProjectAbsence", "ProjectClass", "Refusal"]
