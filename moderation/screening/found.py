from collections.abc import Callable
from typing import NamedTuple

from core.screening import Kind

# Whether a word is the name of somebody here.
IsName = Callable[[str], bool]


class Found(NamedTuple):
    """Something that is looked for, by its place in the folded text.

    `own` is what an adult is told of as well: they may write where the museum is.
    """

    kind: Kind
    start: int
    end: int
    own: bool = False
