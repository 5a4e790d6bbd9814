from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, SEALED, THINGS, VERBS

_VERBS = {
    "write_concern": _("wrote down what worries them about a child"),
    "name_reader": _("let a colleague read what was written about a child"),
    "end_reader": _("let a colleague no longer read what was written about a child"),
    "ask_for_action": _("asked for something to be done for a child"),
    "finish_action": _("said what was done for a child"),
    "sign_off_concern": _("signed off what was written about a child"),
    "reroute_concern": _("gave what was written about a child to others"),
    "remind_of_concern": _("reminded those who protect children of what waits"),
    "remind_of_action": _("reminded somebody of what is to be done for a child"),
}
_PAGES = {
    "safeguarding:concerns": _("their concerns about children"),
    "safeguarding:write": _("writing down what worries them about a child"),
    "safeguarding:concern": _("what was written about a child"),
    "safeguarding:chronology": _("all that was written about a child"),
    "safeguarding:name_reader": _("letting a colleague read what was written about a child"),
    "safeguarding:end_reader": _("letting a colleague no longer read it"),
    "safeguarding:ask": _("asking for something to be done for a child"),
    "safeguarding:finish": _("saying what was done for a child"),
    "safeguarding:sign_off": _("signing off what was written about a child"),
}
VERBS.update(_VERBS)
PAGES.update(_PAGES)
THINGS["safeguarding.Concern"] = _("a concern about a child")
# That there is one, and who wrote it, is for those alone who read it.
SEALED.update({*_VERBS, *_PAGES})
