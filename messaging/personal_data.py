from core.personal_data import Blank, Delete, Holding, OneStays, Share, declare

declare(
    Holding(
        "messaging.Conversation",
        purpose="People writing to each other",
        impersonal=("id", "school", "started_at", "last_message_at"),
        shares=(
            Share(
                "started_by",
                ("started_by", "subject"),
                Blank({"started_by": None, "subject": ""}),
            ),
        ),
    ),
    Holding(
        "messaging.Participant",
        purpose="Who is in a conversation",
        joined=OneStays(latest=("read_at",)),
        impersonal=("id", "school", "conversation"),
        shares=(Share("membership", ("membership", "read_at"), Delete()),),
    ),
    Holding(
        "messaging.Message",
        purpose="What was written in a conversation",
        impersonal=("id", "school", "conversation", "sent_at", "removed_at"),
        shares=(Share("author", ("author", "body"), Blank({"author": None, "body": ""})),),
    ),
)
