from newsfeed.models.comments import Comment
from newsfeed.models.entries import Audience, Entry, Picture, State
from newsfeed.models.visits import Visit
from newsfeed.models.words import Words

__all__ = ["Audience", "Comment", "Entry", "Picture", "State", "Visit", "Words"]
