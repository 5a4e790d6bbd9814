from messaging.actions.confirming import confirm_message, correct_message, remind_readers
from messaging.actions.reading import archive, mark_read, mute, unarchive, unmute
from messaging.actions.recall import recall_message
from messaging.actions.remove import remove_message, restore_message
from messaging.actions.sending import send_message
from messaging.actions.writing import answer_conversation, start_conversation

__all__ = [
    "answer_conversation",
    "archive",
    "confirm_message",
    "correct_message",
    "mark_read",
    "mute",
    "recall_message",
    "remind_readers",
    "remove_message",
    "restore_message",
    "send_message",
    "start_conversation",
    "unarchive",
    "unmute",
]
