from moderation.models.cases import Case, Report, Sanction
from moderation.models.screening import SchoolWord, ScreeningCount

__all__ = ["Case", "Report", "Sanction", "SchoolWord", "ScreeningCount"]
