"""A case outlives the people in it for the school's figures; their part in it does not."""

from core.personal_data import Blank, BothStay, Delete, Holding, OneStays, Share, declare

declare(
    # What hangs on evidence goes before it: erasure keeps this order.
    Holding(
        "moderation.EvidenceFile",
        purpose="Files of what was reported, as they were then",
        impersonal=("id", "school", "evidence"),
        shares=(
            Share(
                "author",
                (
                    *("author", "original_id", "key", "name", "description", "content_type"),
                    *("size", "sha256", "content"),
                ),
                Delete(),
            ),
            Share("evidence__author", (), Delete()),
        ),
    ),
    Holding(
        "moderation.Surrounding",
        purpose="What stood around what was reported",
        impersonal=("id", "school", "evidence", "place", "kind", "target_id", "at"),
        shares=(
            Share("author", ("author", "words"), Delete()),
            Share("evidence__author", (), Delete()),
        ),
    ),
    Holding(
        "moderation.Evidence",
        purpose="What was reported, as it was then",
        impersonal=(
            *("id", "school", "case", "number", "taken_at", "thing_at", "edited_at"),
            *("audience", "digest"),
        ),
        shares=(Share("author", ("author", "words"), Delete()),),
    ),
    Holding(
        # Before the case: it says whom a note is about.
        "moderation.CaseNote",
        purpose="What those who handle a report tell each other",
        joined=BothStay({}),
        impersonal=("id", "school", "case", "at"),
        shares=(
            Share("by", ("by",), Blank({"by": None})),
            Share("case__accused", ("words",), Delete()),
        ),
    ),
    # Before the case and in this order: each hangs on the next.
    Holding(
        "moderation.CaseStep",
        purpose="What happened to a report, and who did it",
        impersonal=("id", "school", "case", "number", "at", "event", "state", "desk"),
        shares=(
            Share("by", ("by",), Blank({"by": None})),
            Share("decision__about", ("decision",), Blank({"decision": None})),
        ),
    ),
    Holding(
        "moderation.Measure",
        # Nobody who is blocked is joined to anybody: no two blocks in force meet.
        joined=BothStay({}),
        purpose="What a decision does, and until when",
        impersonal=(
            *("id", "school", "decision", "kind", "thing_kind", "thing_id", "restricted_to"),
            *("since", "until", "ended_at"),
        ),
        shares=(
            Share("membership", ("membership",), Delete()),
            Share("ended_by", ("ended_by",), Blank({"ended_by": None})),
        ),
    ),
    Holding(
        "moderation.Notice",
        purpose="Saying to somebody that moderation has something for them",
        joined=OneStays(latest=("at",)),
        impersonal=("id", "school", "kind", "at", "report", "case", "decision", "site"),
        shares=(
            Share("reader", ("reader", "told_at", "spoke_at"), Delete()),
            Share("decision__about", ("child",), Delete()),
        ),
    ),
    Holding(
        "moderation.Appeal",
        purpose="Asking the school to look again at what it decided",
        impersonal=("id", "school", "decision", "asked_at", "upheld", "answered_at"),
        shares=(
            Share("by", ("by", "words"), Blank({"by": None, "words": ""})),
            Share("answered_by", ("answered_by",), Blank({"answered_by": None})),
            Share("decision__about", ("answer",), Delete()),
        ),
    ),
    Holding(
        "moderation.Decision",
        purpose="What a school decided about somebody, and why",
        impersonal=(
            *(
                "id",
                "school",
                "case",
                "at",
                "version",
                "rule",
                "strike_until",
                "appeal_until",
                "undone_at",
            ),
        ),
        shares=(
            Share("about", ("about", "reason", "advice"), Delete()),
            Share("by", ("by",), Blank({"by": None})),
            Share("undone_by", ("undone_by",), Blank({"undone_by": None})),
        ),
    ),
    Holding(
        "moderation.Referral",
        purpose="Which agency was told of what may be against the law",
        joined=BothStay({}),
        impersonal=("id", "school", "case", "agency", "reference", "referred_on", "at"),
        shares=(Share("by", ("by",), Blank({"by": None})),),
    ),
    Holding(
        "moderation.Case",
        purpose="Looking into what was reported",
        impersonal=(
            *("id", "school", "kind", "target_id", "written_at", "state", "outcome"),
            *("track", "about", "desk", "risen", "version", "priority"),
            *(
                "severity",
                "reason",
                "is_repeat",
                "due_at",
                "remind_at",
                "answered_after",
                "decided_after",
            ),
            *("erase_at", "erased_at", "was_appealed", "was_overturned"),
            *("opened_at", "last_reported_at", "decided_at"),
        ),
        shares=(
            Share("kept_from", ("kept_from",), Blank({"kept_from": None})),
            Share("accused", ("accused",), Blank({"accused": None})),
            Share("claimed_by", ("claimed_by",), Blank({"claimed_by": None})),
        ),
    ),
    Holding(
        "moderation.Report",
        purpose="Telling the school that something is wrong",
        joined=OneStays(latest=("reported_at",), united=("note",)),
        impersonal=(
            "id",
            "school",
            "case",
            "reason",
            "reported_at",
            "stands",
            "answer",
            "evidence",
        ),
        shares=(
            Share(
                "reporter",
                ("reporter", "note", "hidden"),
                Blank({"reporter": None, "note": "", "hidden": None}),
            ),
        ),
    ),
    Holding(
        "moderation.ProfileBlock",
        purpose="For whom a school is closed for a time",
        impersonal=(
            *("id", "school", "profiles", "reason", "begun_at", "until", "remind_at", "ended_at"),
        ),
        shares=(
            Share("begun_by", ("begun_by",), Blank({"begun_by": None})),
            Share("ended_by", ("ended_by",), Blank({"ended_by": None})),
        ),
    ),
    Holding(
        "moderation.Lesson",
        purpose="What a school did about one kind of what is reported, each year",
        joined=BothStay({}),
        impersonal=("id", "school", "year", "reason", "words", "version", "written_at"),
        shares=(Share("written_by", ("written_by",), Blank({"written_by": None})),),
    ),
    Holding(
        "moderation.SiteReport",
        purpose="Looking after sites that are not for children, each for a year after its answer at most",
        impersonal=(
            *("id", "school", "address", "seen_at", "reported_at", "state", "reference"),
            *("passed_on", "answer", "closed_at"),
        ),
        shares=(Share("by", ("by", "content"), Blank({"by": None, "content": ""})),),
    ),
    Holding(
        "moderation.SchoolWord",
        purpose="What a school looks at before something is sent",
        impersonal=("id", "school", "phrase", "tier"),
    ),
    Holding(
        "moderation.DangerNumber",
        purpose="Whom to call when somebody is in danger",
        impersonal=("id", "school", "number", "label"),
    ),
    Holding(
        "moderation.ScreeningCount",
        purpose="How often people think again, without who and about what words",
        impersonal=("id", "school", "day", "kind", "asked", "edited", "sent_anyway"),
    ),
)
