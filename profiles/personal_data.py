from core.personal_data import BothStay, Delete, Holding, OneStays, Share, declare

_WORDS = ("motto", "motto_to", "mood", "mood_to", "interests", "interests_to", "photograph_to")
_HISTORY = ("history_id", "id", "school", "history_date", "history_type", "history_change_reason")

declare(
    Holding(
        "profiles.Portrait",
        # Nothing is taken over from the other: what was shown to nobody there would be shown here.
        joined=OneStays(),
        purpose="What people tell of themselves, to whom they choose",
        impersonal=("id", "school"),
        shares=(
            Share("membership", ("membership", "photograph", "removed_at", *_WORDS), Delete()),
        ),
    ),
    Holding(
        "profiles.HistoricalPortrait",
        joined=BothStay({}),
        purpose="What people told of themselves before they changed it",
        impersonal=(*_HISTORY, "history_user"),
        shares=(Share("membership", ("membership", *_WORDS), Delete()),),
    ),
)
