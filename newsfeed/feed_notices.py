"""What people are told in their feed about what they wrote there."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

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
