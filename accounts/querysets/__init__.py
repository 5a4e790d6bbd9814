from accounts.querysets.accounts import JoinedAccountQuerySet, SignInCardQuerySet
from accounts.querysets.groups import GroupQuerySet
from accounts.querysets.memberships import MembershipQuerySet
from accounts.querysets.roll import ROLL_PREVIEW_KEPT, RollImportQuerySet
from accounts.querysets.rules import ContactRuleQuerySet, RuleChangeQuerySet
from accounts.querysets.schools import SchoolClassQuerySet, SchoolQuerySet, TermQuerySet

__all__ = [
    "ROLL_PREVIEW_KEPT",
    "ContactRuleQuerySet",
    "GroupQuerySet",
    "JoinedAccountQuerySet",
    "MembershipQuerySet",
    "RollImportQuerySet",
    "RuleChangeQuerySet",
    "SchoolClassQuerySet",
    "SchoolQuerySet",
    "SignInCardQuerySet",
    "TermQuerySet",
]
