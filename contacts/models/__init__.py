from contacts.models.freezes import Freeze

__all__ = ["Freeze"]
