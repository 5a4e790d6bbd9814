"""The trail in words, as far as people and their accounts go."""

from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, THINGS, VERBS

VERBS.update(
    {
        "view_page": _("looked at a page"),
        "sign_in": _("signed in"),
        "sign_out": _("signed out"),
        "change_password": _("changed their password"),
        "choose_language": _("chose another language"),
        "activate_account": _("opened their account with a code"),
        "reset_password": _("chose a new password by a link from an e-mail"),
        "issue_activation_code": _("made an activation code"),
        "add_person": _("added somebody"),
        "enrol": _("changed somebody’s classes"),
        "set_duties": _("changed somebody’s duties"),
        "create_school": _("created the school"),
        "import_roll": _("imported the school’s roll"),
        "prepare_roll_import": _("gave the files of a roll"),
        "confirm_roll_import": _("confirmed an import of the roll"),
        "give_up_roll_import": _("gave up an import of the roll"),
        "fail_roll_import": _("could not import the roll"),
        "forget_old_previews": _("forgot the files of imports nobody confirmed"),
        "read_trail": _("consulted the log"),
        "add_second_factor": _("added a second step to their sign-in"),
        "remove_second_factor": _("removed a second step from their sign-in"),
        "make_recovery_codes": _("made new recovery codes"),
        "see_recovery_codes": _("saw their recovery codes"),
        "reset_second_factors": _("removed somebody’s second step"),
        "prove_again": _("showed once more who they are"),
    }
)
PAGES.update(
    {
        "account_login": _("the sign-in page"),
        "account_logout": _("the sign-out"),
        "account_change_password": _("the change of their password"),
        "accounts:activate": _("the first visit"),
        "accounts:choose_password": _("the choice of a password"),
        "accounts:activation_code": _("the making of a code"),
        "accounts:add_person": _("the adding of a person"),
        "accounts:choose_language": _("the choice of a language"),
        "accounts:change_class": _("the changing of several people’s class"),
        "accounts:classes": _("the list of classes"),
        "accounts:directory": _("who is who"),
        "accounts:duties": _("somebody’s duties"),
        "accounts:me": _("their own account"),
        "accounts:second_factors": _("the second step of their sign-in"),
        "accounts:add_app": _("the adding of an app"),
        "accounts:add_passkey": _("the adding of a passkey"),
        "accounts:remove_factor": _("the removing of a second step"),
        "accounts:recovery_codes": _("their recovery codes"),
        "accounts:reset_second_factors": _("the removing of somebody’s second step"),
        "accounts:sign_in_with_passkey": _("the sign-in with a passkey"),
        "mfa_authenticate": _("the second step of the sign-in"),
        "accounts:people": _("the list of people"),
        "accounts:person": _("somebody’s page"),
        "accounts:roll_upload": _("the import of the roll"),
        "accounts:roll_import": _("an import of the roll"),
        "accounts:apply_roll_import": _("the confirming of an import"),
        "accounts:give_up_roll_import": _("the giving up of an import"),
        "accounts:signed_out": _("the signed-out page"),
        "accounts:trail": _("the log"),
        "accounts:trail_of": _("the log of one person"),
        "set_language": _("the choice of a language"),
    }
)
THINGS.update(
    {
        "accounts.Group": _("group"),
        "accounts.RollImport": _("roll import"),
        "accounts.School": _("the school"),
        "accounts.SchoolClass": _("class"),
    }
)
