from enum import StrEnum


class Why(StrEnum):
    """Why a file is refused; `uploads.refusals` has the sentences."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    PICTURE_TOO_LARGE = "picture too large"
    NOT_A_PICTURE = "not a picture"
    UNKNOWN = "unknown"
    APPLE_PICTURE = "apple picture"
    DRAWING = "drawing"
    FILM = "film"
    ARCHIVE = "archive"
    OLD_DOCUMENT = "old document"
    DAMAGED = "damaged"
    TOO_MANY_DOTS = "too many dots"
    TOO_HARD = "too hard"
    TWO_THINGS = "two things"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    CARRIES_FILES = "carries files"
    REACHES_OUT = "reaches out"
    BLOWN_UP = "blown up"
    INFECTED = "infected"
    NOT_SCANNED = "not scanned"
    NO_ROOM = "no room"
    TOO_MANY = "too many"


class Refused(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why
