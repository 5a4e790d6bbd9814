from newsfeed.actions.class_feed import change_class_feed
from newsfeed.actions.comment import delete_comment, write_comment
from newsfeed.actions.edit import delete_entry, edit_entry
from newsfeed.actions.publish import publish_entry
from newsfeed.actions.remove import remove_comment, remove_entry, restore_comment, restore_entry

__all__ = [
    "change_class_feed",
    "delete_comment",
    "delete_entry",
    "edit_entry",
    "publish_entry",
    "remove_comment",
    "remove_entry",
    "restore_comment",
    "restore_entry",
    "write_comment",
]
