from moderation.querysets.cases import (
    CaseQuerySet,
    CaseStepQuerySet,
    ReferralQuerySet,
    schools_by_desk,
)
from moderation.querysets.danger import DangerNumberQuerySet
from moderation.querysets.decisions import DecisionQuerySet, MeasureQuerySet
from moderation.querysets.evidence import EvidenceFileQuerySet, EvidenceQuerySet
from moderation.querysets.notices import NoticeQuerySet
from moderation.querysets.profile_blocks import ProfileBlockQuerySet
from moderation.querysets.reports import HOUR, MANY_A_DAY, ReportQuerySet
from moderation.querysets.screening import SchoolWordQuerySet, ScreeningCountQuerySet
from moderation.querysets.sites import SiteReportQuerySet

__all__ = [
    "HOUR",
    "MANY_A_DAY",
    "CaseQuerySet",
    "CaseStepQuerySet",
    "DangerNumberQuerySet",
    "DecisionQuerySet",
    "EvidenceFileQuerySet",
    "EvidenceQuerySet",
    "MeasureQuerySet",
    "NoticeQuerySet",
    "ProfileBlockQuerySet",
    "ReferralQuerySet",
    "ReportQuerySet",
    "SchoolWordQuerySet",
    "ScreeningCountQuerySet",
    "SiteReportQuerySet",
    "schools_by_desk",
]
