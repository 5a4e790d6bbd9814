from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "begin_freeze": _("paused the writing of some profiles"),
        "end_freeze": _("ended a pause of writing"),
        "ask_for_project": _("asked for a project"),
        "agree_to_project": _("agreed to a project"),
        "decline_project": _("declined a project"),
        "end_project": _("ended a project"),
        "take_out_of_project": _("took somebody out of a project"),
        "invite_school": _("was asked to take part in a project of another school"),
        "accept_invitation": _("agreed to a project of another school"),
        "decline_invitation": _("declined a project of another school"),
        "leave_project": _("took the school out of a project of another school"),
        "end_from_invitation": _("ended a project with another school"),
        "take_back_invitation": _("was told that the other school takes its request back"),
        "partner_accepted": _("was told that the other school agreed"),
        "partner_declined": _("was told that the other school declined"),
        "partner_left": _("was told that the other school left a project"),
        "partner_ended": _("was told that the other school ended a project"),
        "refuse_messages": _("wanted no more messages of somebody"),
        "accept_messages": _("wanted messages of somebody again"),
        "set_contact_rule": _("changed who may write to whom"),
    }
)
PAGES.update(
    {
        "contacts:frozen": _("whether writing is paused"),
        "contacts:freezes": _("the pauses of writing"),
        "contacts:end_freeze": _("ending a pause of writing"),
        "contacts:projects": _("their projects"),
        "contacts:projects_of_school": _("the projects of the school"),
        "contacts:ask_for_project": _("asking for a project"),
        "contacts:project": _("a project"),
        "contacts:agree_to_project": _("agreeing to a project"),
        "contacts:decline_project": _("declining a project"),
        "contacts:end_project": _("ending a project"),
        "contacts:take_out_of_project": _("taking somebody out of a project"),
        "contacts:invitation": _("a project of another school"),
        "contacts:decline_invitation": _("declining a project of another school"),
        "contacts:leave_project": _("leaving a project of another school"),
        "contacts:end_from_invitation": _("ending a project of another school"),
        "contacts:refused": _("whose messages they do not get"),
        "contacts:refuse": _("wanting no more messages of somebody"),
        "contacts:accept": _("wanting messages of somebody again"),
        "contacts:rules": _("who may write to whom"),
        "contacts:cell": _("the changing of who may write to whom"),
        "contacts:add_rule": _("the adding of a contact rule"),
        "contacts:remove_rule": _("the removing of a contact rule"),
        "contacts:usual": _("the usual contact rules"),
        "contacts:question": _("whether somebody may write to somebody"),
    }
)
THINGS.update(
    {
        "accounts.RuleChange": _("change of a contact rule"),
        "contacts.Freeze": _("pause of writing"),
        "contacts.Project": _("project"),
        "contacts.Invitation": _("invitation"),
        "contacts.Refusal": _("refusal"),
    }
)
