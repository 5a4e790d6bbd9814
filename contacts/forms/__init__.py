from contacts.forms.freezes import FreezeForm, kept_while_frozen
from contacts.forms.projects import DeclineForm, ProjectForm

__all__ = ["DeclineForm", "FreezeForm", "ProjectForm", "kept_while_frozen"]
