from django.conf import settings

from accounts.choices import Profile
from accounts.models import Membership, School, SchoolClass, User


def can_look_after(by: Membership, person: Membership) -> bool:
    """Whether one sees how the other signs in: administrators of everybody in their school,
    teachers of the families of their classes.
    """
    if by.school_id != person.school_id:
        return False
    taught = Membership.objects.filter(pk=person.pk).in_classes_of(by)
    return by.is_local_administrator or (by.profile == Profile.TEACHER and taught.exists())


def can_issue_code(by: Membership, to: Membership) -> bool:
    return Membership.objects.issuable_by(by).filter(pk=to.pk).exists()


def can_print_cards(by: Membership) -> bool:
    """Whether there is anybody they could print a card for: see `issuable_by`."""
    return by.is_local_administrator or by.profile == Profile.TEACHER


def can_renew_class_code(by: Membership, school_class: SchoolClass) -> bool:
    return SchoolClass.objects.led_by(by).filter(pk=school_class.pk).exists()


def administers(by: Membership, school_id: int) -> bool:
    return by.is_local_administrator and by.school_id == school_id


def moderates(by: Membership, school_id: int) -> bool:
    """Whether they may handle anything that was reported there; which, the case says."""
    return by.handles_reports and by.school_id == school_id


def can_administer(by: Membership, school: School) -> bool:
    return administers(by, school.pk)


def can_decide_about(by: Membership, person: Membership) -> bool:
    """Whether `by` may block this person and close their account."""
    return administers(by, person.school_id) and by.user_id != person.user_id


def can_have_duties(person: Membership) -> bool:
    """Those who work there. A parent who helps gets a profile for it, beside the one as a parent."""
    return person.profile in (Profile.TEACHER, Profile.STAFF)


def can_be_enrolled(person: Membership) -> bool:
    """Students learn in a class and teachers teach there; parents belong to it by their child."""
    return person.profile in (Profile.STUDENT, Profile.TEACHER)


def can_have_family(person: Membership) -> bool:
    return person.profile in (Profile.STUDENT, Profile.PARENT)


def can_be_guardian(guardian: Membership, student: Membership) -> bool:
    """A teacher who is a parent is one by the profile as a parent."""
    return (
        guardian.school_id == student.school_id
        and guardian.profile == Profile.PARENT
        and student.profile == Profile.STUDENT
    )


def further_profiles(person: Membership) -> list[Profile]:
    """What somebody may be too in their school; a student is a student and nothing else."""
    here = Membership.objects.filter(school=person.school_id, user=person.user_id)
    profiles = {Profile.STUDENT, *here.values_list("profile", flat=True)}
    is_student = person.profile == Profile.STUDENT  # and then nothing else here
    looked_after_elsewhere = person.home_id is not None
    return (
        []
        if is_student or looked_after_elsewhere
        else [each for each in Profile if each not in profiles]
    )


def can_also_be(person: Membership, profile: Profile) -> bool:
    return profile in further_profiles(person)


def can_import_roll(by: Membership, school: School) -> bool:
    return can_administer(by, school)


def can_move_away(by: Membership, person: Membership) -> bool:
    """Whether a code may be made that carries the account into another school."""
    return can_decide_about(by, person) and not person.is_closed and person.home_id is None


def can_take_over(by: Membership, person: Membership) -> bool:
    """Whether an account of another school may take the place of this one, which nobody uses yet.

    Duties are given to whoever has come, never to an account that is still to come.
    """
    user = person.user
    here = Membership.objects.filter(user=user, school=person.school_id)
    return (
        can_decide_about(by, person)
        and not (user.last_login or user.has_usable_password())
        and not (person.is_closed or person.is_blocked or person.home_id)
        and not here.exclude(duties=[]).exists()
    )


def must_have_second_factor(user: User) -> bool:
    """Whoever administers a school or reads what was reported there: a password alone would open
    everything of everybody.
    """
    return any(each.handles_reports for each in user.memberships)


def can_have_second_factor(user: User) -> bool:
    """Whoever has something to show before one is set up. At the tablet of a child who comes in with
    pictures, or where the school's own provider alone lets in, anybody could make a way in of their
    own; whoever must have one still sets up the first.
    """
    shows = user.has_usable_password() and not user.enters_with_pictures
    return shows or user.has_second_factor or must_have_second_factor(user)


def can_reset_second_factors(by: Membership, to: Membership) -> bool:
    """Another administrator of the school, never oneself: a stolen session must not do it."""
    return can_decide_about(by, to) and not to.is_closed and to.home_id is None


def can_be_woken(user: User) -> bool:
    """Whether a device may say that something came, if the school's operator lets one. The youngest,
    who come in with pictures, do so at a tablet that is everybody's.
    """
    return bool(settings.PUSH_KEY) and not user.enters_with_pictures


def can_hear_outside(user: User) -> bool:
    """Whether anything but a page of the house may say that something waits for them."""
    return can_be_woken(user) or can_have_mailbox(user)


def can_have_mailbox(user: User) -> bool:
    """Whether a new password may come by e-mail. Students ask an adult of their school instead, and
    whoever signs in without a password has none to forget.
    """
    profiles = {membership.profile for membership in user.memberships}
    return bool(profiles) and Profile.STUDENT not in profiles and user.has_usable_password()
