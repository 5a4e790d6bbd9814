from contacts.models.freezes import Freeze
from contacts.models.refusals import Refusal

__all__ = ["Freeze", "Refusal"]
