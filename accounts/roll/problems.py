"""What is wrong with a roll, said to the person who exported it.

A problem keeps its kind and its parameters, so that it can be stored and is said in the language
of whoever reads it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum, StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django_stubs_ext import StrOrPromise

from accounts.roll.records import Place


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Kind(Enum):
    """Errors keep the whole roll out; warnings do not."""

    def __init__(self, severity: Severity, message: str, cure: str) -> None:
        self.severity = severity
        self.message = message
        self.cure = cure

    NO_FILE = (
        Severity.ERROR,
        _("There is no CSV file here."),
        _("Export students, teachers and parents from the school's software as CSV files."),
    )
    FILE_EMPTY = (
        Severity.ERROR,
        _("This file holds no line."),
        _("Export it again, or leave it out."),
    )
    FILE_TOO_LARGE = (
        Severity.ERROR,
        _("This file is larger than %(limit)s MB."),
        _("Check that it is the exported list and nothing else."),
    )
    SPREADSHEET = (
        Severity.ERROR,
        _("This is a spreadsheet or another document, not a CSV file, whatever its name says."),
        _("Open it in the spreadsheet program and save it as “CSV (separator: semicolon)”."),
    )
    ZIP_BROKEN = (
        Severity.ERROR,
        _("This zip file is damaged or is none."),
        _("Export it again."),
    )
    ZIP_WITHOUT_LIST = (
        Severity.ERROR,
        _("This zip file holds no CSV file."),
        _("Look what is in it; a spreadsheet must be saved as CSV first."),
    )
    ZIP_TOO_MANY = (
        Severity.ERROR,
        _("This zip file holds more than %(limit)s files."),
        _("Put only the lists into it."),
    )
    ZIP_PATH = (
        Severity.ERROR,
        _("A file in this zip file has a name that no export gives."),
        _("Export it again, and do not open it if somebody else sent it."),
    )
    ZIP_ENCRYPTED = (
        Severity.ERROR,
        _("This file needs a password."),
        _("Make the zip file again without one."),
    )
    ZIP_NESTED = (
        Severity.ERROR,
        _("This is a zip file inside a zip file."),
        _("Take it out, and choose it by itself."),
    )
    ONEROSTER_VERSION = (
        Severity.ERROR,
        _("This is OneRoster %(version)s; only version 1.2 is read."),
        _("Export it again as OneRoster 1.2."),
    )
    ONEROSTER_DELTA = (
        Severity.ERROR,
        _("%(missing)s holds only what has changed."),
        _("Export everything (“bulk”), so that nobody who has left is overlooked."),
    )
    ONEROSTER_ABSENT = (
        Severity.ERROR,
        _("%(missing)s is not there, though it is needed."),
        _("Export it again with this file."),
    )
    ONEROSTER_SCHOOLS = (
        Severity.ERROR,
        _("These files do not speak of one school alone: %(schools)s."),
        _("Say which of them this school is."),
    )
    ONEROSTER_NO_SCHOOL = (
        Severity.ERROR,
        _("The school that was chosen is not in these files."),
        _("Choose again which of the schools in them this one is."),
    )
    BIRTH_DATE_UNKNOWN = (
        Severity.ERROR,
        _("%(name)s is a student without a date of birth in demographics.csv."),
        _("Export it again with the dates of birth, or leave the line out."),
    )
    ROLE_UNKNOWN = (
        Severity.WARNING,
        _("%(name)s has no role that is known here, and is left out."),
        _("Add the person by hand if they belong to the school."),
    )
    NOT_TEXT = (
        Severity.ERROR,
        _("There is a character here that no list of names holds."),
        _("The file is damaged or is not a list: export it again."),
    )
    BROKEN_QUOTES = (
        Severity.ERROR,
        _("A quotation mark is opened here and not closed where it should be."),
        _("Correct the quotation marks of this line, or export the file again."),
    )
    CELL_TOO_LONG = (
        Severity.ERROR,
        _("This cell holds more than %(limit)s characters."),
        _("Shorten it, or export the file again."),
    )
    TOO_MANY_CELLS = (
        Severity.ERROR,
        _("This line has more cells than there are headings."),
        _("Look for a stray separator in the line, or export the file again."),
    )
    UNKNOWN_HEADINGS = (
        Severity.ERROR,
        _("The headings of this file suit no list, or several."),
        _("Say which list it is and what its columns hold; its first line must be the headings."),
    )
    MISSING_HEADING = (
        Severity.ERROR,
        _("No column is known to hold this: %(missing)s."),
        _("Say which column holds it, or export the file again with all its columns."),
    )
    FILE_TWICE = (
        Severity.ERROR,
        _("This is the same file as %(other)s."),
        _("Keep only one of the two."),
    )
    MISSING_VALUE = (
        Severity.ERROR,
        _("“%(heading)s” is empty."),
        _("Fill it in, or remove the line."),
    )
    ID_TOO_LONG = (
        Severity.ERROR,
        _("This id is longer than %(limit)s characters."),
        _("Check what the column holds."),
    )
    ID_TWICE = (
        Severity.ERROR,
        _("%(name)s has the same id as %(other_name)s on line %(other)s."),
        _("Correct the ids, or say which line to leave out."),
    )
    ID_OF_ANOTHER = (
        Severity.ERROR,
        _("This id belongs to %(other_name)s in the school, and not to %(name)s."),
        _("Correct the id, or say who this line is about."),
    )
    PROFILE_UNREADABLE = (
        Severity.ERROR,
        _("“%(value)s” is no profile."),
        _("Write student, parent, teacher, staff or guest."),
    )
    NAME_WITHOUT_LETTER = (
        Severity.ERROR,
        _("“%(value)s” holds no letter, so it cannot be a name."),
        _("Write the name as it is spoken, or remove the line."),
    )
    NAME_LIKE_FORMULA = (
        Severity.ERROR,
        _("This name begins with “%(start)s”, as a spreadsheet formula does."),
        _("Correct the name."),
    )
    NAME_TOO_LONG = (
        Severity.ERROR,
        _("This name is longer than %(limit)s characters."),
        _("Shorten the name."),
    )
    DATE_UNREADABLE = (
        Severity.ERROR,
        _("“%(value)s” is not a date."),
        _("Write the date as 31/12/2015 or 2015-12-31."),
    )
    STUDENT_TWICE = (
        Severity.WARNING,
        _("%(name)s, born the same day, is already on line %(other)s: this line is left out."),
        _("Nothing to do if it is the same child; if there are two, keep this line apart."),
    )
    STUDENT_WITHOUT_CLASS = (
        Severity.WARNING,
        _("%(name)s has no class and will see no class feed."),
        _("Put the child in a class and import again."),
    )
    PERSON_TWICE = (
        Severity.WARNING,
        _("%(name)s is already on line %(other)s: both lines are taken for one person."),
        _("If they are two people, keep this line apart."),
    )
    CLASS_WITHOUT_STUDENTS = (
        Severity.WARNING,
        _("The class “%(class_name)s” has a teacher but no student."),
        _("Check how the class is written in both lists."),
    )
    ANSWER_UNREADABLE = (
        Severity.WARNING,
        _("“%(value)s” is neither yes nor no, and is taken for no."),
        _("Write “yes” for the head of the school."),
    )
    EMAIL_UNREADABLE = (
        Severity.WARNING,
        _("This is not an e-mail address, and is left out."),
        _("Correct the address and import again."),
    )
    PARENT_WITHOUT_CHILD = (
        Severity.WARNING,
        _("No child is named for %(name)s, who will see no class."),
        _("Name the children on this line and import again."),
    )
    CHILD_NOT_FOUND = (
        Severity.WARNING,
        _("%(child)s is not in the list of students: no link to %(parent)s is made."),
        _("Check how the child is written in both lists."),
    )
    CHILD_MISSPELT = (
        Severity.WARNING,
        _("%(child)s is not in the list of students: no link to %(parent)s is made."),
        _("Did you mean %(nearest)s? Correct the name in one of the lists."),
    )
    CHILD_ELSEWHERE = (
        Severity.WARNING,
        _("%(child)s is in another class in the list of students: no link to %(parent)s is made."),
        _("Correct the class of the child in one of the lists."),
    )
    ACCOUNT_CLOSED = (
        Severity.WARNING,
        _("%(name)s is on this list, but the account is closed and stays closed."),
        _("Reopen it on the person's page if they are back."),
    )
    ACCOUNT_OF_OTHER_SCHOOLS = (
        Severity.WARNING,
        _("%(name)s is in another school too: name and date of birth stay as they are."),
        _("If the list is right, ask whoever runs this platform to change them."),
    )
    CHILD_AMBIGUOUS = (
        Severity.WARNING,
        _("Several students are called %(child)s: no link to %(parent)s is made."),
        _("Add the link by hand."),
    )


# Lines that were taken for one person, which somebody may know better.
JOINED = (Kind.STUDENT_TWICE, Kind.PERSON_TWICE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Where and what: line and column count from 1; `heading` is the column's own name."""

    kind: Kind
    file: str
    line: int | None = None
    column: int | None = None
    heading: str = ""
    params: Mapping[str, StrOrPromise | int] = field(default_factory=dict)

    @classmethod
    def on_line(cls, kind: Kind, place: Place, **params: StrOrPromise | int) -> "Problem":
        """What is wrong with the line as a whole."""
        return cls(kind, place.file, place.line, params=params)

    def as_json(self) -> dict[str, Any]:
        """Its parameters in the language of now, the rest in whichever it will be read."""
        params = {key: v if isinstance(v, int) else str(v) for key, v in self.params.items()}
        return {**asdict(self), "kind": self.kind.name, "params": params}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Problem":
        return cls(**{**stored, "kind": Kind[stored["kind"]]})

    @property
    def severity(self) -> Severity:
        return self.kind.severity

    @property
    def message(self) -> str:
        return gettext(self.kind.message) % self.params

    @property
    def cure(self) -> str:
        return gettext(self.kind.cure) % self.params

    @property
    def place(self) -> str:
        """“file, line 3, column 4 (Classe)”, as far as it is known."""
        words = [self.file] if self.file else []
        if self.line is not None:
            words.append(gettext("line %(line)s") % {"line": self.line})
        if self.column is not None:
            column = gettext("column %(column)s") % {"column": self.column}
            words.append(f"{column} ({self.heading})" if self.heading else column)
        return ", ".join(words)

    def __str__(self) -> str:
        return " ".join([f"{self.place}:" if self.place else "", self.message, self.cure]).strip()


class RollRefused(Exception):
    """A file that cannot be read any further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.kind.name)
