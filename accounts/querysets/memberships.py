from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Collate

from accounts.choices import HANDLING, Duty, Frequency, GroupKind, Profile, State
from accounts.logins import fold, folded_name
from accounts.querysets import parts
from accounts.querysets.schools import administered_schools
from core import clock

if TYPE_CHECKING:
    from accounts.models import Group, Membership, SchoolClass, User

# A longer name is found by its first words.
MOST_WORDS = 8
_STUDENTS_FIRST = Case(When(profile=Profile.STUDENT, then=0), default=1)
# The letters of folded words end before it.
AFTER_Z = "{"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open(self) -> MembershipQuerySet:
        return self.filter(closed_at=None)

    def usable(self) -> MembershipQuerySet:
        """Neither closed nor blocked: may act now."""
        return self.open().filter(Q(blocked_at=None) | Q(blocked_until__lte=clock.now()))

    def of_account(self, user: User) -> MembershipQuerySet:
        """What this account is in every school, usable or not; for its owner alone."""
        return self.filter(user=user).select_related("school").order_by("pk")

    def of_their_own(self, user: User) -> MembershipQuerySet:
        """What this account is in its own schools: not as the guest of a project."""
        return self.filter(user=user, home=None)

    def guests_of_projects(self) -> MembershipQuerySet:
        return self.filter(home__isnull=False)

    def at_home(self) -> MembershipQuerySet:
        """All others: whose account is looked after in the schools they are found in."""
        return self.filter(home=None)

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
            | parts.in_one_of(parts.known(user.memberships))
        )
        visible = Q(school__in=administered_schools(user)) | Q(closed_at=None) & known
        return self.filter(visible).select_related("user", "school")

    def near_to(self, user: User) -> MembershipQuerySet:
        """Family and classes, by name: whom somebody meets without looking for them."""
        members = self.model.objects.filter(parts.in_one_of(parts.near(user.memberships)))
        around = members.values("pk").union(self._siblings(user), all=True)
        found = self.open().filter(pk__in=around).exclude(user=user)
        return found.select_related("user", "school").sorted_by_name()

    def _siblings(self, user: User) -> models.QuerySet[Membership, Any]:
        """The keys of those who have a guardian in common with this person."""
        shared = {"guardians__guardian__guardianships__student__in": user.memberships}
        return self.model.objects.filter(**shared).values("pk")

    def hearing_from(self, membership: Membership) -> MembershipQuerySet:
        """Everybody to whom a contact rule lets this one begin to write."""
        reached = self.usable().filter(parts.in_one_of(parts.heard([membership])))
        return reached.exclude(user=membership.user_id).select_related("user", "school")

    def told_by_mail(self) -> MembershipQuerySet:
        """Who hears by e-mail that something waits, each with how often as `notices`; nobody without
        a mail server.

        Students have no mailbox; see `accounts.notices` for what is usual.
        """
        from allauth.account.models import EmailAddress  # noqa: PLC0415  (it asks for our models)

        here = self.model.objects.usable().filter(user=OuterRef("user"))
        confirmed = EmailAddress.objects.filter(user=OuterRef("user"), verified=True)
        parents = Exists(here.filter(profile=Profile.PARENT))
        usual = Case(When(parents, then=Value(Frequency.DAILY)), default=Value(Frequency.NEVER))
        chosen = Case(When(user__notices="", then=usual), default=F("user__notices"))
        reading = self.usable().filter(
            Exists(confirmed), ~Exists(here.filter(profile=Profile.STUDENT))
        )
        told = reading.annotate(notices=chosen).exclude(notices=Frequency.NEVER)
        return told if settings.SENDS_MAIL else told.none()

    def in_classes_of(self, teacher: Membership) -> MembershipQuerySet:
        """The students of a teacher's classes, and their parents."""
        students = self.model.objects.filter(
            profile=Profile.STUDENT, enrolments__school_class__enrolments__membership=teacher
        )
        parents = self.model.objects.filter(guardianships__student__in=students)
        return self.filter(Q(pk__in=students.values("pk")) | Q(pk__in=parents.values("pk")))

    def teaching(self, student: Membership) -> MembershipQuerySet:
        """The teachers of a student's classes who may act now, by name."""
        theirs = {"enrolments__school_class__enrolments__membership": student}
        found = self.usable().filter(profile=Profile.TEACHER, **theirs).distinct()
        return found.select_related("user").by_name()

    def administering(self, school_id: int) -> MembershipQuerySet:
        """The local administrators of this school who may act now."""
        return self.usable().filter(school=school_id, duties__contains=[Duty.LOCAL_ADMINISTRATOR])

    def handling_reports(self, school_id: int) -> MembershipQuerySet:
        """Who may handle reports in this school now, and has come at least once."""
        return self.who_came_with(HANDLING, school_id)

    def who_came_with(self, duties: Collection[Duty], school_id: int) -> MembershipQuerySet:
        """Who has one of these duties in this school now, and has come at least once."""
        never = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX, user__last_login=None)
        here = self.usable().filter(school=school_id, duties__overlap=sorted(duties))
        return here.exclude(never)

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
        of_school = self.usable().filter(school=by.school_id, home=None)
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
        return self.filter(school__in=administered_schools(user)).select_related("user", "school")

    def search(self, words: str, *, classes: Iterable[SchoolClass] = ()) -> MembershipQuerySet:
        """Those in whose name, or in that of one of these classes of theirs, each of these begins a
        word, accents and case ignored; by name.
        """
        from accounts.models import NameWord  # noqa: PLC0415  (the models import this module)

        found = self
        names = {each.pk: fold(each.name).split() for each in classes}
        for word in fold(words).split()[:MOST_WORDS]:
            # Not LIKE: under row-level security only what leaks nothing may use an index.
            begins = NameWord.objects.filter(word__gte=word, word__lt=word + AFTER_Z)
            called = [pk for pk, said in names.items() if any(w.startswith(word) for w in said)]
            meant = Q(pk__in=begins.values("membership"))
            found = found.filter(meant | self._in_class(called) if called else meant)
        return self.by_name() if found is self else found.sorted_by_name()

    def in_project_group(self, group_id: int | None) -> MembershipQuerySet:
        """Who is in a project, students first, by name; nobody in one that has not begun."""
        if group_id is None:
            return self.none()
        people = (
            self.open().filter(in_groups__group=group_id).select_related("user", "school", "home")
        )
        return people.order_by(_STUDENTS_FIRST, "user__folded_name", "pk")

    def _in_class(self, class_ids: list[int]) -> Q:
        from accounts.models import GroupMember  # noqa: PLC0415  (the models import this module)

        in_groups = {"group__kind": GroupKind.CLASS, "group__profile": ""}
        members = GroupMember.objects.filter(**in_groups, group__school_class__in=class_ids)
        return Q(pk__in=members.values("membership"))

    def nearest_first(self, membership: Membership) -> MembershipQuerySet:
        """Those this one has around before all others, each by name; a student's classmates first."""
        around = parts.in_one_of(parts.near([membership]))
        near = Case(When(around, then=0), default=1)
        peers = [_STUDENTS_FIRST] if membership.own_profile == Profile.STUDENT else []
        return self.order_by(near, *peers, Collate("user__folded_name", "C"), "pk")

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

    def left_without_child(self, leaving: Iterable[Membership]) -> MembershipQuerySet:
        """The parents all of whose children here are among those leaving, by name."""
        from accounts.models import Guardianship  # noqa: PLC0415  (the models import this module)

        ids = [each.pk for each in leaving]
        staying = Guardianship.objects.filter(guardian=OuterRef("pk"), student__closed_at=None)
        left = Guardianship.objects.filter(student__in=ids).values("guardian")
        parents = self.open().filter(pk__in=left).exclude(pk__in=ids)
        return parents.exclude(Exists(staying.exclude(student__in=ids))).by_name()

    def teachers(self) -> MembershipQuerySet:
        return self.open().filter(profile=Profile.TEACHER)

    def children(self) -> MembershipQuerySet:
        """Those whose `own_profile` is that of a student: here, or at home where they are guests."""
        return self.filter(Q(profile=Profile.STUDENT) | Q(home_profile=Profile.STUDENT))

    def by_name(self) -> MembershipQuerySet:
        return self.order_by("user__folded_name", "pk")

    def sorted_by_name(self) -> MembershipQuerySet:
        """The same for few among many: in an order no index has, lest the planner read all names
        until it met enough of those wanted, who stand close together.
        """
        return self.order_by(Collate("user__folded_name", "C"), "pk")
