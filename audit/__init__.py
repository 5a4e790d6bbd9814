"""The trail: who did what, when, to what. `audit.record` is its only writer."""

from audit.recording import record

__all__ = ["record"]
