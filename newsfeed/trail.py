from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "publish_entry": _("published an entry"),
        "start_entry": _("began an entry"),
        "delete_draft_entry": _("deleted an entry before it was published"),
        "schedule_entry": _("set the hour of an entry"),
        "unschedule_entry": _("took the hour of an entry away"),
        "attach_to_entry": _("put a file to an entry"),
        "take_off_entry": _("took a file off an entry"),
        "bring_back_entry": _("brought back an entry that had disappeared"),
        "edit_entry": _("changed an entry"),
        "delete_entry": _("deleted an entry of their own"),
        "remove_entry": _("removed an entry"),
        "restore_entry": _("brought an entry back"),
        "confirm_entry": _("confirmed an entry"),
        "remind_guardians": _("asked guardians once more to confirm an entry"),
        "tick_task": _("said that a student did a task"),
        "untick_task": _("said that a student has a task still to do"),
        "cast_vote": _("voted in a poll"),
        "write_comment": _("wrote a comment"),
        "delete_comment": _("deleted a comment of their own"),
        "dismiss_notice": _("put a notice of the feed away"),
        "see_feed": _("saw all that was new in the feed"),
        "choose_filter": _("chose what the feed shows"),
        "remove_comment": _("removed a comment"),
        "restore_comment": _("brought a comment back"),
        "react_to_entry": _("reacted to an entry"),
        "take_reaction_back": _("took back a reaction to an entry"),
        "hand_in_entry": _("handed in an entry for a teacher to read"),
        "take_entry_back": _("took back an entry that a teacher was to read"),
        "approve_entry": _("published an entry of a student"),
        "return_entry": _("gave an entry back to a student"),
        "change_class_feed": _("set who writes in the feed of a class"),
    }
)
PAGES.update(
    {
        "newsfeed:feed": _("the feed"),
        "newsfeed:week": _("a week at a glance"),
        "newsfeed:attach": _("the files of an entry"),
        "newsfeed:bring_back": _("bringing an entry back"),
        "newsfeed:confirm": _("confirming an entry"),
        "newsfeed:remind": _("reminding families of an entry"),
        "newsfeed:remind_class": _("reminding families of an entry"),
        "newsfeed:take_back": _("taking back what was handed in"),
        "newsfeed:tick": _("ticking a task"),
        "newsfeed:vote": _("answering a poll"),
        "newsfeed:search": _("a search in the feed"),
        "newsfeed:new": _("writing an entry"),
        "newsfeed:entry": _("an entry"),
        "newsfeed:card": _("an entry"),
        "newsfeed:edit": _("changing an entry"),
        "newsfeed:delete": _("deleting an entry"),
        "newsfeed:filter": _("what the feed shows"),
        "newsfeed:seen": _("what is new in the feed"),
        "newsfeed:dismiss": _("a notice of the feed"),
        "newsfeed:returns": _("who has confirmed an entry or done its task"),
        "newsfeed:class_returns": _("who has confirmed an entry or done its task"),
        "newsfeed:calendar": _("an event as a file for a calendar"),
        "newsfeed:votes": _("who answered what in a poll"),
        "newsfeed:attachment": _("a file of an entry"),
        "newsfeed:compose": _("writing an entry"),
        "newsfeed:preview": _("an entry before it is published"),
        "newsfeed:mine": _("their own entries"),
        "newsfeed:former": _("how an entry read before"),
        "newsfeed:delete_draft": _("deleting an entry"),
        "newsfeed:delete_comment": _("deleting a comment"),
        "newsfeed:reactions": _("who reacted to an entry"),
        "newsfeed:waiting": _("what students handed in"),
        "newsfeed:handed_in": _("an entry that a student handed in"),
        "newsfeed:class_feed": _("who writes in the feed of a class"),
    }
)
THINGS.update(
    {
        "newsfeed.Entry": _("entry"),
        "newsfeed.Comment": _("comment"),
        "newsfeed.EntryFile": _("file"),
    }
)
