"""May one write to another, and by which rule; what stands against it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import ContactRule, Membership
from contacts.models import Refusal
from contacts.policies import can_send


@dataclass(frozen=True)
class Answer:
    """`rules` let one write to the other, unless something stands `against` it."""

    by: Membership
    to: Membership
    rules: list[ContactRule]
    against: list[str]

    @property
    def may(self) -> bool:
        return bool(self.rules) and not self.against


def explain(by: Membership, to: Membership) -> Answer:
    rules = list(ContactRule.objects.letting(by, to))
    return Answer(by, to, rules, reasons_against(by, to))


def reasons_against(by: Membership, to: Membership) -> list[str]:
    """Why one cannot write to the other, whatever the rules: everything that can stand in the way.

    Of a refusal it is not said whose it is.
    """
    if by.user_id == to.user_id:
        return [_("They are the same person.")]
    reasons = []
    for person in (by, to):
        if person.is_closed:
            reasons.append(_("The account of %(name)s is closed.") % {"name": person.name})
        elif person.is_blocked:
            reasons.append(_("%(name)s is blocked.") % {"name": person.name})
    if Refusal.objects.between(by, to).exists():
        reasons.append(_("One of the two wants no messages of the other."))
    if not can_send(by):
        reasons.append(_("Writing is paused for %(name)s.") % {"name": by.name})
    return reasons
