from accounts.models.activation import ActivationCode
from accounts.models.cards import ClassCode, SignInCard
from accounts.models.devices import Device
from accounts.models.groups import ContactRule, Group, GroupMember, RuleChange
from accounts.models.hidden import Hidden
from accounts.models.joining import JoinedAccount
from accounts.models.mails import Mail
from accounts.models.moves import TransferCode
from accounts.models.names import NameWord
from accounts.models.people import Membership, User
from accounts.models.roll import RollImport
from accounts.models.schools import Enrolment, Guardianship, School, SchoolClass, Term
from accounts.models.tellings import Telling
from accounts.models.tries import Throttle

__all__ = [
    "ActivationCode",
    "ClassCode",
    "ContactRule",
    "Device",
    "Enrolment",
    "Group",
    "GroupMember",
    "Guardianship",
    "Hidden",
    "JoinedAccount",
    "Mail",
    "Membership",
    "NameWord",
    "RollImport",
    "RuleChange",
    "School",
    "SchoolClass",
    "SignInCard",
    "Telling",
    "Term",
    "Throttle",
    "TransferCode",
    "User",
]
