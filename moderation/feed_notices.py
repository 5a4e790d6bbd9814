"""What moderation says to somebody, as their feed tells it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import messaging.feed_notices
import newsfeed.feed_notices
from accounts.feed_notices import classes_of
from core.feed_notices import Source, Told
from moderation.models import Notice, Report

Facts = Mapping[str, Any]

# Of what stood in the feed; an entry itself, or what was said under it.
_ENTRY = """CASE reported.kind WHEN 'entry' THEN reported.target_id WHEN 'comment' THEN (
    SELECT comment.entry_id FROM newsfeed_comment comment WHERE comment.id = reported.target_id
) WHEN 'entry_file' THEN (
    SELECT file.entry_id FROM newsfeed_entryfile file WHERE file.id = reported.target_id
) END"""

# The class where it stood, and which child of the reader that concerns.
_ABOUT = f"""CASE reported.kind WHEN 'message' THEN (
    SELECT json_build_object({messaging.feed_notices.ABOUT})
    FROM messaging_message message WHERE message.id = reported.target_id
) ELSE (
    SELECT json_build_object({newsfeed.feed_notices.ABOUT})
    FROM newsfeed_entry entry WHERE entry.id = {_ENTRY}
) END"""  # noqa: S608  (SQL of ours)

_REPORTED = """moderation_report report
    JOIN moderation_case reported ON reported.id = report.case_id"""


def _outcome(facts: Facts) -> Told:
    if facts["answer"] == Report.Answer.ACTED:
        sentence = _("Your school has done something about what you reported.")
    elif facts["answer"] == Report.Answer.PUT_BACK:
        sentence = _("Your school has looked again at what you reported.")
    else:
        sentence = _("Your school has looked at what you reported.")
    about = {name: told for name, told in (facts["about"] or {}).items() if told}
    url = reverse("moderation:receipt", args=[facts["report"]])
    return Told(sentence=sentence, url=url, **about)


def _danger(facts: Facts) -> Told:
    return Told(
        sentence=_("Somebody may be in danger. Look at it now."),
        url=reverse("moderation:case", args=[facts["school"], facts["case"]]),
        stays=True,
    )


def _overdue(facts: Facts) -> Told:
    if facts["site"]:
        return Told(
            sentence=_("A site that somebody met waits for you longer than it should."),
            url=reverse("moderation:site", args=[facts["school"], facts["site"]]),
            stays=True,
        )
    return Told(
        sentence=_("A report waits for you longer than it should."),
        url=reverse("moderation:case", args=[facts["school"], facts["case"]]),
        stays=True,
    )


def _told(facts: Facts) -> Told:
    return Told(
        sentence=_("A student of yours told you that something is wrong."),
        url=reverse("moderation:told", args=[facts["id"]]),
        stays=not facts["spoke"],
    )


def _site(facts: Facts) -> Told:
    return Told(
        sentence=_("Somebody met a site that is not for children."),
        url=reverse("moderation:site", args=[facts["school"], facts["site"]]),
        stays=True,
    )


def _site_answer(_facts: Facts) -> Told:
    return Told(
        sentence=_("Your school has answered about a site."), url=reverse("moderation:my_reports")
    )


def _closing(facts: Facts) -> Told:
    return Told(
        sentence=_("Your school is still closed for some people, without an end."),
        url=reverse("moderation:profile_blocks", args=[facts["school"]]),
        stays=True,
    )


def _statement(facts: Facts) -> Told:
    if facts["kind"] == Notice.Kind.UNDONE:
        sentence = _("The school has taken back something it had decided.")
    elif facts["kind"] == Notice.Kind.LOOKED_AGAIN:
        sentence = _("The school has looked again at what it had decided.")
    elif facts["child"]:
        sentence = _("The school has decided something about %(child)s.") % facts
    else:
        sentence = _("The school has decided something. Here it says what and why.")
    return Told(
        sentence=sentence,
        url=reverse("moderation:statement", args=[facts["id"]]),
        child=facts["child"] or "",
        room=facts["room"] or "",
    )


_SAYS: dict[str, Callable[[Facts], Told]] = {
    Notice.Kind.OUTCOME: _outcome,
    Notice.Kind.DANGER: _danger,
    Notice.Kind.OVERDUE: _overdue,
    Notice.Kind.TOLD: _told,
    Notice.Kind.SITE: _site,
    Notice.Kind.SITE_ANSWER: _site_answer,
    Notice.Kind.CLOSING: _closing,
    Notice.Kind.STATEMENT: _statement,
    Notice.Kind.UNDONE: _statement,
    Notice.Kind.LOOKED_AGAIN: _statement,
}


SAID = Source(
    number=30,
    name="reports",
    label=gettext_lazy("Reports"),
    icon="flag",
    # As `NoticeQuerySet.there`.
    rows="""FROM moderation_notice notice
        WHERE notice.reader_id = me.id AND (notice.child_id IS NULL OR EXISTS (
            SELECT FROM accounts_guardianship family
            WHERE family.guardian_id = me.id AND family.student_id = notice.child_id
        ))""",
    at="notice.at",
    key="notice.id",
    children="SELECT notice.child_id",
    groups=f"""SELECT audience.group_id FROM {_REPORTED}
        JOIN newsfeed_audience audience ON audience.entry_id = {_ENTRY}
        WHERE report.id = notice.report_id""",  # noqa: S608  (SQL of ours)
    facts=f"""json_build_object(
        'id', notice.id, 'kind', notice.kind, 'spoke', notice.spoke_at, 'school', notice.school_id, 'case', notice.case_id,
        'site', notice.site_id,
        'report', notice.report_id,
        'child', (
            SELECT person.first_name FROM accounts_membership student
            JOIN accounts_user person ON person.id = student.user_id
            WHERE student.id = notice.child_id
        ),
        'room', {classes_of("notice.child_id")},
        'answer', (SELECT answer FROM moderation_report WHERE id = notice.report_id),
        'about', (SELECT {_ABOUT} FROM {_REPORTED} WHERE report.id = notice.report_id)
    )""",  # noqa: S608  (SQL of ours)
    tell=lambda facts: _SAYS[facts["kind"]](facts),
)
