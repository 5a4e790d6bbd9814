"""What people are told in their feed about what they wrote there, and are asked once more."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.choices import Profile
from accounts.hiding import hidden_sql
from core.feed_notices import Source, Told
from newsfeed.parts.sql import CONCERNS
from newsfeed.sql import THERE

_GROUPS = "SELECT group_id FROM newsfeed_audience audience WHERE audience.entry_id = entry.id"

# Whoever left the class is told no more of what is said there.
_ADDRESSED = """EXISTS (
    SELECT FROM newsfeed_audience audience
    JOIN accounts_groupmember member ON member.group_id = audience.group_id
    WHERE audience.entry_id = entry.id AND member.membership_id = me.id
)"""

# An entry whose title may be told to this reader.
_SEEN = f"{THERE} AND NOT {hidden_sql('entry', 'entry.id')}"

# The classes of an entry, and those children of the reader whom it concerns.
ABOUT = f"""
    'room', (
        SELECT string_agg(DISTINCT room.name, ', ')
        FROM newsfeed_audience audience
        JOIN accounts_group of_audience ON of_audience.id = audience.group_id
        JOIN accounts_schoolclass room ON room.id = of_audience.school_class_id
        WHERE audience.entry_id = entry.id
    ),
    'child', (SELECT string_agg(learner.first_name, ', ') FROM child AS learner WHERE {CONCERNS})
"""  # noqa: S608  (SQL of ours)
_ENTRY = f"'id', entry.id, 'title', entry.title, {ABOUT}"

_UNDER_ENTRY = f"""comment.entry_id = entry.id AND comment.author_id <> entry.author_id
    AND comment.deleted_at IS NULL AND comment.removed_at IS NULL
    AND NOT {hidden_sql("comment", "comment.id")}"""

_AFTER_COMMENT = f"""comment.answers_id = COALESCE(mine.answers_id, mine.id)
    AND (comment.written_at, comment.id) > (mine.written_at, mine.id)
    AND comment.author_id <> mine.author_id
    AND comment.deleted_at IS NULL AND comment.removed_at IS NULL
    AND NOT {hidden_sql("comment", "comment.id")}"""

# The entry, the last of these comments, and how many they are.
_SAID = f"""(
    SELECT json_build_object({_ENTRY}, 'count', said.count, 'last', said.name,
        'comment', said.id, 'thread', said.answers_id)
    FROM (
        SELECT count(*) OVER () AS count, comment.id, comment.answers_id,
            person.first_name || ' ' || person.last_name AS name
        FROM newsfeed_comment comment
        JOIN accounts_membership author ON author.id = comment.author_id
        JOIN accounts_user person ON person.id = author.user_id
        WHERE %s ORDER BY comment.written_at DESC, comment.id DESC LIMIT 1
    ) said
)"""  # noqa: S608  (SQL of ours)


def _told(sentence: str, facts: Mapping[str, Any], url: str) -> Told:
    child, room = facts["child"] or "", facts["room"] or ""
    return Told(sentence=sentence % facts, url=url, child=child, room=room)


def _entry(facts: Mapping[str, Any]) -> str:
    return reverse("newsfeed:entry", args=[facts["id"]])


def _comments(facts: Mapping[str, Any]) -> Told:
    sentence = ngettext(
        "%(last)s commented on “%(title)s”.",
        "%(count)s comments on “%(title)s”, the last by %(last)s.",
        facts["count"],
    )
    return _told(sentence, facts, f"{_entry(facts)}#comments")


def _answers(facts: Mapping[str, Any]) -> Told:
    sentence = ngettext(
        "%(last)s answered you under “%(title)s”.",
        "%(count)s answers to you under “%(title)s”, the last by %(last)s.",
        facts["count"],
    )
    place = f"?thread={facts['thread']}#comment-{facts['comment']}"
    return _told(sentence, facts, f"{_entry(facts)}{place}")


def _decision(facts: Mapping[str, Any]) -> Told:
    if facts["is_approved"]:
        return _told(gettext("“%(title)s” is published."), facts, _entry(facts))
    url = reverse("newsfeed:handed_in", args=[facts["id"]])
    return _told(gettext("“%(title)s” was given back by a teacher."), facts, url)


def _reminder(facts: Mapping[str, Any]) -> Told:
    return _told(gettext("Please confirm that you have read “%(title)s”."), facts, _entry(facts))


COMMENTS = Source(
    number=1,
    name="comments",
    label=_("Comments on what I wrote"),
    icon="message-circle",
    rows=f"""FROM newsfeed_entry entry
        WHERE entry.school_id = me.school_id AND entry.author_id = me.id
        AND entry.answered_at IS NOT NULL AND {THERE}
        AND EXISTS (SELECT FROM newsfeed_comment comment WHERE {_UNDER_ENTRY})""",
    at="entry.answered_at",
    key="entry.id",
    groups=_GROUPS,
    facts=_SAID % _UNDER_ENTRY,
    tell=_comments,
    profiles=(Profile.STUDENT, Profile.TEACHER, Profile.STAFF),
)
# Whoever wrote the entry hears of all that is said under it.
ANSWERS = Source(
    number=4,
    name="answers",
    label=_("Answers to my comments"),
    icon="reply",
    rows=f"""FROM newsfeed_comment mine
        JOIN newsfeed_entry entry ON entry.id = mine.entry_id AND entry.author_id <> me.id
        WHERE mine.school_id = me.school_id AND mine.author_id = me.id
        AND mine.answered_at IS NOT NULL AND mine.deleted_at IS NULL AND mine.removed_at IS NULL
        AND {_SEEN} AND {_ADDRESSED}
        AND EXISTS (SELECT FROM newsfeed_comment comment WHERE {_AFTER_COMMENT})""",
    at="mine.answered_at",
    key="mine.id",
    groups=_GROUPS,
    facts=_SAID % _AFTER_COMMENT,
    tell=_answers,
)
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
    groups=_GROUPS,
    facts=f"json_build_object({_ENTRY}, 'is_approved', decision.is_approved)",
    tell=_decision,
    profiles=(Profile.STUDENT,),
)
# Only once they are asked again: the entry itself asks first.
REMINDERS = Source(
    number=3,
    name="reminders",
    label=_("Reminders to confirm"),
    icon="bell",
    rows=f"""FROM newsfeed_confirmation asked
        JOIN newsfeed_entry entry ON entry.id = asked.entry_id AND entry.wants_confirmation
        WHERE asked.school_id = me.school_id AND asked.membership_id = me.id
        AND asked.reminded_at IS NOT NULL AND asked.confirmed_at IS NULL
        AND {_SEEN} AND {_ADDRESSED}""",
    at="asked.reminded_at",
    key="asked.entry_id",
    groups=_GROUPS,
    facts=f"json_build_object({_ENTRY})",
    tell=_reminder,
    profiles=(Profile.PARENT,),
)
SOURCES = (COMMENTS, DECISIONS, REMINDERS, ANSWERS)
