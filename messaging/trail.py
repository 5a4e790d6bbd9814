from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "start_conversation": _("began a conversation"),
        "send_message": _("sent a message"),
        "remove_message": _("removed a message"),
        "restore_message": _("brought a message back"),
    }
)
PAGES.update(
    {
        "messaging:inbox": _("their messages"),
        "messaging:new": _("choosing whom to write to"),
        "messaging:write": _("beginning a conversation"),
        "messaging:write_to": _("beginning a conversation"),
        "messaging:conversation": _("a conversation of theirs"),
    }
)
THINGS.update(
    {"messaging.Conversation": _("conversation"), "messaging.Message": _("message")},
)
