"""What the statements of the feed find, as the entries and notices that its pages show."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import timedelta
from operator import itemgetter
from typing import Any

from accounts.models import Membership
from core import clock, feed_notices
from core.feed_notices import Source
from core.prepared import Row, run_prepared
from newsfeed.cards import Addressed, Card, Child, Content, Notice, Shown
from newsfeed.parts.shown import ASKING, NOTHING_ASKED, read_parts
from newsfeed.parts.sql import PARTS
from newsfeed.places import Place
from newsfeed.reactions import Reactions
from newsfeed.told import facts

_OF_CONTENT = [each.name for each in fields(Content)]
_asking = itemgetter(*ASKING)
_OF_READER = [each.name for each in fields(Card) if each.name not in ("content", "school")]

# Whoever comes back sooner is still on the same visit: what was new to them still is.
VISIT = timedelta(minutes=30)


def items_of(
    statement: str, memberships: Sequence[Membership], values: Mapping[str, Any]
) -> list[Card | Notice]:
    """What a statement of `newsfeed.sql` finds with these values, in its order."""
    reader: dict[str, Any] = {
        "mine": [each.pk for each in memberships],
        "schools": [each.school_id for each in memberships],
        "now": clock.now(),
        "to_confirm": values.get("to_confirm", False),
    }
    usual = {"visit": VISIT, "visiting": False, "class_id": None}
    rows = run_prepared(statement, {**reader, **usual, **values})
    notices = [row for row in rows if row["source"]]
    entries = [row for row in rows if not row["source"]]
    _add_facts(notices, reader)
    _add_groups(entries)
    _add_parts(entries, reader)
    schools = {each.school_id for each in memberships}
    names = {each.school_id: each.school.name for each in memberships if len(schools) > 1}
    found = (_item(row, names.get(row["school_id"], "")) for row in rows)
    return [each for each in found if each is not None]


def _add_facts(rows: list[Row], reader: Mapping[str, Any]) -> None:
    """What each notice says."""
    if not rows:
        return
    noticed = {
        "noticed_sources": [row["source"] for row in rows],
        "noticed_keys": [row["key"] for row in rows],
        "noticed_of": [row["mine"] for row in rows],
    }
    told = run_prepared(facts(), {**reader, **noticed})
    found = {(each["source"], each["key"]): each["facts"] for each in told}
    for row in rows:
        row["facts"] = found.get((row["source"], row["key"]))


def _add_groups(rows: list[Row]) -> None:
    """For whom each entry is, and which children of the reader it is about."""
    if not rows:
        return
    common = json.loads(rows[0]["common"])
    groups = {each["group_id"]: Addressed(**each) for each in common["groups"] or ()}
    concerned = [(group, Child(pk, name)) for group, pk, name in common["concerned"] or ()]
    for row in rows:
        keys = row["audience"]
        row["audience"] = tuple(groups[key] for key in keys if key in groups)
        row["children"] = tuple(dict.fromkeys(child for group, child in concerned if group in keys))


def _add_parts(rows: list[Row], reader: Mapping[str, Any]) -> None:
    """What those entries ask of this reader that ask anything, and who reacted."""
    keys = [row["key"] for row in rows if any(_asking(row))]
    told = run_prepared(PARTS, {**reader, "keys": keys}) if keys else []
    found = {each["id"]: each for each in told}
    for row in rows:
        row.update(found.get(row["key"], NOTHING_ASKED))


def _item(row: Row, school: str) -> Card | Notice | None:
    source = feed_notices.named(row["source"])
    return _notice(source, row, school) if source else _card(row, school)


def _notice(source: Source, row: Row, school: str) -> Notice | None:
    """None if what it tells was read or taken back since it was found."""
    if row["facts"] is None:
        return None
    return Notice(
        source=source,
        place=Place(row["at"], row["key"], row["source"]),
        told=source.tell(row["facts"]),
        is_recent=row["is_recent"],
        is_unseen=row["is_unseen"],
        school=school,
    )


def _card(row: Row, school: str) -> Card:
    row["published_at"] = row["at"]
    row["files"] = tuple(Shown(**each) for each in row["files"] or ())
    read_parts(row)
    row["reactions"] = Reactions.read(row["reactions"], row["names"])
    content = Content(**{name: row[name] for name in _OF_CONTENT})
    return Card(content=content, school=school, **{name: row[name] for name in _OF_READER})
