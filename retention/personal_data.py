from core.personal_data import Blank, BothStay, Holding, Share, declare

declare(
    Holding(
        "retention.Closure",
        # What is closed is not made one with what is open: no two that are pending meet.
        joined=BothStay({}),
        purpose="Closing, reopening and erasing accounts, and the proof of it",
        impersonal=(
            *("id", "school", "closed_at", "erase_at", "reopened_at", "erased_at"),
            *("erased_counts", "files_left"),
        ),
        shares=(
            Share(
                "membership",
                ("membership", "reason", "reopening_reason"),
                Blank({"membership": None, "reason": "", "reopening_reason": ""}),
            ),
            Share("closed_by", ("closed_by",), Blank({"closed_by": None})),
            Share("reopened_by", ("reopened_by",), Blank({"reopened_by": None})),
        ),
    )
)
