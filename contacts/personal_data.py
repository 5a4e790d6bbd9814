from core.personal_data import Blank, Delete, Holding, OneStays, Share, declare

declare(
    Holding(
        "contacts.Freeze",
        purpose="Pausing what some profiles of a school send, and telling everybody why",
        impersonal=("id", "school", "profiles", "begun_at", "until", "ended_at"),
        shares=(
            Share("begun_by", ("begun_by", "reason"), Blank({"begun_by": None, "reason": ""})),
            Share("ended_by", ("ended_by",), Blank({"ended_by": None})),
        ),
    ),
    Holding(
        "contacts.Refusal",
        purpose="Sparing a student the messages of another",
        joined=OneStays(),
        impersonal=("id", "school", "made_at"),
        shares=(Share("by", ("by",), Delete()), Share("of", ("of",), Delete())),
    ),
)
