from newsfeed.models.classes import USUAL, ClassFeed, Writing
from newsfeed.models.comments import Comment
from newsfeed.models.confirmations import Confirmation
from newsfeed.models.decisions import Decision
from newsfeed.models.entries import Audience, Entry, EntryFile, State
from newsfeed.models.events import Event
from newsfeed.models.filters import FeedFilter
from newsfeed.models.notices import Dismissal
from newsfeed.models.polls import Poll, Vote
from newsfeed.models.reactions import Feeling, Reaction
from newsfeed.models.tasks import Done, Task
from newsfeed.models.visits import ToldWeek, Visit
from newsfeed.models.words import Words

__all__ = [
    "USUAL",
    "Audience",
    "ClassFeed",
    "Comment",
    "Confirmation",
    "Decision",
    "Dismissal",
    "Done",
    "Entry",
    "EntryFile",
    "Event",
    "FeedFilter",
    "Feeling",
    "Poll",
    "Reaction",
    "State",
    "Task",
    "ToldWeek",
    "Visit",
    "Vote",
    "Words",
    "Writing",
]
