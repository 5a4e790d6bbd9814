from core.background import sweep

__all__ = ["sweep"]
