from core.richtext import clean, text_of
from newsfeed.models import Entry


def put_words(entry: Entry, *, title: str, body: str) -> None:
    """Puts these into an entry that the caller saves; of `body`, HTML, only what is clean."""
    entry.title, entry.body = title, clean(body)
    entry.text = text_of(entry.body)
