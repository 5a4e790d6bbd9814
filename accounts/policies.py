from accounts.choices import Profile
from accounts.models import ContactRule, Membership, School


def can_write_to(by: Membership, to: Membership) -> bool:
    """Whether a contact rule of their school lets one write to the other."""
    rules = ContactRule.objects.filter(
        from_group__members__membership=by, to_group__members__membership=to
    )
    return by.pk != to.pk and rules.exists()


def can_issue_code(by: Membership, to: Membership) -> bool:
    """Administrators for everybody of their school, teachers for the families of their classes.

    Whoever holds the code chooses the password: a teacher never gets one for a parent who is a
    colleague too.
    """
    if by.school_id != to.school_id or to.is_closed or to.is_blocked:
        return False
    if by.is_local_administrator:
        return True
    roles = Membership.objects.filter(school=to.school_id, user=to.user_id)
    return (
        by.profile == Profile.TEACHER
        and not roles.beyond_family().exists()
        and roles.filter(pk=to.pk).in_classes_of(by).exists()
    )


def can_administer(by: Membership, school: School) -> bool:
    return by.school_id == school.pk and by.is_local_administrator


def can_import_roll(by: Membership, school: School) -> bool:
    return can_administer(by, school)
