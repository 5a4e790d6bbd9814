from accounts.models import ContactRule, Membership


def can_write_to(by: Membership, to: Membership) -> bool:
    """Whether a contact rule of their school lets one write to the other."""
    rules = ContactRule.objects.filter(
        from_group__members__membership=by, to_group__members__membership=to
    )
    return by.pk != to.pk and rules.exists()
