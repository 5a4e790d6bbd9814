"""What is held about people themselves, and by the libraries that let them in."""

from core.personal_data import (
    Blank,
    BothStay,
    Delete,
    Ends,
    Holding,
    OneStays,
    Share,
    Subject,
    declare,
)

declare(
    Holding(
        "accounts.School",
        purpose="Which school a row belongs to",
        impersonal=(
            *("id", "name", "language", "pictures_up_to", "student_photographs"),
            *("waking_from", "waking_until", "quiet_weekends", "frozen_until"),
            *("opens_at", "closes_at", "school_days"),
        ),
    ),
    Holding(
        "accounts.Term",
        purpose="When a school is open",
        impersonal=("id", "school", "name", "starts_on", "ends_on"),
    ),
    Holding(
        "accounts.SchoolClass",
        purpose="The classes of a school",
        impersonal=("id", "school", "name", "level", "colour"),
    ),
    Holding(
        "accounts.ContactRule",
        purpose="Who may write to whom",
        joined=OneStays(),
        impersonal=("id", "school", "from_group", "to_group", "within"),
    ),
    Holding(
        "accounts.RuleChange",
        purpose="How it came about who may write to whom",
        impersonal=("id", "school", "from_group", "to_group", "before", "after", "changed_at"),
        shares=(Share("changed_by", ("changed_by",), Blank({"changed_by": None})),),
    ),
    Holding(
        "accounts.RollImport",
        purpose="Bringing the school's roll in; the files are emptied once it is done",
        impersonal=(
            "id",
            "school",
            "started_at",
            "state",
            "files",
            "choices",
            "findings",
            "progress",
            "report",
        ),
        shares=(Share("started_by", ("started_by",), Blank({"started_by": None})),),
    ),
    Holding(
        "accounts.ActivationCode",
        purpose="Opening an account for the first time",
        joined=Ends(),
        impersonal=("id", "school", "issuer"),
        shares=(
            Share(
                "membership",
                ("membership", "digest", "made_at", "expires_at", "used_at", "revoked_at"),
                Delete(),
            ),
        ),
    ),
    Holding(
        "accounts.TransferCode",
        purpose="Keeping one's account in another school",
        joined=Ends(),
        impersonal=("id", "school"),
        shares=(
            Share(
                "membership",
                ("membership", "digest", "made_at", "expires_at", "used_at", "revoked_at"),
                Delete(),
            ),
        ),
    ),
    Holding(
        "accounts.Hidden",
        purpose="Sparing somebody what they reported",
        joined=OneStays(),
        impersonal=("id", "school"),
        shares=(Share("membership", ("membership", "kind", "target_id", "at"), Delete()),),
    ),
    Holding(
        "accounts.Telling",
        purpose="Telling people, and the family of a child, what was done to their way in",
        impersonal=("id", "school", "kind", "made_at", "heard_at"),
        shares=(
            Share("reader", ("reader",), Delete()),
            Share("about", ("about",), Delete()),
            Share("by", ("by",), Blank({"by": None})),
        ),
    ),
    Holding(
        "accounts.Throttle",
        purpose="Stopping those who guess; keyed digests of logins and addresses, gone within a day",
        impersonal=("key", "until"),
    ),
    Holding(
        "accounts.NameWord",
        purpose="Finding people by a part of their name",
        joined=OneStays(),
        impersonal=("id", "school"),
        shares=(Share("membership", ("membership", "word"), Delete()),),
    ),
    Holding(
        "accounts.SignInCard",
        purpose="Letting young students in with a card and pictures",
        joined=Ends(),
        impersonal=("id", "school"),
        shares=(
            Share(
                "membership",
                (
                    *("membership", "digest", "pictures"),
                    *("made_at", "wrong_in_a_row", "wrong_in_all"),
                ),
                Delete(),
            ),
        ),
    ),
    Holding(
        "accounts.ClassCode",
        purpose="What children of a class type who have no card at hand",
        impersonal=("id", "school", "school_class", "code"),
    ),
    Holding(
        "accounts.GroupMember",
        purpose="Who is addressed by what is addressed to a group",
        joined=OneStays(),
        impersonal=("id", "school", "group"),
        shares=(Share("membership", ("membership",), Delete()),),
    ),
    Holding(
        "accounts.Group",
        purpose="Whom feeds and messages are addressed to",
        joined=OneStays(),
        impersonal=("id", "school", "kind", "profile", "school_class", "name", "ends_at"),
        shares=(Share("person", ("person",), Delete()),),
    ),
    Holding(
        "accounts.JoinedAccount",
        purpose="Which former account of a person went on in theirs, and who said that it was one",
        impersonal=("id", "school", "joined_at"),
        shares=(
            Share("membership", ("membership", "login", "former"), Delete()),
            Share("joined_by", ("joined_by",), Blank({"joined_by": None})),
        ),
    ),
    Holding(
        "accounts.Enrolment",
        purpose="Who learns and teaches in a class",
        joined=OneStays(),
        impersonal=("id", "school", "school_class"),
        shares=(Share("membership", ("membership",), Delete()),),
    ),
    Holding(
        "accounts.Guardianship",
        purpose="Which adults are responsible for a student",
        joined=OneStays(),
        impersonal=("id", "school"),
        shares=(
            Share("guardian", ("guardian",), Delete()),
            Share("student", ("student",), Delete()),
        ),
    ),
    Holding(
        "accounts.Mail",
        purpose="E-mails that still have to go, each for a day at most",
        joined=Ends(),
        impersonal=("id", "kind", "language", "made_at"),
        shares=(Share("about", ("about", "to"), Delete(), Subject.ACCOUNT),),
    ),
    Holding(
        "accounts.Device",
        purpose="Waking the devices on which somebody asked for it when something comes",
        impersonal=("id",),
        shares=(
            Share(
                "session__user",
                ("session", "endpoint", "seen_at", "tried_at", "told_at"),
                Delete(),
                Subject.ACCOUNT,
            ),
        ),
    ),
    Holding(
        "account.EmailAddress",
        purpose="The mailbox through which somebody gets a new password",
        joined=Ends(),
        impersonal=("id",),
        shares=(
            Share("user", ("user", "email", "verified", "primary"), Delete(), Subject.ACCOUNT),
        ),
    ),
    Holding(
        "account.EmailConfirmation",
        purpose="Proving that an address is one's own",
        impersonal=("id",),
        shares=(
            Share(
                "email_address__user",
                ("email_address", "created", "sent", "key"),
                Delete(),
                Subject.ACCOUNT,
            ),
        ),
    ),
    Holding(
        "mfa.Authenticator",
        purpose="A second proof at sign-in",
        joined=Ends(),
        impersonal=("id",),
        shares=(
            Share(
                "user",
                ("user", "type", "data", "created_at", "last_used_at"),
                Delete(),
                Subject.ACCOUNT,
            ),
        ),
    ),
    Holding(
        "usersessions.UserSession",
        purpose="Showing people where they are signed in",
        joined=Ends(),
        impersonal=("id",),
        shares=(
            Share(
                "user",
                ("user", "created_at", "ip", "last_seen_at", "session_key", "user_agent", "data"),
                Delete(),
                Subject.ACCOUNT,
            ),
        ),
    ),
    Holding(
        "socialaccount.SocialAccount",
        purpose="Knowing again whom a school's own sign-in provider sends; none of its claims",
        impersonal=("id",),
        shares=(
            Share(
                "user",
                ("user", "provider", "uid", "last_login", "date_joined", "extra_data"),
                Delete(),
                Subject.ACCOUNT,
            ),
        ),
        joined=Ends(),
    ),
    Holding(
        "socialaccount.SocialToken",
        purpose="Required by the library, unused: no token is kept",
        impersonal=("id", "app", "account", "token", "token_secret", "expires_at"),
    ),
    Holding(
        "socialaccount.SocialApp",
        purpose="Required by the library, unused: providers stand in the operator's settings",
        impersonal=(
            *("id", "provider", "provider_id", "name"),
            *("client_id", "secret", "key", "settings"),
        ),
    ),
    Holding(
        "sessions.Session",
        purpose="Staying signed in; deleted with the account's closing and when it expires",
        impersonal=("session_key", "session_data", "expire_date"),
    ),
    Holding(
        "auth.Permission",
        purpose="Required by the framework, unused",
        impersonal=("id", "name", "content_type", "codename"),
    ),
    Holding(
        "auth.Group",
        purpose="Required by the framework, unused",
        impersonal=("id", "name"),
    ),
    Holding(
        "contenttypes.ContentType",
        purpose="Required by the framework: the names of the models",
        impersonal=("id", "app_label", "model"),
    ),
    Holding(
        "audit.Actor",
        purpose="Who did what; the events name an actor, the actor names the person",
        joined=BothStay({"former": True}),
        impersonal=("id", "school", "former"),
        shares=(Share("membership", ("membership",), Blank({"membership": None})),),
    ),
    Holding(
        "audit.Event",
        purpose="What happened; says nothing of whom but the actor, and none of their words",
        impersonal=(
            *("id", "at", "school_id", "actor", "verb"),
            *("target_type", "target_id", "facts"),
        ),
    ),
    Holding(
        "accounts.Membership",
        purpose="Belonging to a school",
        joined=OneStays(filled=("external_id",), united=("duties",)),
        impersonal=("id", "school"),
        shares=(
            Share(
                "pk",
                (
                    *("user", "profile", "duties", "blocked_at", "blocked_until", "closed_at"),
                    *("external_id", "home", "home_profile", "restrictions"),
                ),
                Delete(),
            ),
        ),
    ),
    Holding(
        "accounts.User",
        purpose="Knowing everybody by their real name, and letting them in",
        joined=OneStays(
            filled=("email", "birth_date", "face", "notices", "view"), earliest=("created_at",)
        ),
        impersonal=("id",),
        shares=(
            Share(
                "pk",
                (
                    *("username", "password", "first_name", "last_name", "folded_name"),
                    *(
                        "email",
                        "language",
                        "birth_date",
                        "face",
                        "view",
                        "notices",
                        "auth_epoch",
                        "last_login",
                        "created_at",
                    ),
                ),
                Delete(),
                Subject.ACCOUNT,
            ),
        ),
    ),
)
