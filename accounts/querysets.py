from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Collate

from accounts.choices import Duty, GroupKind, Profile, State
from accounts.codes import VALIDITY
from accounts.logins import fold, folded_name
from core import clock

LISTED_KINDS = (GroupKind.SCHOOL, GroupKind.CLASS, GroupKind.PROJECT)
ROLL_PREVIEW_KEPT = timedelta(days=1)
ROLL_IMPORTS_LISTED = timedelta(days=365)
# A longer name is found by its first words.
MOST_WORDS = 8
# The letters of folded words end before it.
AFTER_Z = "{"
# Whom one sees of a class one shares. A child is the affair of its own family and its teachers, so
# a parent sees no other child, and nobody's child sees the parents of another.
SEEN_IN_CLASS = {
    Profile.STUDENT: (Profile.STUDENT, Profile.TEACHER),
    Profile.PARENT: (Profile.TEACHER,),
    Profile.TEACHER: (Profile.STUDENT, Profile.PARENT, Profile.TEACHER),
}

if TYPE_CHECKING:
    from accounts.models import (
        Group,
        JoinedAccount,
        Membership,
        RollImport,
        School,
        SchoolClass,
        SignInCard,
        User,
    )


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self) -> MembershipQuerySet:
        return self.filter(closed_at=None)

    def usable(self) -> MembershipQuerySet:
        """Neither closed nor blocked: may act now."""
        return self.open().filter(Q(blocked_at=None) | Q(blocked_until__lte=clock.now()))

    def of_account(self, user: User) -> MembershipQuerySet:
        """What this account is in every school, usable or not; for its owner alone."""
        return self.filter(user=user).select_related("school").order_by("pk")

    def acting_for(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """What this person may act as now."""
        return self.usable().filter(user=user.pk).order_by("pk")

    def visible_to(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """Whose page this person may open: those near to them and those they may write to.

        Administrators open everybody's, and nobody else that of a closed account.
        """
        if not user.is_authenticated:
            return self.none()
        known = (
            Q(pk__in=[each.pk for each in user.memberships])
            | Q(pk__in=self._siblings(user))
            | _in_one_of(_groups().known_to(user.memberships))
        )
        visible = Q(school__in=_administered_schools(user)) | Q(closed_at=None) & known
        return self.filter(visible).select_related("user", "school")

    def near_to(self, user: User) -> MembershipQuerySet:
        """Family and classes, by name: whom somebody meets without looking for them."""
        groups = _groups().near_to(user.memberships).values("pk")
        members = self.model.objects.filter(in_groups__group__in=groups)
        near = members.values("pk").union(self._siblings(user), all=True)
        found = self.open().filter(pk__in=near).exclude(user=user)
        return found.select_related("user", "school").sorted_by_name()

    def _siblings(self, user: User) -> models.QuerySet[Membership, Any]:
        """The keys of those who have a guardian in common with this person."""
        shared = {"guardians__guardian__guardianships__student__in": user.memberships}
        return self.model.objects.filter(**shared).values("pk")

    def hearing_from(self, membership: Membership) -> MembershipQuerySet:
        """Everybody to whom a contact rule lets this one begin to write."""
        heard = self.usable().filter(_in_one_of(_groups().hearing_from([membership])))
        return heard.exclude(user=membership.user_id).select_related("user", "school")

    def in_classes_of(self, teacher: Membership) -> MembershipQuerySet:
        """The students of a teacher's classes, and their parents."""
        students = self.model.objects.filter(
            profile=Profile.STUDENT, enrolments__school_class__enrolments__membership=teacher
        )
        parents = self.model.objects.filter(guardianships__student__in=students)
        return self.filter(Q(pk__in=students.values("pk")) | Q(pk__in=parents.values("pk")))

    def administering(self, school_id: int) -> MembershipQuerySet:
        """The local administrators of this school who may act now."""
        return self.usable().filter(school=school_id, duties__contains=[Duty.LOCAL_ADMINISTRATOR])

    def successors_of(self, membership: Membership) -> MembershipQuerySet:
        """Who could take this one's duties over today: colleagues who have signed in before."""
        colleagues = self.in_state(State.ACTIVE).exclude(user=membership.user_id)
        return colleagues.filter(
            school=membership.school_id, profile__in=(Profile.TEACHER, Profile.STAFF)
        )

    def issuable_by(self, by: Membership) -> MembershipQuerySet:
        """Whom this one may give a code: administrators everybody of their school, teachers the
        families of their classes.

        Whoever holds the code chooses the password: a teacher never gets one for a parent who is
        a colleague too.
        """
        of_school = self.usable().filter(school=by.school_id)
        if by.is_local_administrator:
            return of_school
        if by.profile != Profile.TEACHER:
            return self.none()
        colleagues = self.model.objects.filter(school=by.school_id).beyond_family()
        return of_school.in_classes_of(by).exclude(user__in=colleagues.values("user"))

    def of_families(self) -> MembershipQuerySet:
        return self.filter(profile__in=(Profile.STUDENT, Profile.PARENT))

    def never_signed_in(self) -> MembershipQuerySet:
        return self.in_state(State.INVITED)

    def beyond_family(self) -> MembershipQuerySet:
        """Those who are more than a student or a parent in their school."""
        return self.exclude(profile__in=(Profile.STUDENT, Profile.PARENT), duties=[])

    def enrolled_in(self, school_class: SchoolClass) -> MembershipQuerySet:
        """Who learns or teaches in a class."""
        return self.open().filter(enrolments__school_class=school_class)

    def of_school(self, school_id: int) -> MembershipQuerySet:
        return self.filter(school=school_id)

    def of_class(self, school_class: SchoolClass) -> MembershipQuerySet:
        """Its students, their parents, and its teachers."""
        return self.filter(
            in_groups__group__kind=GroupKind.CLASS,
            in_groups__group__profile="",
            in_groups__group__school_class=school_class,
        )

    def matching(
        self,
        *,
        words: str = "",
        profile: str = "",
        school_class: SchoolClass | None = None,
        state: str = "",
    ) -> MembershipQuerySet:
        """Those who fit everything that is given, by name."""
        found = self.search(words)
        if profile:
            found = found.filter(profile=profile)
        if school_class:
            found = found.of_class(school_class)
        return found.in_state(state) if state else found

    def in_state(self, state: str) -> MembershipQuerySet:
        """Those whose `state` it is."""
        if state == State.CLOSED:
            return self.exclude(closed_at=None)
        if state == State.BLOCKED:
            return self.open().exclude(Q(blocked_at=None) | Q(blocked_until__lte=clock.now()))
        never = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.usable().filter(never if state == State.INVITED else ~never)

    def same_person(self, membership: Membership) -> MembershipQuerySet:
        """What else this one's account is in their school."""
        of_account = self.filter(school=membership.school_id, user=membership.user_id)
        return of_account.exclude(pk=membership.pk)

    def administered_by(self, user: User | AnonymousUser) -> MembershipQuerySet:
        """Everybody of the schools where this person is local administrator."""
        return self.filter(school__in=_administered_schools(user)).select_related("user", "school")

    def search(self, words: str) -> MembershipQuerySet:
        """Those in whose name each of these begins a word, accents and case ignored; by name."""
        from accounts.models import NameWord  # noqa: PLC0415  (the models import this module)

        found = self
        for word in fold(words).split()[:MOST_WORDS]:
            # Not LIKE: under row-level security only what leaks nothing may use an index.
            begins = NameWord.objects.filter(word__gte=word, word__lt=word + AFTER_Z)
            found = found.filter(pk__in=begins.values("membership"))
        return self.by_name() if found is self else found.sorted_by_name()

    def of_group(self, group: Group) -> MembershipQuerySet:
        return self.filter(in_groups__group=group)

    def called(self, first_name: str, last_name: str) -> MembershipQuerySet:
        """Those of exactly this name, accents and case ignored."""
        return self.filter(user__folded_name=folded_name(first_name, last_name))

    def could_be_family_of(self, person: Membership) -> MembershipQuerySet:
        """The open accounts that could be linked to this student, or to this parent."""
        wanted = Profile.PARENT if person.profile == Profile.STUDENT else Profile.STUDENT
        here = self.open().filter(school=person.school_id, profile=wanted)
        linked = Q(guardianships__student=person) | Q(guardians__guardian=person)
        return here.exclude(pk__in=self.model.objects.filter(linked).values("pk"))

    def teachers(self) -> MembershipQuerySet:
        return self.open().filter(profile=Profile.TEACHER)

    def by_name(self) -> MembershipQuerySet:
        return self.order_by("user__folded_name", "pk")

    def sorted_by_name(self) -> MembershipQuerySet:
        """The same for few among many: in an order no index has, lest the planner read all names
        until it met enough of those wanted, who stand close together.
        """
        return self.order_by(Collate("user__folded_name", "C"), "pk")


class SchoolQuerySet(models.QuerySet["School"]):
    def administered_by(self, user: User | AnonymousUser) -> SchoolQuerySet:
        return self.filter(pk__in=_administered_schools(user))


class SchoolClassQuerySet(models.QuerySet["SchoolClass"]):
    def of_school(self, school_id: int) -> SchoolClassQuerySet:
        return self.filter(school=school_id)

    def with_counts(self) -> SchoolClassQuerySet:
        """Each with how many students and teachers it has, and how many of the students have
        never signed in, by name.
        """
        profile = "enrolments__membership__profile"
        present = Q(enrolments__membership__closed_at=None)
        never = Q(enrolments__membership__user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return self.annotate(
            students=Count("enrolments", filter=present & Q(**{profile: Profile.STUDENT})),
            waiting=Count("enrolments", filter=present & never & Q(**{profile: Profile.STUDENT})),
            teachers=Count("enrolments", filter=present & Q(**{profile: Profile.TEACHER})),
        ).order_by("name")

    def administered_by(self, user: User | AnonymousUser) -> SchoolClassQuerySet:
        return self.filter(school__in=_administered_schools(user))

    def visible_to(self, user: User | AnonymousUser) -> SchoolClassQuerySet:
        """Administrators see every class of their schools, teachers their own."""
        if not user.is_authenticated:
            return self.none()
        administered = Q(school__in=_administered_schools(user))
        return self.filter(administered | self._taught_by(user.memberships)).order_by("name")

    def with_code(self) -> SchoolClassQuerySet:
        return self.annotate(code=models.F("codes__code"))

    def led_by(self, by: Membership) -> SchoolClassQuerySet:
        """The classes this one looks after: an administrator all, a teacher their own."""
        of_school = self.filter(school=by.school_id).order_by("name")
        return of_school if by.is_local_administrator else of_school.filter(self._taught_by([by]))

    def _taught_by(self, memberships: list[Membership]) -> Q:
        teachers = [m for m in memberships if m.profile == Profile.TEACHER]
        taught = self.model.objects.filter(enrolments__membership__in=teachers)
        return Q(pk__in=taught.values("pk"))


class SignInCardQuerySet(models.QuerySet["SignInCard"]):
    def usable(self) -> SignInCardQuerySet:
        """Of students who may act now; those never used, for as long as an activation code."""
        unused = Q(pictures="", made_at__lte=clock.now() - VALIDITY)
        present = Q(membership__blocked_at=None) | Q(membership__blocked_until__lte=clock.now())
        return self.filter(present, membership__closed_at=None).exclude(unused)


class JoinedAccountQuerySet(models.QuerySet["JoinedAccount"]):
    def shown_to(self, by: Membership, person: Membership) -> JoinedAccountQuerySet:
        """The accounts that went on in this person's; a login is for administrators to know."""
        if by.school_id != person.school_id or not by.is_local_administrator:
            return self.none()
        return self.filter(membership=person).select_related("joined_by__user").order_by("pk")


class RollImportQuerySet(models.QuerySet["RollImport"]):
    def visible_to(self, user: User | AnonymousUser) -> RollImportQuerySet:
        return self.filter(school__in=_administered_schools(user))

    def without_files(self) -> RollImportQuerySet:
        """For pages, which never look into the files themselves."""
        return self.defer("files")

    def of_last_year(self) -> RollImportQuerySet:
        """What was begun in the last twelve months, the newest first, with by whom."""
        since = clock.now() - ROLL_IMPORTS_LISTED
        recent = self.filter(started_at__gt=since).defer("files", "choices", "findings")
        return recent.select_related("started_by__user").order_by("-started_at", "-pk")

    def to_be_read(self) -> RollImportQuerySet:
        return self.filter(state="reading")

    def waiting(self) -> RollImportQuerySet:
        """Confirmed, and not applied yet."""
        return self.filter(state="waiting")

    def undecided(self) -> RollImportQuerySet:
        return self.filter(state__in=("reading", "preview"))

    def forgotten(self) -> RollImportQuerySet:
        """Nobody decided about them in time, and their files hold names and birth dates."""
        return self.undecided().filter(started_at__lt=clock.now() - ROLL_PREVIEW_KEPT)


class GroupQuerySet(models.QuerySet["Group"]):
    def administered_by(self, user: User | AnonymousUser) -> GroupQuerySet:
        return self.filter(school__in=_administered_schools(user)).select_related(
            "school", "school_class", "person__user"
        )

    def listed_in(self, school_id: int) -> GroupQuerySet:
        """The groups of the school and its classes, and projects, each with its size.

        Families are left out: they are found with their child.
        """
        listed = self.filter(school=school_id, kind__in=LISTED_KINDS)
        order = ("kind", "school_class__name", "name", "profile")
        return listed.annotate(size=Count("members")).order_by(*order)

    def known_to(self, memberships: list[Membership]) -> GroupQuerySet:
        """Those whose members one of these may see."""
        return self.near_to(memberships).union(self.hearing_from(memberships), all=True)

    def hearing_from(self, memberships: list[Membership]) -> GroupQuerySet:
        """Those to whose members a contact rule lets one of these write."""
        rules = {"may_hear_from__from_group__members__membership__in": memberships}
        return self.filter(**rules)

    def near_to(self, memberships: list[Membership]) -> GroupQuerySet:
        """Their families, and those groups of their classes whose members they see."""
        families = self.filter(kind=GroupKind.FAMILY, members__membership__in=memberships)
        of_classes = [
            self.filter(
                kind=GroupKind.CLASS,
                profile__in=SEEN_IN_CLASS.get(Profile(each.profile), ()),
                school_class__groups__profile="",
                school_class__groups__members__membership=each,
            )
            for each in memberships
        ]
        return families.union(*of_classes, all=True)

    def of_members(self, memberships: list[Membership]) -> GroupQuerySet:
        """The groups one of these is in."""
        return self.filter(members__membership__in=memberships).distinct()

    def writable_by(self, membership: Membership) -> GroupQuerySet:
        """The groups a teacher or a member of staff may publish to."""
        of_school = self.filter(school=membership.school_id)
        if membership.profile == Profile.STAFF:
            return of_school.filter(kind__in=(GroupKind.SCHOOL, GroupKind.CLASS))
        if membership.profile == Profile.TEACHER:
            mine = Q(school_class__enrolments__membership=membership)
            return of_school.filter(mine, kind=GroupKind.CLASS).distinct()
        return self.none()


def _groups() -> GroupQuerySet:
    from accounts.models import Group  # noqa: PLC0415  (the models import this module)

    return Group.objects.all()


def _in_one_of(groups: GroupQuerySet) -> Q:
    """Asked of each candidate by index: most groups are larger than what is looked for in them."""
    from accounts.models import GroupMember  # noqa: PLC0415  (the models import this module)

    ids = list(groups.values_list("pk", flat=True))
    return Q(Exists(GroupMember.objects.filter(membership=OuterRef("pk"), group__in=ids)))


def _administered_schools(user: User | AnonymousUser) -> list[int]:
    return user.administered_schools if user.is_authenticated else []
