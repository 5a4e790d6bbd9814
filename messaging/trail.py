from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "start_draft": _("began a message"),
        "delete_draft": _("deleted a message that was not sent"),
        "schedule_message": _("set an hour for a message to be sent"),
        "unschedule_message": _("took back the hour of a message to be sent"),
        "send_message": _("sent a message"),
        "attach_file": _("put a file to a draft"),
        "take_file_off": _("took a file off a draft"),
        "recall_message": _("took a message back"),
        "confirm_message": _("confirmed that they had read a message"),
        "remind_readers": _("reminded those who had not confirmed a message"),
        "correct_message": _("corrected a message"),
        "archive_conversation": _("put a conversation away"),
        "unarchive_conversation": _("took a conversation out again"),
        "mute_conversation": _("muted a conversation"),
        "unmute_conversation": _("unmuted a conversation"),
        "remove_message": _("removed a message"),
        "restore_message": _("brought a message back"),
    }
)
PAGES.update(
    {
        "messaging:inbox": _("their messages"),
        "messaging:archived": _("their messages"),
        "messaging:search": _("a search in their messages"),
        "messaging:people": _("who is in a conversation of theirs"),
        "messaging:lay": _("a conversation of theirs"),
        "messaging:confirm": _("a conversation of theirs"),
        "messaging:confirmations": _("who confirmed a message of theirs"),
        "messaging:other_confirmations": _("who confirmed a message of theirs"),
        "messaging:remind": _("who confirmed a message of theirs"),
        "messaging:correct": _("the correcting of a message"),
        "messaging:recall": _("a conversation of theirs"),
        "messaging:new": _("choosing whom to write to"),
        "messaging:write_to": _("beginning a conversation"),
        "messaging:forward": _("beginning a conversation"),
        "messaging:drafts": _("their drafts"),
        "messaging:draft": _("a draft of theirs"),
        "messaging:draft_to": _("choosing whom to write to"),
        "messaging:scheduled": _("a draft of theirs"),
        "messaging:delete_draft": _("a draft of theirs"),
        "messaging:conversation": _("a conversation of theirs"),
        "messaging:attachment": _("a file of a message"),
        "messaging:attach": _("the files of a draft"),
        "messaging:attach_to_answer": _("the files of a draft"),
    }
)
THINGS.update(
    {"messaging.Conversation": _("conversation"), "messaging.Message": _("message")},
)
