from core.personal_data import Delete, Holding, OneStays, Share, declare

declare(
    Holding(
        "charters.CharterVersion",
        purpose="The rules a school asks its people to agree to",
        impersonal=(
            *("id", "school", "profile", "number", "text_fr", "text_en"),
            *("published_at", "replaced_at"),
        ),
    ),
    Holding(
        "charters.Signature",
        purpose="Who agreed to which rules, and when",
        joined=OneStays(earliest=("signed_at",)),
        impersonal=("id", "school", "version"),
        shares=(Share("membership", ("membership", "signed_at", "language"), Delete()),),
    ),
)
