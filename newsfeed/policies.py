from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django_stubs_ext import StrOrPromise

from accounts.choices import Profile
from accounts.models import Group, Membership, SchoolClass
from accounts.policies import moderates
from accounts.querysets import GroupQuerySet
from newsfeed.models import Comment, Entry, Poll, Task, Words
from newsfeed.roll import guardians_of, tickable_by
from newsfeed.students import groups_of_students, is_student


class MayNotPublish(PermissionDenied):
    """Only teachers and staff publish, and only to groups of their own."""


class AlreadyPublished(PermissionDenied):
    """What is published is edited, not drafted or published again."""


class NotPublished(PermissionDenied):
    """What nobody reads yet is neither edited nor taken back: it is a draft."""


class NothingWritten(PermissionDenied):
    """An entry has a title at least."""


class NotThen(PermissionDenied):
    """An entry waits for a moment to come, a year at most, and disappears after that one."""


class NotAddressed(PermissionDenied):
    """Only those who see an entry comment on it."""


class CommentsClosed(PermissionDenied):
    """This entry takes no comments of this person: `newsfeed.silence` has why."""

    def __init__(self, why: StrOrPromise) -> None:
        super().__init__()
        self.why = why


class ProjectEnded(PermissionDenied):
    """What was only for a project that has ended is read, and nothing is written there."""


class NotTheAuthor(PermissionDenied):
    """Words are changed and deleted by whoever wrote them, as long as they are there."""


class MayNotRemove(PermissionDenied):
    """Only the school takes away, or brings back, what somebody wrote."""


class NotTheirClass(PermissionDenied):
    """Who writes in the feed of a class is set by its teachers and by administrators."""


def may_lead(by: Membership) -> bool:
    """Whether there may be classes they look after."""
    return by.is_local_administrator or by.profile == Profile.TEACHER


def can_lead(by: Membership, school_class: SchoolClass) -> bool:
    return SchoolClass.objects.led_by(by).filter(pk=school_class.pk).exists()


class AlreadyDecided(PermissionDenied):
    """What a student handed in is decided once, by one teacher, and not after it was taken back."""


class ReadAsItIs(PermissionDenied):
    """What a student published stays as it was read first: it is taken back, and not changed."""


def reads_first(by: Membership) -> bool:
    """Whether students may hand entries in to them."""
    return by.profile == Profile.TEACHER


def can_decide(by: Membership, entry: Entry) -> bool:
    return Entry.objects.handed_in_to([by]).filter(pk=entry.pk).exists()


def can_publish(by: Membership) -> bool:
    """Students where a class of theirs lets them."""
    return _works_there(by) or (is_student(by) and groups_open_to(by).exists())


def may_publish(memberships: Collection[Membership]) -> bool:
    """The same of whoever is signed in, as any of these."""
    return any(_works_there(each) or each.known["class_lets_write"] for each in memberships)


def _works_there(by: Membership) -> bool:
    return by.own_profile in (Profile.TEACHER, Profile.STAFF)


def groups_open_to(by: Membership) -> GroupQuerySet:
    return groups_of_students([by.pk]) if is_student(by) else Group.objects.writable_by(by)


def can_publish_to(by: Membership, groups: Collection[Group]) -> bool:
    """Whether all of these, and at least one, are open to what this person publishes; of a student
    all of one class, so that its teachers alone decide.
    """
    asked = {group.pk for group in groups}
    of_several = len({group.school_class_id for group in groups}) > 1
    if not asked or (is_student(by) and of_several):
        return False
    return groups_open_to(by).filter(pk__in=asked).count() == len(asked)


def can_see(by: Membership, entry: Entry) -> bool:
    return Entry.objects.reaching([by]).filter(pk=entry.pk).exists()


def is_over(entry: Entry) -> bool:
    """Whether all it was for is an ended project."""
    return not Group.objects.filter(audiences__entry=entry).going_on().exists()


def can_change(by: Membership, words: Entry | Comment) -> bool:
    return words.is_there and words.author_id == by.pk


def can_remove(by: Membership, words: Words) -> bool:
    return moderates(by, words.school_id)


class NobodyToAsk(PermissionDenied):
    """Guardians are asked to confirm, so there must be some among those it is for."""


class NotAsked(PermissionDenied):
    """Only guardians whom an entry reaches confirm it, and only if it asks for it."""


class WordsChanged(PermissionDenied):
    """What was read stands there no longer; nobody confirms what they have not read."""


class NotFollowed(PermissionDenied):
    """What came back from families is for the author, and for teachers of their own classes."""


class RemindedToday(PermissionDenied):
    """People are reminded once a day at most."""


class NotTheirTask(PermissionDenied):
    """A task is ticked by the student it is for, or by a guardian for them."""


class NotAsVoter(PermissionDenied):
    """Whom an entry reaches votes in its poll; its author asked."""


class PollClosed(PermissionDenied):
    """A poll takes votes until the end of its last day, and as long as its project runs."""


class NoSuchChoice(PermissionDenied):
    """One votes for an option there is; for several only where several may be chosen."""


def can_confirm(by: Membership, entry: Entry) -> bool:
    """Whether they are a guardian whom it asks."""
    return entry.wants_confirmation and guardians_of(entry).filter(membership=by).exists()


def can_tick_for(by: Membership, task: Task, student: Membership) -> bool:
    return can_see(by, task.entry) and tickable_by([by], task.entry).filter(pk=student.pk).exists()


def can_vote(by: Membership, poll: Poll) -> bool:
    return poll.entry.author_id != by.pk and can_see(by, poll.entry)
