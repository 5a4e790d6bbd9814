"""What can be reported beside the words of somebody: each stands here as entries and messages do, with
who answers for it and whether it is there.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from accounts.choices import GroupKind
from accounts.models import Group, Membership, SchoolClass
from contacts.models import Project
from core.wall import SchoolOwned
from messaging.models import Attachment, Message
from newsfeed.models import Entry, EntryFile
from profiles.models import Portrait
from profiles.sight import told_to_others
from uploads.models import StoredFile

Row = TypeVar("Row", bound=SchoolOwned)


@dataclass(frozen=True)
class Reported(Generic[Row]):
    """One row that was reported, by its `row`."""

    row: Row

    @property
    def pk(self) -> int:
        key: int = self.row.pk
        return key

    @property
    def school_id(self) -> int:
        school: int = self.row.school_id
        return school

    @property
    def author(self) -> Membership | None:
        """Who answers for it, if it is one person."""
        return None

    @property
    def author_id(self) -> int | None:
        return self.author.pk if self.author else None

    @property
    def is_there(self) -> bool:
        """Whether it can be taken away."""
        return False

    @property
    def removed_at(self) -> datetime | None:
        return None

    @property
    def deleted_at(self) -> datetime | None:
        return None


class Person(Reported[Membership]):
    """Somebody's page: who they are, and what they tell of themselves, which can be taken away."""

    @property
    def author(self) -> Membership:
        return self.row

    @cached_property
    def portrait(self) -> Portrait | None:
        return Portrait.objects.of(self.row).select_related("photograph").first()

    @property
    def is_there(self) -> bool:
        return self.portrait is not None and self.removed_at is None

    @property
    def removed_at(self) -> datetime | None:
        return self.portrait.removed_at if self.portrait else None

    @property
    def words(self) -> str:
        """With all that others see of it, be they in the same class or not."""
        seen = told_to_others(self.portrait) if self.portrait else None
        told = (seen.motto, seen.mood and seen.mood_name, ", ".join(seen.interests)) if seen else ()
        return "\n\n".join(filter(None, (self.row.name, *told)))

    @property
    def photograph(self) -> StoredFile | None:
        seen = told_to_others(self.portrait) if self.portrait else None
        return seen.photograph if seen else None


class _File(Reported[Row]):
    """A file, which goes with what it hangs on."""

    @property
    def hangs_on(self) -> Entry | Message:
        raise NotImplementedError

    @property
    def author(self) -> Membership | None:
        author: Membership | None = self.hangs_on.author
        return author

    @property
    def is_there(self) -> bool:
        return self.hangs_on.is_there

    @property
    def removed_at(self) -> datetime | None:
        return self.hangs_on.removed_at


class FileOfEntry(_File[EntryFile]):
    @property
    def hangs_on(self) -> Entry:
        entry: Entry = self.row.entry
        return entry


class FileOfMessage(_File[Attachment]):
    @property
    def hangs_on(self) -> Message:
        message: Message = self.row.message
        return message


class Class(Reported[SchoolClass]):
    """A class as a place, where something goes wrong that is not one person's."""

    @property
    def group(self) -> Group | None:
        return self.row.groups.filter(kind=GroupKind.CLASS, profile="").first()


class AskedProject(Reported[Project]):
    """A project, for which whoever asked for it answers. It is ended on its own page."""

    @property
    def author(self) -> Membership | None:
        asked_by: Membership | None = self.row.asked_by
        return asked_by

    @property
    def group(self) -> Group | None:
        group: Group | None = self.row.group
        return group
