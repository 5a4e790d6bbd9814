from core.personal_data import Blank, BothStay, Delete, Holding, OneStays, Share, declare

declare(
    # Before the concern: they hang on it.
    Holding(
        "safeguarding.ConcernReader",
        purpose="Who was named to read what worries the school about a child",
        joined=OneStays(),
        impersonal=("id", "school", "concern", "named_at", "ended_at"),
        shares=(
            Share("concern__child", (), Delete()),
            Share("reader", ("reader",), Delete()),
            Share("named_by", ("named_by",), Blank({"named_by": None})),
        ),
    ),
    Holding(
        "safeguarding.ConcernAction",
        purpose="What the school does for a child, who, and until when",
        joined=BothStay({}),
        impersonal=("id", "school", "concern", "due_on", "asked_at", "remind_at", "done_at"),
        shares=(
            Share("concern__child", ("what", "result"), Delete()),
            Share("owner", ("owner",), Blank({"owner": None})),
            Share("asked_by", ("asked_by",), Blank({"asked_by": None})),
            Share("done_by", ("done_by",), Blank({"done_by": None})),
        ),
    ),
    Holding(
        "safeguarding.Concern",
        purpose="Protecting a child: what somebody of the school saw or heard",
        joined=BothStay({}),
        impersonal=(
            *("id", "school", "kind", "is_urgent", "about", "desk"),
            *("written_at", "remind_at", "signed_off_at"),
        ),
        shares=(
            Share(
                "child",
                ("child", "happened_on", "place", "words", "child_said", "outcome"),
                Delete(),
            ),
            Share("by", ("by",), Blank({"by": None})),
            Share("signed_off_by", ("signed_off_by",), Blank({"signed_off_by": None})),
        ),
    ),
)
