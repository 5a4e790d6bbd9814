"""What became of what somebody reported, as their feed tells it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.feed_notices import Source, Told
from moderation.models import Case


def _told(facts: Mapping[str, Any]) -> Told:
    if facts["outcome"] == Case.Outcome.ACTED:
        sentence = _("Your school has done something about what you reported.")
    else:
        sentence = _("Your school has looked at what you reported.")
    return Told(sentence=sentence, url=reverse("moderation:receipt", args=[facts["id"]]))


OUTCOMES = Source(
    number=30,
    name="reports",
    label=gettext_lazy("What became of my reports"),
    icon="flag",
    rows=f"""FROM moderation_report report
        JOIN moderation_case decided ON decided.id = report.case_id
        WHERE report.reporter_id = me.id AND decided.state = '{Case.State.DECIDED}'""",
    at="decided.decided_at",
    key="report.id",
    facts="json_build_object('id', report.id, 'outcome', decided.outcome)",
    tell=_told,
)
