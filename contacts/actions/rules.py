from django.db import transaction

import audit
from accounts.deciding import NotAllowed, hold_administration
from accounts.models import ContactRule, Group, Membership, RuleChange, School
from accounts.usual_rules import USUAL_RULES
from contacts.policies import can_be_ruled


@transaction.atomic
def set_rule(by: Membership, *, from_group: Group, to_group: Group, within: str | None) -> None:
    """Who of one group may write to whom of another from now on; `within` is None for nobody.

    Raises `NotAllowed`, also for what no rule can say.
    """
    hold_administration(by, from_group.school_id)
    if not can_be_ruled(from_group, to_group, within):
        raise NotAllowed
    _set(by, from_group, to_group, within)


@transaction.atomic
def put_back(by: Membership, *, school: School, custom_too: bool) -> None:
    """The table as a new school has it; if wanted, without the custom rules too.

    A project keeps what lets its members write to each other: it ends with the project.
    Raises `NotAllowed`.
    """
    hold_administration(by, school.pk)
    groups = list(Group.objects.of_profiles(school.pk))
    for sender in groups:
        for recipient in groups:
            _set(by, sender, recipient, USUAL_RULES.get((sender.profile, recipient.profile)))
    if custom_too:
        for rule in ContactRule.objects.of_school(school.pk).custom().with_groups():
            _set(by, rule.from_group, rule.to_group, None)


def _set(by: Membership, from_group: Group, to_group: Group, within: str | None) -> None:
    rules = ContactRule.objects.between(from_group, to_group)
    before = rules.values_list("within", flat=True).first()
    if before == within:
        return
    rules.delete()
    ends = {"school_id": by.school_id, "from_group": from_group, "to_group": to_group}
    if within is not None:
        ContactRule.objects.create(**ends, within=within)
    change = RuleChange.objects.create(**ends, before=before, after=within, changed_by=by)
    audit.record(
        by=by,
        verb="set_contact_rule",
        target=change,
        from_group=from_group.pk,
        to_group=to_group.pk,
        before=before,
        after=within,
    )
