from newsfeed.actions.class_feed import change_class_feed
from newsfeed.actions.comment import delete_comment, write_comment
from newsfeed.actions.edit import delete_entry, edit_entry
from newsfeed.actions.filters import choose_filter
from newsfeed.actions.notices import NoSuchNotice, dismiss_notice
from newsfeed.actions.publish import publish_entry
from newsfeed.actions.remove import remove_comment, remove_entry, restore_comment, restore_entry

__all__ = [
    "NoSuchNotice",
    "change_class_feed",
    "choose_filter",
    "delete_comment",
    "delete_entry",
    "dismiss_notice",
    "edit_entry",
    "publish_entry",
    "remove_comment",
    "remove_entry",
    "restore_comment",
    "restore_entry",
    "write_comment",
]
