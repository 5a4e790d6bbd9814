from core import realtime
from newsfeed.models import Entry


def nudge_readers(entry: Entry, *, look: str) -> None:
    """After the commit, the open pages of everybody who sees the entry fetch `look` again."""
    realtime.nudge(entry.audiences.values_list("group_id", flat=True), look=look)
    if entry.author is not None:
        realtime.nudge_people([entry.author.user_id], look=look)


def look_of(entry: Entry) -> str:
    """What an open page of the entry listens for."""
    return f"entry-{entry.pk}"
