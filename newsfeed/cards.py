"""What a page shows of an entry, gathered for its reader."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from accounts.choices import GroupKind, Profile
from newsfeed.places import Place
from newsfeed.readers import READERS
from newsfeed.versions import version


@dataclass(frozen=True, slots=True)
class Addressed:
    """One group of an entry's audience; the name of a class or of a project, or empty."""

    kind: str
    profile: str
    class_id: int | None
    name: str
    colour: int | None

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
    """A picture on an entry."""

    id: int
    description: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """An entry as all see it who see it; its author, and nobody else, may change it."""

    id: int
    title: str
    body: str
    published_at: datetime
    edited_at: datetime | None
    profile: str
    user_id: int
    name: str
    face: str
    comments_open: bool
    comments: int
    is_mine: bool
    audience: tuple[Addressed, ...]
    pictures: tuple[Shown, ...]

    @property
    def url(self) -> str:
        return reverse("newsfeed:entry", args=[self.id])

    @property
    def role(self) -> str:
        return str(Profile(self.profile).label).capitalize()

    @property
    def classes(self) -> list[Addressed]:
        """The classes it is for, each once."""
        return list({each.class_id: each for each in self.audience if each.class_id}.values())

    @property
    def readers(self) -> list[str]:
        """Who else it is for, and which of a class or the school, each once."""
        others = [each.readers or (not each.class_id and each.name) for each in self.audience]
        return [name for name in dict.fromkeys(others) if name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """An entry as one reader sees it, with those of their children it is about.

    `school` is its name for those who have several, and empty for all others.
    """

    content: Content
    is_new: bool
    children: tuple[Child, ...]
    school: str

    @property
    def anchor(self) -> str:
        return f"entry-{self.content.id}"

    @property
    def place(self) -> Place:
        return Place(self.content.published_at, self.content.id)

    @property
    def version(self) -> Place:
        return version(self.content.id, self.content.edited_at)
