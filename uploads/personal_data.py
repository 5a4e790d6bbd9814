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
                    *("owner", "key", "content", "content_type", "size", "stored_at"),
                    *("width", "height"),
                ),
                Delete(),
            ),
        ),
    )
)
