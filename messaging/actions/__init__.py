from messaging.actions.attaching import attach_file, take_file_off
from messaging.actions.confirming import confirm_message, correct_message, remind_readers
from messaging.actions.drafts import (
    address_draft,
    delete_draft,
    start_draft,
    take_out,
    write_draft,
)
from messaging.actions.reading import archive, mark_read, mute, unarchive, unmute
from messaging.actions.recall import recall_message
from messaging.actions.remove import remove_message, restore_message
from messaging.actions.scheduling import schedule_message, unschedule_message
from messaging.actions.sending import send_message
from messaging.actions.writing import (
    answer_conversation,
    keep_answer,
    open_answer,
    start_conversation,
)

__all__ = [
    "address_draft",
    "answer_conversation",
    "archive",
    "attach_file",
    "confirm_message",
    "correct_message",
    "delete_draft",
    "keep_answer",
    "mark_read",
    "mute",
    "open_answer",
    "recall_message",
    "remind_readers",
    "remove_message",
    "restore_message",
    "schedule_message",
    "send_message",
    "start_conversation",
    "start_draft",
    "take_file_off",
    "take_out",
    "unarchive",
    "unmute",
    "unschedule_message",
    "write_draft",
]
