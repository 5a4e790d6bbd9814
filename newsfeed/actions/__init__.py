from newsfeed.actions.attaching import attach_file, take_file_off
from newsfeed.actions.class_feed import change_class_feed
from newsfeed.actions.comment import delete_comment, write_comment
from newsfeed.actions.confirming import confirm_entry, remind_guardians
from newsfeed.actions.drafts import delete_draft, start_entry, write_entry
from newsfeed.actions.edit import bring_back_entry, delete_entry, edit_entry
from newsfeed.actions.filters import choose_filter
from newsfeed.actions.handing_in import approve_entry, return_entry, take_entry_back
from newsfeed.actions.notices import NoSuchNotice, dismiss_notice
from newsfeed.actions.publish import publish_draft, publish_entry
from newsfeed.actions.react import react_to_entry
from newsfeed.actions.remove import remove_comment, remove_entry, restore_comment, restore_entry
from newsfeed.actions.scheduling import schedule_entry, unschedule_entry
from newsfeed.actions.seen import mark_seen
from newsfeed.actions.ticking import tick_task
from newsfeed.actions.voting import cast_vote

__all__ = [
    "NoSuchNotice",
    "approve_entry",
    "attach_file",
    "bring_back_entry",
    "cast_vote",
    "change_class_feed",
    "choose_filter",
    "confirm_entry",
    "delete_comment",
    "delete_draft",
    "delete_entry",
    "dismiss_notice",
    "edit_entry",
    "mark_seen",
    "publish_draft",
    "publish_entry",
    "react_to_entry",
    "remind_guardians",
    "remove_comment",
    "remove_entry",
    "restore_comment",
    "restore_entry",
    "return_entry",
    "schedule_entry",
    "start_entry",
    "take_entry_back",
    "take_file_off",
    "tick_task",
    "unschedule_entry",
    "write_comment",
    "write_entry",
]
