from accounts.choices import Profile
from accounts.models import Guardianship, Membership, User
from accounts.querysets import MembershipQuerySet
from safeguarding.models import Concern

WORKING = (Profile.TEACHER, Profile.STAFF)


def works_here(by: Membership) -> bool:
    return by.profile in WORKING


def can_write_about(by: Membership, child: Membership) -> bool:
    """Whoever works at a school writes of its students that something worries them."""
    of_here = child.school_id == by.school_id and not child.is_closed
    return works_here(by) and of_here and child.profile == Profile.STUDENT


def can_handle(by: Membership, concern: Concern) -> bool:
    """Whether it is theirs to look after at this moment, whatever the request knows of them."""
    user = User.objects.get(pk=by.user_id)
    return Concern.objects.handled(user).filter(pk=concern.pk).exists()


def readers_of(concern: Concern) -> MembershipQuerySet:
    """Who was named to read it, and still is."""
    here = Membership.objects.usable().filter(school=concern.school_id)
    return here.filter(pk__in=concern.readers.filter(ended_at=None).values("reader"))


def could_read(concern: Concern) -> MembershipQuerySet:
    """The colleagues who can be named to read it: nobody who does, and no parent of the child."""
    parents = Guardianship.objects.filter(student__user=concern.child.user_id)
    colleagues = Membership.objects.usable().filter(
        school=concern.school_id, profile__in=WORKING, home=None
    )
    return (
        colleagues.exclude(user__in=parents.values("guardian__user"))
        .exclude(pk__in=readers_of(concern).values("pk"))
        .select_related("user")
        .by_name()
    )


def could_act(concern: Concern, by: Membership) -> MembershipQuerySet:
    """Who can be asked to do something about it: those named to read it, and who asks."""
    acting = readers_of(concern) | Membership.objects.filter(pk=by.pk)
    return acting.select_related("user").by_name()
