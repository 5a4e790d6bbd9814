from core.personal_data import Delete, Holding, Share, declare

declare(
    Holding(
        "uploads.StoredFile",
        purpose="Files that people shared",
        impersonal=("id", "school"),
        shares=(
            Share(
                "owner",
                (
                    *("owner", "key", "name", "content", "small", "content_type", "size"),
                    *("stored_at", "width", "height"),
                ),
                Delete(),
            ),
        ),
    ),
    Holding(
        "uploads.Allowance",
        purpose="How much the people of a school may keep",
        impersonal=("id", "school", "profile", "megabytes"),
    ),
)
