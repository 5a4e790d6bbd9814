"""What people are told in their feed about what they wrote there."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.feed_notices import Source, Told
from newsfeed.sql import THERE


def _comments(facts: Mapping[str, Any]) -> Told:
    sentence = ngettext(
        "%(last)s commented on “%(title)s”.",
        "%(count)s comments on “%(title)s”, the last by %(last)s.",
        facts["count"],
    )
    url = reverse("newsfeed:entry", args=[facts["id"]])
    return Told(sentence=sentence % facts, url=f"{url}#comments")


def _decision(facts: Mapping[str, Any]) -> Told:
    if facts["is_approved"]:
        url = reverse("newsfeed:entry", args=[facts["id"]])
        return Told(sentence=gettext("“%(title)s” is published.") % facts, url=url)
    url = reverse("newsfeed:handed_in", args=[facts["id"]])
    return Told(sentence=gettext("“%(title)s” was given back by a teacher.") % facts, url=url)


DECISIONS = Source(
    number=2,
    name="decisions",
    label=_("What became of what I handed in"),
    icon="inbox",
    rows="""FROM newsfeed_decision decision
        JOIN newsfeed_entry entry ON entry.id = decision.entry_id
        WHERE decision.school_id = me.school_id AND decision.student_id = me.id
        AND entry.deleted_at IS NULL AND entry.removed_at IS NULL
        AND entry.state IN ('declined', 'published')""",
    at="decision.decided_at",
    key="decision.id",
    groups="SELECT group_id FROM newsfeed_audience audience WHERE audience.entry_id = entry.id",
    facts="""json_build_object(
        'id', entry.id, 'title', entry.title, 'is_approved', decision.is_approved
    )""",
    tell=_decision,
)
COMMENTS = Source(
    number=1,
    name="comments",
    label=_("Comments on what I wrote"),
    icon="message-circle",
    rows=f"""FROM newsfeed_entry entry
        WHERE entry.school_id = me.school_id AND entry.author_id = me.id
        AND entry.answered_at IS NOT NULL AND {THERE}""",
    at="entry.answered_at",
    key="entry.id",
    groups="SELECT group_id FROM newsfeed_audience audience WHERE audience.entry_id = entry.id",
    facts="""(
        SELECT json_build_object('id', entry.id, 'title', entry.title, 'count', count(*),
            'last', (array_agg(person.first_name || ' ' || person.last_name
                ORDER BY comment.written_at DESC, comment.id DESC))[1])
        FROM newsfeed_comment comment
        JOIN accounts_membership author ON author.id = comment.author_id
        JOIN accounts_user person ON person.id = author.user_id
        WHERE comment.entry_id = entry.id AND comment.author_id <> entry.author_id
        AND comment.deleted_at IS NULL AND comment.removed_at IS NULL
    )""",
    tell=_comments,
)
