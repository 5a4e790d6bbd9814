from contacts.forms.freezes import FreezeForm, kept_while_held
from contacts.forms.projects import AcceptForm, DeclineForm, ProjectForm

__all__ = ["AcceptForm", "DeclineForm", "FreezeForm", "ProjectForm", "kept_while_held"]
