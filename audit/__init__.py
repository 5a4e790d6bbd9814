"""The trail: who did what, when, to what. `record` and `record_each` are its only writers."""

from audit.recording import record, record_each, record_view

__all__ = ["record", "record_each", "record_view"]
