"""Words are emptied rather than deleted: the comments of others hang on them."""

from core.personal_data import Blank, BothStay, Delete, Holding, OneStays, Share, declare

_HISTORY = ("history_id", "school", "id", "history_date", "history_type", "history_change_reason")
_TIMES = ("written_at", "edited_at", "deleted_at", "removed_at")
_PUBLISHED = ("answered_at", "state", "publish_at", "published_at", "expires_at")

declare(
    Holding(
        "newsfeed.Entry",
        purpose="What teachers and classes tell each other",
        impersonal=(
            *("id", "school", "comments_open", "wants_confirmation", "held_back"),
            *_PUBLISHED,
            *_TIMES,
        ),
        shares=(
            Share(
                "author",
                # PostgreSQL makes the stems of the words: they go with them.
                ("author", "title", "body", "text", "beside", "stems"),
                Blank({"author": None, "title": "", "body": "", "text": "", "beside": ""}),
            ),
        ),
    ),
    Holding(
        "newsfeed.HistoricalEntry",
        joined=BothStay({}),
        purpose="How an entry read before it was edited",
        impersonal=(
            *_HISTORY,
            "history_user",
            "comments_open",
            "wants_confirmation",
            *_PUBLISHED,
            *_TIMES,
        ),
        shares=(Share("author", ("author", "title", "body"), Delete()),),
    ),
    Holding(
        "newsfeed.Audience",
        purpose="Whom an entry is addressed to",
        joined=OneStays(earliest=("published_at",)),
        impersonal=("id", "school", "entry", "group", "published_at", "is_pinned"),
    ),
    Holding(
        "newsfeed.EntryFile",
        purpose="Files that come with an entry",
        impersonal=("id", "school", "entry"),
        shares=(Share("file__owner", ("file", "description"), Delete()),),
    ),
    Holding(
        "newsfeed.Comment",
        purpose="Answers under an entry",
        impersonal=("id", "school", "entry", "answers", "answered_at", *_TIMES),
        shares=(Share("author", ("author", "body", "stems"), Blank({"author": None, "body": ""})),),
    ),
    Holding(
        "newsfeed.HistoricalComment",
        joined=BothStay({}),
        purpose="How a comment read before it was edited",
        impersonal=(*_HISTORY, "history_user", "entry", *_TIMES),
        shares=(Share("author", ("author", "body"), Delete()),),
    ),
    Holding(
        "newsfeed.Reaction",
        purpose="What somebody said of an entry without a word",
        joined=OneStays(),
        impersonal=("id", "school", "entry"),
        shares=(Share("by", ("by", "kind"), Delete()),),
    ),
    Holding(
        "newsfeed.Decision",
        purpose="What a teacher decided about an entry of a student",
        impersonal=("id", "school", "entry", "decided_at", "is_approved"),
        shares=(
            Share("student", ("student", "words"), Delete()),
            Share("decided_by", ("decided_by",), Blank({"decided_by": None, "words": ""})),
        ),
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
            Share(
                "membership",
                ("membership", "school_class", "source", "unread", "to_confirm"),
                Delete(),
            ),
            Share("child", ("child",), Delete()),
        ),
    ),
    Holding(
        "newsfeed.Confirmation",
        purpose="Which guardians have confirmed an entry, and who was told or reminded of it",
        joined=OneStays(earliest=("confirmed_at",), latest=("reminded_at", "told_at")),
        impersonal=("id", "school", "entry"),
        shares=(
            Share(
                "membership",
                ("membership", "confirmed_at", "reminded_at", "told_at"),
                Delete(),
            ),
        ),
    ),
    Holding(
        "newsfeed.Event",
        purpose="When and where something takes place",
        impersonal=(
            "id",
            "school",
            "entry",
            "starts_at",
            "ends_at",
            "all_day",
            "moved_from",
            "revision",
        ),
        shares=(Share("entry__author", ("place",), Blank({"place": ""})),),
    ),
    Holding(
        "newsfeed.Task",
        purpose="What children are asked for, and until when",
        impersonal=("id", "school", "entry", "kind", "due_on"),
    ),
    Holding(
        "newsfeed.Done",
        purpose="Which child did a task, and who of the family said so",
        joined=OneStays(filled=("by",), earliest=("done_at",)),
        impersonal=("id", "school", "task"),
        shares=(
            Share("student", ("student", "done_at"), Delete()),
            Share("by", ("by",), Blank({"by": None})),
        ),
    ),
    Holding(
        "newsfeed.Poll",
        purpose="What people are asked, and what they may answer",
        impersonal=("id", "school", "entry", "takes_several", "closes_on"),
        shares=(
            Share(
                "entry__author",
                ("question", "options"),
                Blank({"question": "", "options": []}),
            ),
        ),
    ),
    Holding(
        "newsfeed.Vote",
        purpose="What somebody answered to a poll",
        joined=OneStays(latest=("cast_at",)),
        impersonal=("id", "school", "poll"),
        shares=(Share("membership", ("membership", "choices", "cast_at"), Delete()),),
    ),
    Holding(
        "newsfeed.ToldWeek",
        purpose="Which week somebody was told of by e-mail, so that they are told once",
        joined=OneStays(latest=("week",)),
        impersonal=("id", "school"),
        shares=(Share("membership", ("membership", "week"), Delete()),),
    ),
)
