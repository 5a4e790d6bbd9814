"""Words are emptied rather than deleted: the comments of others hang on them."""

from core.personal_data import Blank, BothStay, Delete, Holding, OneStays, Share, declare

_HISTORY = ("history_id", "school", "id", "history_date", "history_type", "history_change_reason")
_TIMES = ("written_at", "edited_at", "deleted_at", "removed_at", "answered_at")
_PUBLISHED = ("state", "publish_at", "published_at", "expires_at")

declare(
    Holding(
        "newsfeed.Entry",
        purpose="What teachers and classes tell each other",
        impersonal=("id", "school", "comments_open", *_PUBLISHED, *_TIMES),
        shares=(
            Share(
                "author",
                ("author", "title", "body", "text"),
                Blank({"author": None, "title": "", "body": "", "text": ""}),
            ),
        ),
    ),
    Holding(
        "newsfeed.HistoricalEntry",
        joined=BothStay({}),
        purpose="How an entry read before it was edited",
        impersonal=(*_HISTORY, "history_user", "comments_open", *_PUBLISHED, *_TIMES),
        shares=(Share("author", ("author", "title", "body"), Delete()),),
    ),
    Holding(
        "newsfeed.Audience",
        purpose="Whom an entry is addressed to",
        joined=OneStays(earliest=("published_at",)),
        impersonal=("id", "school", "entry", "group", "published_at", "is_pinned"),
    ),
    Holding(
        "newsfeed.Picture",
        purpose="Pictures on an entry",
        impersonal=("id", "school", "entry"),
        shares=(Share("file__owner", ("file", "description"), Delete()),),
    ),
    Holding(
        "newsfeed.Comment",
        purpose="Answers under an entry",
        impersonal=("id", "school", "entry", "answers", *_TIMES),
        shares=(Share("author", ("author", "body"), Blank({"author": None, "body": ""})),),
    ),
    Holding(
        "newsfeed.HistoricalComment",
        joined=BothStay({}),
        purpose="How a comment read before it was edited",
        impersonal=(*_HISTORY, "history_user", "entry", "answers", *_TIMES),
        shares=(Share("author", ("author", "body"), Delete()),),
    ),
    Holding(
        "newsfeed.ClassFeed",
        purpose="Who writes in the feed of a class",
        impersonal=("id", "school", "school_class", "students_write", "parents_comment"),
    ),
    Holding(
        "newsfeed.Visit",
        purpose="What is new to whoever opens the feed",
        joined=OneStays(latest=("since", "at")),
        impersonal=("id", "school"),
        shares=(Share("membership", ("membership", "since", "at"), Delete()),),
    ),
    Holding(
        "newsfeed.Dismissal",
        purpose="Which notices somebody wants to see no more in their feed",
        joined=OneStays(latest=("at",)),
        impersonal=("id", "school"),
        shares=(Share("membership", ("membership", "source", "key", "at"), Delete()),),
    ),
    Holding(
        "newsfeed.FeedFilter",
        purpose="What somebody chose to see in their feed",
        joined=OneStays(),
        impersonal=("id", "school"),
        shares=(
            Share("membership", ("membership", "school_class", "source", "unread"), Delete()),
            Share("child", ("child",), Delete()),
        ),
    ),
)
