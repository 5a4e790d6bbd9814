"""What a page shows of an entry, gathered for its reader."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.choices import GroupKind, role_of
from core import clock
from core.feed_notices import Source, Told
from newsfeed.models import Feeling
from newsfeed.parts.shown import (
    Asked,
    Learner,
    Result,
    ShownEvent,
    ShownPoll,
    ShownTask,
    Tally,
    results,
)
from newsfeed.places import Place
from newsfeed.reactions import ICONS, Reactions
from newsfeed.readers import READERS
from newsfeed.versions import version
from uploads.limited.kinds import KINDS, Family, Kind


@dataclass(frozen=True, slots=True)
class Addressed:
    """One group of an entry's audience; the name of a class or of a project, or empty.

    A project has an end, after which nothing is written to it.
    """

    kind: str
    profile: str
    class_id: int | None
    name: str
    colour: int | None
    group_id: int
    ends_at: str | None

    @property
    def end(self) -> datetime | None:
        return datetime.fromisoformat(self.ends_at) if self.ends_at else None

    @property
    def is_over(self) -> bool:
        return self.end is not None and self.end <= clock.now()

    @property
    def readers(self) -> str:
        """Who of the class or the school it is for; empty for the whole of a class."""
        if self.profile:
            return str(READERS[self.profile])
        return gettext("Whole school") if self.kind == GroupKind.SCHOOL else ""


@dataclass(frozen=True, slots=True)
class Child:
    id: int
    first_name: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A file of an entry. Of a picture, `description` says what it shows."""

    id: int
    description: str
    name: str
    content_type: str
    size: int
    width: int | None
    height: int | None

    @property
    def kind(self) -> Kind:
        return KINDS[self.content_type]

    @property
    def is_picture(self) -> bool:
        return self.kind.family == Family.PICTURE

    @property
    def is_sound(self) -> bool:
        return self.kind.family == Family.SOUND


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """An entry as all see it who see it; its author, and nobody else, may change it."""

    id: int
    title: str
    body: str
    published_at: datetime
    edited_at: datetime | None
    profile: str
    home_profile: str
    user_id: int
    name: str
    face: str
    comments_open: bool
    comments: int
    is_mine: bool
    audience: tuple[Addressed, ...]
    files: tuple[Shown, ...]
    wants_confirmation: bool
    event: ShownEvent | None
    task: ShownTask | None
    poll: ShownPoll | None
    reactions: Reactions

    @property
    def url(self) -> str:
        return reverse("newsfeed:entry", args=[self.id])

    @property
    def pictures(self) -> list[Shown]:
        return [each for each in self.files if each.is_picture]

    @property
    def others(self) -> list[Shown]:
        """The files that are no pictures."""
        return [each for each in self.files if not each.is_picture]

    @property
    def role(self) -> str:
        return role_of(self.profile, self.home_profile).capitalize()

    @property
    def classes(self) -> list[Addressed]:
        """The classes it is for, each once."""
        return list({each.class_id: each for each in self.audience if each.class_id}.values())

    @property
    def projects(self) -> list[Addressed]:
        return [each for each in self.audience if each.kind == GroupKind.PROJECT]

    @property
    def readers(self) -> list[str]:
        """Who else it is for, and which of a class or the school, each once."""
        return [name for name in dict.fromkeys(each.readers for each in self.audience) if name]

    @property
    def reacted(self) -> str:
        """Who reacted to it: by name where those who read it know each other."""
        rooms = {each.class_id or each.group_id for each in self.audience}
        is_one = len(rooms) == 1 and self.audience[0].kind != GroupKind.SCHOOL
        return self.reactions.sentence(named=is_one) if self.reactions.counts else ""

    @property
    def is_over(self) -> bool:
        """Whether all it was for is an ended project: nobody writes there any more."""
        return all(each.is_over for each in self.audience) and bool(self.audience)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What concerns its reader, in words. `school` and what is new are as a card's."""

    source: Source
    place: Place
    told: Told
    is_recent: bool
    is_unseen: bool
    school: str

    @property
    def is_new(self) -> bool:
        return self.is_recent

    @property
    def anchor(self) -> str:
        return f"notice-{self.source.number}-{self.place.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry as one reader sees it, with those of their children it is about.

    `is_recent` says that it came since they were here before, and `is_unseen` that they have not
    come to the end of what is new since. `school` is its name for those who have several, and empty for all others. `learners` are those
    the reader may tick for, and `may_follow` says whether they see who has confirmed and done it.
    `is_pinned` says whether it is kept at the top of the class whose feed this is. `feeling` is the kind of their reaction, if there is one. What `is_hidden` they reported: nothing of it is shown to them.
    """

    content: Content
    is_recent: bool
    is_unseen: bool
    is_pinned: bool
    children: tuple[Child, ...]
    school: str
    school_id: int
    asked: Asked | None
    learners: tuple[Learner, ...]
    tally: Tally | None
    may_follow: bool
    feeling: str | None
    is_hidden: bool

    @property
    def is_new(self) -> bool:
        return self.is_recent and not self.content.is_mine

    @property
    def feelings(self) -> list[tuple[Feeling, str, bool]]:
        """What one may say of it, each with its icon and whether one did."""
        return [(kind, icon, kind == self.feeling) for kind, icon in ICONS.items()]

    @property
    def anchor(self) -> str:
        return f"entry-{self.content.id}"

    @property
    def place(self) -> Place:
        return Place(self.content.published_at, self.content.id)

    @property
    def version(self) -> Place:
        return version(self.content.id, self.content.edited_at)

    @property
    def has_parts(self) -> bool:
        """Whether its reader is asked anything, or sees what others answered."""
        content = self.content
        ticks = content.task and self.learners
        return bool(ticks or content.poll or self.asked or self.may_follow)

    @property
    def is_changed_since(self) -> bool:
        """Whether it reads otherwise than when the reader confirmed it."""
        confirmed, edited = self.asked and self.asked.confirmed_at, self.content.edited_at
        return bool(confirmed and edited and confirmed < edited)

    @property
    def may_vote(self) -> bool:
        poll = self.content.poll
        return poll is not None and not (
            poll.is_closed or self.content.is_mine or self.content.is_over
        )

    @property
    def sees_votes(self) -> bool:
        """Not before one has voted, as long as one may: what others chose would choose along."""
        return not self.may_vote or (self.tally is not None and self.tally.mine is not None)

    @property
    def results(self) -> list[Result]:
        if self.content.poll is None or self.tally is None:
            return []
        return list(results(self.content.poll, self.tally, seen=self.sees_votes))
