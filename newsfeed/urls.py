from django.urls import path

from newsfeed.views import (
    classes,
    comments,
    composing,
    entries,
    entry,
    feed,
    files,
    filters,
    mine,
    notices,
    parts,
    reactions,
    returns,
    week,
)

DRAFT = "entries/drafts/<int:entry_id>"

app_name = "newsfeed"
urlpatterns = [
    path("", feed.feed, name="feed"),
    path("feed/filter/", filters.choose, name="filter"),
    path("feed/notices/<int:number>/<int:key>/dismiss/", notices.dismiss, name="dismiss"),
    path("week/", week.week, name="week"),
    path("entries/new/", composing.new, name="new"),
    path("entries/mine/", mine.mine, name="mine"),
    path(f"{DRAFT}/", composing.compose, name="compose"),
    path(f"{DRAFT}/preview/", composing.preview, name="preview"),
    path(f"{DRAFT}/delete/", mine.delete_draft, name="delete_draft"),
    path("entries/<int:entry_id>/", entry.entry, name="entry"),
    path("entries/<int:entry_id>/reactions/", reactions.reactions, name="reactions"),
    path("entries/<int:entry_id>/card/", entries.card, name="card"),
    path("entries/<int:entry_id>/edit/", entries.edit, name="edit"),
    path("entries/<int:entry_id>/delete/", entries.delete, name="delete"),
    path("entries/<int:entry_id>/confirm/", returns.confirm, name="confirm"),
    path("entries/<int:entry_id>/returns/", returns.overview, name="returns"),
    path("entries/<int:entry_id>/remind/", returns.remind, name="remind"),
    path("entries/<int:entry_id>/returns/<int:class_id>/", returns.of_class, name="class_returns"),
    path("entries/<int:entry_id>/remind/<int:class_id>/", returns.remind, name="remind_class"),
    path("entries/<int:entry_id>/calendar/", parts.calendar, name="calendar"),
    path("entries/<int:entry_id>/tick/", parts.tick, name="tick"),
    path("entries/<int:entry_id>/vote/", parts.vote, name="vote"),
    path("entries/<int:entry_id>/votes/", parts.votes, name="votes"),
    path("entries/<int:entry_id>/before/", mine.former, name="former"),
    path("entries/<int:entry_id>/back/", mine.bring_back, name="bring_back"),
    path("entries/<int:entry_id>/files/", files.attach, name="attach"),
    path("entries/<int:entry_id>/files/<int:attachment_id>/", files.attachment, name="attachment"),
    path("comments/<int:comment_id>/delete/", comments.delete, name="delete_comment"),
    path("schools/<int:school_id>/classes/<int:pk>/feed/", classes.class_feed, name="class_feed"),
]
