from django.utils.translation import gettext_lazy as _

from audit.sentences import PAGES, SEALED, THINGS, VERBS

VERBS.update(
    {
        "report_thing": _("reported something"),
        "tell_teacher": _("told a teacher what they reported"),
        "spoke_with_child": _("spoke with a child who had told them something"),
        "show_again": _("had shown again what they had reported"),
        "decide_case": _("decided a case"),
        "note_case": _("wrote a note about a case"),
        "claim_case": _("began to look after a case"),
        "take_over_case": _("took a case over"),
        "release_case": _("gave a case back"),
        "escalate_case": _("passed a case on"),
        "protect_case": _("gave a case to child protection"),
        "suspect_case": _("found that a case may be against the law"),
        "erase_case": _("erased a case whose time was over"),
        "write_lesson": _("wrote what the school did about one kind of report"),
        "remind_of_case": _("reminded those who handle a case that it waits"),
        "refer_case": _("wrote down that an agency was told of a case"),
        "undo_decision": _("took a decision back"),
        "reroute_case": _("gave a case to others, since nobody could handle it"),
        "block_person": _("blocked somebody"),
        "unblock_person": _("unblocked somebody"),
        "end_block": _("ended a block whose time was over"),
        "restrict_person": _("took sending from somebody for a time"),
        "end_restriction": _("let somebody send again"),
        "begin_profile_block": _("closed the school for some profiles"),
        "end_profile_block": _("let some profiles in again"),
        "remind_of_profile_block": _("reminded administrators that the school is closed for some"),
        "add_word": _("added a word to look at before something is sent"),
        "add_danger_number": _("named a number to call in danger"),
        "remove_danger_number": _("took away a number to call in danger"),
        "keep_as_read": _("kept how something reads that was changed after it was reported"),
        "remove_word": _("took out a word to look at before something is sent"),
    }
)
PAGES.update(
    {
        "moderation:report": _("writing a report"),
        "moderation:my_reports": _("their own reports"),
        "moderation:receipt": _("one of their own reports"),
        "moderation:show_again": _("having shown again what they had reported"),
        "moderation:say_danger": _("saying that somebody is in danger"),
        "moderation:told": _("what a student told their teacher"),
        "moderation:spoke": _("having spoken with a child who had told something"),
        "moderation:statement": _("what was decided about them or their child"),
        "moderation:flow": _("who looks at a report"),
        "moderation:cases": _("the reports"),
        "moderation:figures": _("the figures of the reports"),
        "moderation:year": _("the rules of the year"),
        "moderation:case": _("a case"),
        "moderation:decide": _("deciding a case"),
        "moderation:undo": _("taking a decision back"),
        "moderation:remove": _("removing what was reported and warning its author"),
        "moderation:note": _("writing a note about a case"),
        "moderation:claim": _("looking after a case"),
        "moderation:take_over": _("taking a case over"),
        "moderation:release": _("giving a case back"),
        "moderation:escalate": _("passing a case on"),
        "moderation:protect": _("giving a case to child protection"),
        "moderation:suspect": _("finding that a case may be against the law"),
        "moderation:refer": _("writing down which agency was told of a case"),
        "moderation:dismiss": _("dismissing a case"),
        "moderation:block": _("blocking somebody"),
        "moderation:profile_blocks": _("for whom the school is closed"),
        "moderation:end_profile_block": _("letting a profile in again"),
        "moderation:screening": _("how often people were asked to think again"),
        "moderation:words": _("the school’s words to look at before something is sent"),
        "moderation:remove_word": _("taking a word out of the school’s words"),
        "moderation:unblock": _("unblocking somebody"),
        "moderation:danger": _("whom to call in danger"),
        "moderation:danger_numbers": _("the numbers to call in danger"),
        "moderation:remove_danger_number": _("taking away a number to call in danger"),
        "moderation:evidence_file": _("a file that was reported"),
    }
)
THINGS.update(
    {
        "moderation.Case": _("case"),
        "moderation.Decision": _("decision"),
        "moderation.Report": _("report"),
        "moderation.Notice": _("what somebody is told about a report"),
        "moderation.ProfileBlock": _("closing for some profiles"),
        "moderation.Lesson": _("what the school did in a year"),
        "moderation.SchoolWord": _("word to look at"),
        "moderation.DangerNumber": _("number to call"),
        "moderation.EvidenceFile": _("file that was reported"),
    }
)
SEALED.update(
    {
        *("report_thing", "show_again", "tell_teacher", "spoke_with_child"),
        *("moderation:report", "moderation:receipt", "moderation:my_reports"),
        *("moderation:show_again", "moderation:danger", "moderation:say_danger"),
        *("moderation:told", "moderation:spoke", "moderation:statement"),
    }
)
