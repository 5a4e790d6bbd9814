"""What was said under an entry: the newest of it, however much there is."""

from collections import defaultdict
from dataclasses import dataclass

from newsfeed.models import Comment
from newsfeed.querysets import CommentQuerySet

THREADS = 20
ANSWERS = 5  # of each, as long as others stand beside it
OF_ONE = 100


@dataclass(frozen=True)
class Thread:
    """A comment with its answers, the oldest first; `more` says that some came before these."""

    first: Comment
    answers: list[Comment]
    more: bool

    @property
    def oldest(self) -> Comment:
        return self.answers[0]


@dataclass(frozen=True)
class Talk:
    """Threads, the oldest first; `more` says that others came before them."""

    threads: list[Thread]
    more: bool

    @property
    def oldest(self) -> Comment:
        return self.threads[0].first


def talk_of(said: CommentQuerySet, before: Comment | None = None) -> Talk:
    """The newest threads of what was said under an entry, or the newest before a comment."""
    firsts, more = _newest(said.firsts(), before, THREADS)
    given = defaultdict(list)
    for answer in said.newest_answers(firsts, ANSWERS + 1):
        given[answer.answers_id].append(answer)
    return Talk([_thread(first, given[first.pk]) for first in firsts], more)


def thread_of(said: CommentQuerySet, first: Comment, before: Comment | None = None) -> Talk:
    """One thread by itself."""
    answers, more = _newest(said.there().filter(answers=first), before, OF_ONE)
    return Talk([Thread(first, answers, more)], more=False)


def _thread(first: Comment, newest: list[Comment]) -> Thread:
    return Thread(first, newest[:ANSWERS][::-1], len(newest) > ANSWERS)


def _newest(
    comments: CommentQuerySet, before: Comment | None, number: int
) -> tuple[list[Comment], bool]:
    """So many of them, the oldest first, and whether there are more."""
    found = list((comments.before(before) if before else comments)[: number + 1])
    return found[:number][::-1], len(found) > number
