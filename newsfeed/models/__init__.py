from newsfeed.models.classes import USUAL, ClassFeed, Writing
from newsfeed.models.comments import Comment
from newsfeed.models.entries import Audience, Entry, Picture, State
from newsfeed.models.filters import FeedFilter
from newsfeed.models.notices import Dismissal
from newsfeed.models.visits import Visit
from newsfeed.models.words import Words

__all__ = [
    "USUAL",
    "Audience",
    "ClassFeed",
    "Comment",
    "Dismissal",
    "Entry",
    "FeedFilter",
    "Picture",
    "State",
    "Visit",
    "Words",
    "Writing",
]
