from moderation.models.appeals import Appeal
from moderation.models.cases import Case, Report
from moderation.models.danger import DangerNumber
from moderation.models.decisions import Decision, Measure
from moderation.models.evidence import Evidence, EvidenceFile, Surrounding
from moderation.models.learning import Lesson
from moderation.models.notes import CaseNote
from moderation.models.notices import Notice
from moderation.models.profile_blocks import ProfileBlock
from moderation.models.referrals import Referral
from moderation.models.screening import SchoolWord, ScreeningCount
from moderation.models.sites import SiteReport
from moderation.models.steps import CaseStep

__all__ = [
    "Appeal",
    "Case",
    "CaseNote",
    "CaseStep",
    "DangerNumber",
    "Decision",
    "Evidence",
    "EvidenceFile",
    "Lesson",
    "Measure",
    "Notice",
    "ProfileBlock",
    "Referral",
    "Report",
    "SchoolWord",
    "ScreeningCount",
    "SiteReport",
    "Surrounding",
]
