from moderation.models.cases import Case, Report, Sanction
from moderation.models.danger import DangerNumber
from moderation.models.screening import SchoolWord, ScreeningCount
from moderation.models.steps import CaseStep

__all__ = [
    "Case",
    "CaseStep",
    "DangerNumber",
    "Report",
    "Sanction",
    "SchoolWord",
    "ScreeningCount",
]
