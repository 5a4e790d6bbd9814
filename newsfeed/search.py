"""What somebody looks for in everything they may see: entries, and what is said under them.

Row-level security keeps PostgreSQL from asking an index of words, because what the words of another
school's rows are could be learnt from how that went. So the entries of a reader are taken by their
groups, as the feed does, and their stems compared: docs/performance.md says what that costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from accounts.hiding import hidden_sql
from accounts.models import Membership, SchoolClass, User
from core import clock
from core.prepared import run_prepared
from newsfeed.filters import classes_of
from newsfeed.models import Audience, Comment, Entry
from newsfeed.sql import PAGE, THERE

# As many are ranked.
MOST = 500

# Whichever quotation marks somebody's keyboard has; a dash between two words does not say "without".
_SOUGHT = """
WITH sought AS MATERIALIZED (
    SELECT websearch_to_tsquery('french', words) || websearch_to_tsquery('english', words) AS query
    FROM preau_folded(
        regexp_replace(translate(%(words)s, '«»“”„', repeat('"', 5)), '-+( |$)', ' ', 'g')
    ) AS words
),
me AS (SELECT * FROM unnest(%(mine)s::bigint[], %(schools)s::bigint[]) AS me (id, school_id)),
"""

_SAID = f"""comment.entry_id = entry.id AND comment.stems @@ query
    AND comment.deleted_at IS NULL AND comment.removed_at IS NULL AND comment.author_id IS NOT NULL
    AND NOT {hidden_sql("comment", "comment.id")}"""

# Compared from the newest on, and of a word that stands everywhere no further than `MOST`: only these
# are ranked. By age it weighs less: half after a year. What is said under an entry weighs less than its words.
_FIND = f"""{_SOUGHT}
fits AS MATERIALIZED (
    SELECT reach.id FROM (
        SELECT audience.published_at AS at, audience.entry_id AS id
        FROM me JOIN accounts_groupmember member ON member.membership_id = me.id
        JOIN newsfeed_audience audience
            ON audience.school_id = member.school_id AND audience.group_id = member.group_id
        WHERE audience.published_at IS NOT NULL
        UNION
        SELECT entry.published_at, entry.id FROM me
        JOIN newsfeed_entry entry ON entry.school_id = me.school_id AND entry.author_id = me.id
        WHERE entry.published_at IS NOT NULL
        ORDER BY at DESC, id DESC
    ) AS reach
    JOIN newsfeed_entry entry ON entry.id = reach.id
    CROSS JOIN sought
    WHERE {THERE} AND NOT {hidden_sql("entry", "entry.id")}
    AND (entry.stems @@ query OR EXISTS (SELECT FROM newsfeed_comment comment WHERE {_SAID}))
    AND (%(class_id)s::bigint IS NULL OR EXISTS (
        SELECT FROM newsfeed_audience audience
        JOIN accounts_group addressed ON addressed.id = audience.group_id
        WHERE audience.entry_id = entry.id AND addressed.school_class_id = %(class_id)s
    ))
    ORDER BY reach.at DESC, reach.id DESC LIMIT {MOST}
)
SELECT entry.id AS entry_id, said.id AS comment_id
FROM fits JOIN newsfeed_entry entry ON entry.id = fits.id
CROSS JOIN sought
LEFT JOIN LATERAL (
    SELECT comment.id, ts_rank(comment.stems, query) / 4 AS rank FROM newsfeed_comment comment
    WHERE {_SAID}
    ORDER BY rank DESC, comment.id DESC LIMIT 1
) said ON true
ORDER BY GREATEST(ts_rank(entry.stems, query), said.rank)
    / (1 + EXTRACT(epoch FROM %(now)s - entry.published_at) / 31557600) DESC,
    entry.published_at DESC, entry.id DESC
LIMIT {PAGE + 1} OFFSET %(beyond)s
"""  # noqa: S608  (SQL of ours)


class SearchForm(forms.Form):
    """Words, and one of the classes of this person if they are of several."""

    words = forms.CharField(
        label=_("What are you looking for?"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )
    school_class = forms.ChoiceField(label=_("In the feed of"), required=False)

    def __init__(self, data: Mapping[str, Any] | None, memberships: Sequence[Membership]) -> None:
        super().__init__(data)
        self._classes = dict(classes_of(memberships))
        names = [(key, each.name) for key, each in self._classes.items()]
        self.fields["school_class"].choices = [("", _("All classes")), *names]  # type: ignore[attr-defined]  # of the choice field
        if len(names) < 2:  # noqa: PLR2004  (nothing to choose)
            del self.fields["school_class"]

    @property
    def sought(self) -> dict[str, Any]:
        """The arguments of `find`, once the form is valid."""
        chosen = self._classes.get(self.cleaned_data.get("school_class", ""))
        return {"words": self.cleaned_data["words"], "school_class": chosen}


@dataclass(frozen=True)
class Found:
    """An entry, and what is said under it if that is what was found."""

    entry: Entry
    comment: Comment | None

    @property
    def said(self) -> str:
        return self.comment.body if self.comment else ""

    @property
    def texts(self) -> list[str]:
        return [self.entry.title, self.entry.text, self.entry.beside, self.said]

    @property
    def classes(self) -> list[SchoolClass]:
        """Those it is for, each once."""
        groups = (audience.group for audience in self.entry.audiences.all())
        return list(dict.fromkeys(each.school_class for each in groups if each.school_class))


def find(
    user: User, words: str, *, school_class: SchoolClass | None = None, page: int = 0
) -> tuple[list[Found], bool]:
    """A page of what fits best, and whether there is more.

    Who sees what is asked once more of `visible_to`, which alone says so.
    """
    values = {
        "words": words,
        "mine": [each.pk for each in user.memberships],
        "schools": [each.school_id for each in user.memberships],
        "class_id": school_class and school_class.pk,
        "now": clock.now(),
        "beyond": page * PAGE,
    }
    rows = run_prepared(_FIND, values)
    keys = [row["entry_id"] for row in rows[:PAGE]]
    entries = _entries(user, keys, [row["comment_id"] for row in rows if row["comment_id"]])
    found = [entries[key] for key in keys if key in entries]
    return [Found(each, next(iter(each.comments.all()), None)) for each in found], len(rows) > PAGE


def _entries(user: User, keys: Sequence[int], said: Sequence[int]) -> dict[int, Entry]:
    """Each with what is said under it, if that was found; by the entry one sees the comment too."""
    audiences = Audience.objects.select_related("group__school_class").order_by("pk")
    comments = Comment.objects.there().filter(pk__in=said).select_related("author__user")
    seen = Entry.objects.visible_to(user).filter(pk__in=keys).select_related("author__user")
    shown = seen.defer("body", "stems").prefetch_related(
        Prefetch("audiences", audiences), Prefetch("comments", comments.defer("stems"))
    )
    return {each.pk: each for each in shown}
