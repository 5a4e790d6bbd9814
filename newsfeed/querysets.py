from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Window
from django.db.models.functions import Coalesce, RowNumber

from accounts.choices import GroupKind, Profile
from accounts.models import Enrolment, GroupMember, Membership, SchoolClass, User
from core import clock

if TYPE_CHECKING:
    from newsfeed.models import Audience, ClassFeed, Comment, Entry, EntryFile, Reaction

_THERE = Q(deleted_at=None, removed_at=None, author__isnull=False)


class EntryQuerySet(models.QuerySet["Entry"]):
    def there(self) -> EntryQuerySet:
        """Neither deleted, removed nor erased with their author."""
        return self.filter(_THERE)

    def published(self) -> EntryQuerySet:
        """What is there to be read at this moment."""
        lasting = Q(expires_at=None) | Q(expires_at__gt=clock.now())
        return self.there().filter(lasting, published_at__isnull=False)

    def reaching(self, memberships: Collection[Membership]) -> EntryQuerySet:
        """What was published to a group of one of these, and what they published."""
        mine = [membership.pk for membership in memberships]
        addressed = GroupMember.objects.filter(
            membership__in=mine, group__audiences__entry=OuterRef("pk")
        )
        return self.published().filter(Q(author__in=mine) | Exists(addressed))

    def visible_to(self, user: User | AnonymousUser) -> EntryQuerySet:
        return self.reaching(user.memberships) if user.is_authenticated else self.none()

    def asking(self) -> EntryQuerySet:
        """Those that ask families for something: to confirm, to do, to bring."""
        return self.filter(Q(wants_confirmation=True) | Q(tasks__isnull=False))

    def written_by(self, user: User) -> EntryQuerySet:
        return self.filter(author__in=user.memberships)

    def mine(self, user: User | AnonymousUser) -> EntryQuerySet:
        """What this person wrote or is writing, whoever else sees it; each with its author."""
        if not user.is_authenticated:
            return self.none()
        return self.there().written_by(user).select_related("author__user", "author__school")

    def unpublished(self) -> EntryQuerySet:
        """Drafts, what waits for its hour, and what a teacher gave back."""
        return self.filter(state__in=("draft", "scheduled", "declined"))

    def changeable(self) -> EntryQuerySet:
        """What a student published stays as it was read first."""
        return self.exclude(author__profile=Profile.STUDENT)

    def waiting(self) -> EntryQuerySet:
        """What waits for a teacher, the oldest first."""
        return self.filter(state="waiting").order_by("written_at", "pk")

    def handed_in(self) -> EntryQuerySet:
        """What waits for a teacher, and what one decided about; each with who wrote it.

        What was taken back to be changed is its author's affair alone.
        """
        decided = Q(state__in=("declined", "published"), decisions__isnull=False)
        found = self.there().filter(Q(state="waiting") | decided)
        return found.select_related("author__user", "author__school")

    def handed_in_to(self, memberships: Collection[Membership]) -> EntryQuerySet:
        """By students who are in a class that one of these teaches, and may act now."""
        from newsfeed.models import Audience  # noqa: PLC0415  (the models import this module)

        teachers = [each for each in memberships if each.profile == Profile.TEACHER]
        taught = Enrolment.objects.filter(membership__in=teachers).values("school_class")
        shared = Audience.objects.filter(
            entry=OuterRef("pk"),
            group__school_class__in=taught,
            group__school_class__enrolments__membership=OuterRef("author"),
        )
        usable = Membership.objects.usable().values("pk")
        of_schools = self.filter(school__in={each.school_id for each in teachers})
        return of_schools.handed_in().filter(Exists(shared), author__in=usable)

    def handed_in_near(self, user: User | AnonymousUser) -> EntryQuerySet:
        """By this person, or to them as a teacher."""
        if not user.is_authenticated:
            return self.none()
        to_them = self.handed_in_to(user.memberships).values("pk")
        return self.handed_in().filter(Q(author__in=user.memberships) | Q(pk__in=to_them))

    def with_something(self) -> EntryQuerySet:
        """Those in which there is more than whom they are for."""
        from newsfeed.models import EntryFile  # noqa: PLC0415  (the models import this module)

        files = Exists(EntryFile.objects.filter(entry=OuterRef("pk")))
        return self.filter(~Q(title="", text="") | files)

    def with_addressees(self) -> EntryQuerySet:
        return self.prefetch_related("audiences__group__school", "audiences__group__school_class")

    def with_decisions(self) -> EntryQuerySet:
        return self.prefetch_related("decisions__decided_by__user")

    def latest_first(self) -> EntryQuerySet:
        return self.order_by(Coalesce("published_at", "written_at").desc(), "-pk")

    def due(self) -> EntryQuerySet:
        """What waits no longer."""
        return self.there().filter(state="scheduled", publish_at__lte=clock.now())

    def abandoned(self, before: datetime) -> EntryQuerySet:
        """Drafts in which nothing was written until then, and those nobody is left to write on."""
        old = self.unpublished().filter(state="draft", written_at__lt=before)
        empty = Q(pk__in=old.values("pk")) & ~Q(pk__in=old.with_something().values("pk"))
        return self.unpublished().filter(Q(author=None) | empty)


class CommentQuerySet(models.QuerySet["Comment"]):
    def there(self) -> CommentQuerySet:
        return self.filter(_THERE)

    def visible_to(self, user: User | AnonymousUser) -> CommentQuerySet:
        """What was said under the entries this person sees."""
        from newsfeed.models import Entry  # noqa: PLC0415  (the models import this module)

        return self.there().filter(entry__in=Entry.objects.visible_to(user))

    def under(self, entry: Entry) -> CommentQuerySet:
        """Each with who said it, the newest first."""
        found = self.filter(entry=entry).select_related("author__user")
        return found.order_by("-written_at", "-pk")

    def before(self, comment: Comment) -> CommentQuerySet:
        same_moment = Q(written_at=comment.written_at, pk__lt=comment.pk)
        return self.filter(Q(written_at__lt=comment.written_at) | same_moment)

    def firsts(self) -> CommentQuerySet:
        """What answers no other comment. What is gone keeps its place while an answer is there."""
        answered = self.model.objects.there().filter(answers=OuterRef("pk"))
        return self.filter(_THERE | Exists(answered), answers=None)

    def thread_of(self, first_id: int) -> CommentQuerySet:
        """A comment and all that answers it."""
        return self.filter(Q(pk=first_id) | Q(answers=first_id))

    def newest_answers(self, firsts: Collection[Comment], number: int) -> CommentQuerySet:
        """At most this many to each of these."""
        newest = [F("written_at").desc(), F("pk").desc()]
        counted = Window(RowNumber(), partition_by="answers", order_by=newest)
        given = self.there().filter(answers__in=firsts).annotate(place=counted)
        return given.filter(place__lte=number)

    def written_by(self, user: User) -> CommentQuerySet:
        return self.filter(author__in=user.memberships)


class AudienceQuerySet(models.QuerySet["Audience"]):
    def met_by(self, by: Membership) -> models.QuerySet[Audience, Any]:
        """Of each whether it `goes_on`, whether it `reaches` this one, whether its class or its
        project `is_theirs`, and whether `parents_speak` there.
        """
        from newsfeed.models import ClassFeed  # noqa: PLC0415  (the models import this module)

        mine = GroupMember.objects.filter(membership=by)
        of_class = mine.filter(group__kind=GroupKind.CLASS, group__profile="")
        in_it = Exists(mine.filter(group=OuterRef("group")))
        in_class = Exists(of_class.filter(group__school_class=OuterRef("group__school_class")))
        is_project = Q(group__kind=GroupKind.PROJECT)
        opened = ClassFeed.objects.filter(
            school_class=OuterRef("group__school_class"), parents_comment=True
        )
        lasting = Q(group__ends_at=None) | Q(group__ends_at__gt=clock.now())
        return self.values(
            goes_on=lasting,
            reaches=in_it,
            is_theirs=Q(in_class) | is_project & Q(in_it),
            parents_speak=Q(Exists(opened)) | is_project,
        )


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def known_to(self, user: User) -> ReactionQuerySet:
        """By those who work there, and by those one shares a class or a project with, by name.

        An entry for the whole school is read by many who know nothing of each other.
        """
        mine = GroupMember.objects.filter(membership__in=user.memberships)
        of_class = Q(group__kind=GroupKind.CLASS, group__profile="")
        shared = mine.filter(of_class | Q(group__kind=GroupKind.PROJECT)).values("group")
        met = GroupMember.objects.filter(membership=OuterRef("by"), group__in=shared)
        works = Q(by__profile__in=(Profile.TEACHER, Profile.STAFF))
        known = self.filter(works | Exists(met) | Q(by__in=user.memberships))
        return known.select_related("by__user").order_by("by__user__folded_name", "pk")


class ClassFeedQuerySet(models.QuerySet["ClassFeed"]):
    def of_class(self, school_class: SchoolClass) -> dict[str, Any]:
        """What holds there, whether or not anybody set it."""
        from newsfeed.models import USUAL  # noqa: PLC0415  (the models import this module)

        return self.filter(school_class=school_class).values(*USUAL).first() or USUAL


class EntryFileQuerySet(models.QuerySet["EntryFile"]):
    def visible_to(self, user: User | AnonymousUser) -> EntryFileQuerySet:
        """Those of the entries this person sees, and of what they are writing."""
        from newsfeed.models import Entry  # noqa: PLC0415  (the models import this module)

        sees = Entry.objects.visible_to(user).values("pk")
        wrote = Entry.objects.mine(user).values("pk")
        read_first = Entry.objects.handed_in_near(user).values("pk")
        seen = Q(entry__in=sees) | Q(entry__in=wrote) | Q(entry__in=read_first)
        return self.filter(seen).select_related("file")
