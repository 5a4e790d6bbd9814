"""What became of what somebody reported, as their feed tells it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import messaging.feed_notices
import newsfeed.feed_notices
from core.feed_notices import Source, Told
from moderation.flow import State
from moderation.models import Case

# Of what stood in the feed; an entry itself, or what was said under it.
_ENTRY = """CASE decided.kind WHEN 'entry' THEN decided.target_id WHEN 'comment' THEN (
    SELECT comment.entry_id FROM newsfeed_comment comment WHERE comment.id = decided.target_id
) END"""

# The class where it stood, and which child of the reader that concerns.
_ABOUT = f"""CASE decided.kind WHEN 'message' THEN (
    SELECT json_build_object({messaging.feed_notices.ABOUT})
    FROM messaging_message message WHERE message.id = decided.target_id
) ELSE (
    SELECT json_build_object({newsfeed.feed_notices.ABOUT})
    FROM newsfeed_entry entry WHERE entry.id = {_ENTRY}
) END"""  # noqa: S608  (SQL of ours)


def _told(facts: Mapping[str, Any]) -> Told:
    if facts["outcome"] == Case.Outcome.ACTED:
        sentence = _("Your school has done something about what you reported.")
    else:
        sentence = _("Your school has looked at what you reported.")
    about = {name: told for name, told in (facts["about"] or {}).items() if told}
    return Told(sentence=sentence, url=reverse("moderation:receipt", args=[facts["id"]]), **about)


OUTCOMES = Source(
    number=30,
    name="reports",
    label=gettext_lazy("What became of my reports"),
    icon="flag",
    rows=f"""FROM moderation_report report
        JOIN moderation_case decided ON decided.id = report.case_id
        WHERE report.reporter_id = me.id AND decided.state = '{State.DECIDED}'""",
    at="decided.decided_at",
    key="report.id",
    groups=f"SELECT group_id FROM newsfeed_audience audience WHERE audience.entry_id = {_ENTRY}",  # noqa: S608  (SQL of ours)
    facts=f"json_build_object('id', report.id, 'outcome', decided.outcome, 'about', {_ABOUT})",
    tell=_told,
)
