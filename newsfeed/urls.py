from django.urls import path

from newsfeed.views import (
    classes,
    comments,
    entries,
    entry,
    feed,
    filters,
    notices,
    parts,
    reactions,
    returns,
    week,
)

app_name = "newsfeed"
urlpatterns = [
    path("", feed.feed, name="feed"),
    path("feed/filter/", filters.choose, name="filter"),
    path("feed/notices/<int:number>/<int:key>/dismiss/", notices.dismiss, name="dismiss"),
    path("week/", week.week, name="week"),
    path("entries/new/", entries.new, name="new"),
    path("entries/<int:entry_id>/", entry.entry, name="entry"),
    path("entries/<int:entry_id>/reactions/", reactions.reactions, name="reactions"),
    path("entries/<int:entry_id>/card/", entries.card, name="card"),
    path("entries/<int:entry_id>/edit/", entries.edit, name="edit"),
    path("entries/<int:entry_id>/delete/", entries.delete, name="delete"),
    path("entries/<int:entry_id>/pictures/<int:picture_id>/", entries.picture, name="picture"),
    path("entries/<int:entry_id>/confirm/", returns.confirm, name="confirm"),
    path("entries/<int:entry_id>/returns/", returns.overview, name="returns"),
    path("entries/<int:entry_id>/remind/", returns.remind, name="remind"),
    path("entries/<int:entry_id>/returns/<int:class_id>/", returns.of_class, name="class_returns"),
    path("entries/<int:entry_id>/remind/<int:class_id>/", returns.remind, name="remind_class"),
    path("entries/<int:entry_id>/calendar/", parts.calendar, name="calendar"),
    path("entries/<int:entry_id>/tick/", parts.tick, name="tick"),
    path("entries/<int:entry_id>/vote/", parts.vote, name="vote"),
    path("entries/<int:entry_id>/votes/", parts.votes, name="votes"),
    path("comments/<int:comment_id>/delete/", comments.delete, name="delete_comment"),
    path("schools/<int:school_id>/classes/<int:pk>/feed/", classes.class_feed, name="class_feed"),
]
