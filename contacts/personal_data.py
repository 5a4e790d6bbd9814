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
    Holding(
        "contacts.Project",
        purpose="What classes do together for a time, who asked for it and who agreed",
        impersonal=(
            *("id", "school", "name", "until", "with_parents", "state", "group"),
            *("partner", "partner_classes", "asked_at", "decided_at", "ended_at"),
        ),
        shares=(
            Share("asked_by", ("asked_by", "purpose"), Blank({"asked_by": None, "purpose": ""})),
            Share(
                "decided_by", ("decided_by", "answer"), Blank({"decided_by": None, "answer": ""})
            ),
            Share("ended_by", ("ended_by",), Blank({"ended_by": None})),
        ),
    ),
    Holding(
        "contacts.ProjectClass",
        purpose="Which classes take part in a project",
        impersonal=("id", "school", "project", "school_class"),
    ),
    Holding(
        "contacts.ProjectAbsence",
        purpose="Who of a class takes no part in its project",
        joined=OneStays(),
        impersonal=("id", "school", "project"),
        shares=(Share("membership", ("membership",), Delete()),),
    ),
    Holding(
        "contacts.Invitation",
        purpose="Asking a school to take part in the project of another",
        impersonal=(
            *("id", "school", "host", "project_there"),
            *("state", "until", "made_at", "decided_at"),
        ),
        shares=(Share("decided_by", ("decided_by",), Blank({"decided_by": None})),),
    ),
    Holding(
        "contacts.InvitedClass",
        purpose="Which classes of a school take part in the project of another",
        impersonal=("id", "school", "invitation", "school_class"),
    ),
)
