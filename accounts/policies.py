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


def administers(by: Membership, school_id: int) -> bool:
    return by.is_local_administrator and by.school_id == school_id


def can_administer(by: Membership, school: School) -> bool:
    return administers(by, school.pk)


def can_decide_about(by: Membership, person: Membership) -> bool:
    """Whether `by` may block this person and close their account."""
    return administers(by, person.school_id) and by.user_id != person.user_id


def can_have_duties(person: Membership) -> bool:
    """Those who work there. A parent who helps gets a profile for it, beside the one as a parent."""
    return person.profile in (Profile.TEACHER, Profile.STAFF)


def can_import_roll(by: Membership, school: School) -> bool:
    return can_administer(by, school)
