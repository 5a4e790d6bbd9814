from django.db.models import Q

from accounts.choices import Profile
from accounts.models import Membership
from core import feed_notices, realtime
from newsfeed.models import Comment, Entry


def nudge_readers(entry: Entry, *, look: str) -> None:
    """After the commit, the open pages of everybody who sees the entry fetch `look` again."""
    realtime.nudge(entry.audiences.values_list("group_id", flat=True), look=look)
    if entry.author is not None:
        realtime.nudge_people([entry.author.user_id], look=look)


def nudge_author(entry: Entry, *, by: Membership) -> None:
    """After the commit, the open feed of whoever wrote the entry looks for what concerns them."""
    if entry.author is not None and entry.author != by:
        realtime.nudge_people([entry.author.user_id], look=feed_notices.LOOK)


def nudge_answered(comment: Comment, *, by: Membership) -> None:
    """After the commit, the open feeds of those whom it answers look for what concerns them."""
    entry_author = Q(entry_set=comment.entry_id)
    thread = Comment.objects.there().thread_of(comment.answers_id or comment.pk)
    spoke = Q(pk__in=thread.values("author"))
    answered = Membership.objects.filter(entry_author | spoke).exclude(pk=by.pk)
    people = answered.values_list("user_id", flat=True).distinct()
    realtime.nudge_people(people, look=feed_notices.LOOK)


def nudge_who_decides(entry: Entry) -> None:
    """After the commit, the teachers of the class look again at what waits for them."""
    teachers = Membership.objects.filter(
        profile=Profile.TEACHER, enrolments__school_class__groups__audiences__entry=entry
    )
    realtime.nudge_people(set(teachers.values_list("user_id", flat=True)), look="waiting")
    if entry.author is not None:
        realtime.nudge_people([entry.author.user_id], look="entries")


def look_of(entry_id: int) -> str:
    """What every open page that shows the entry listens for: its words changed, or are gone."""
    return f"entry-{entry_id}"


def look_under(entry_id: int) -> str:
    """What only the entry's own page listens for: a feed does not fetch itself for a comment."""
    return f"comments-{entry_id}"


def nudge_follower(entry: Entry) -> None:
    """Whoever wrote it and looks at what came back from families looks again."""
    if entry.author is not None:
        realtime.nudge_people([entry.author.user_id], look=look_at_returns(entry.pk))


def look_at_returns(entry_id: int) -> str:
    return f"returns-{entry_id}"
