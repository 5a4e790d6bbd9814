from core.personal_data import Blank, Delete, Holding, OneStays, Share, declare

declare(
    Holding(
        "messaging.Conversation",
        purpose="People writing to each other",
        impersonal=("id", "school", "started_at", "answers_to_all"),
        shares=(
            Share(
                "started_by",
                ("started_by", "subject", "folded_subject"),
                Blank({"started_by": None, "subject": "", "folded_subject": ""}),
            ),
        ),
    ),
    Holding(
        "messaging.Participant",
        purpose="Who is in a conversation, and where they put it",
        joined=OneStays(filled=("archived_at", "muted_at"), latest=("last_at", "read_at")),
        impersonal=("id", "school", "conversation"),
        shares=(
            Share(
                "membership",
                ("membership", "last_at", "read_at", "archived_at", "muted_at"),
                Delete(),
            ),
        ),
    ),
    Holding(
        "messaging.Message",
        purpose="What was written in a conversation, or is being written",
        impersonal=(
            *("id", "school", "conversation", "state", "answers", "to_author_alone", "forwards"),
            *(
                "wants_confirmation",
                "written_at",
                "send_at",
                "sent_at",
                "corrected_at",
                "reminded_at",
            ),
            *("recalled_at", "removed_at", "held_back"),
        ),
        shares=(
            Share(
                "author",
                ("author", "body", "folded"),
                Blank({"author": None, "body": "", "folded": ""}),
            ),
        ),
    ),
    Holding(
        "messaging.Addressee",
        purpose="Whom somebody began to write to",
        joined=OneStays(),
        impersonal=("id", "school", "message", "group"),
        shares=(Share("membership", ("membership",), Delete()),),
    ),
    Holding(
        "messaging.Delivery",
        purpose="Who got a message, read it and confirmed it",
        joined=OneStays(earliest=("read_at", "confirmed_at", "told_at")),
        impersonal=("id", "school", "message"),
        shares=(
            Share("membership", ("membership", "read_at", "confirmed_at", "told_at"), Delete()),
        ),
    ),
    Holding(
        "messaging.Attachment",
        purpose="Files that come with a message",
        impersonal=("id", "school", "message", "file"),
    ),
)
