"""Words with bold, italics, lists and links, and nothing else, ever.

They are kept twice: as HTML that only `clean` makes, and as the plain text of it, which is screened,
searched, excerpted and reported.
"""

from core.richtext.html import clean
from core.richtext.reading import text_of
from core.richtext.writing import from_text

__all__ = ["clean", "from_text", "text_of"]
