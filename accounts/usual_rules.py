"""Who may write to whom in a school until it decides otherwise; nobody else may."""

from accounts.choices import Profile, Within

_FAMILIES_AND_COLLEAGUES = (Profile.STUDENT, Profile.PARENT, Profile.TEACHER, Profile.STAFF)

# From whom, to whom, and whom of them.
USUAL_RULES: dict[tuple[str, str], Within] = {
    (Profile.STUDENT, Profile.STUDENT): Within.CLASS,
    (Profile.STUDENT, Profile.PARENT): Within.FAMILY,
    (Profile.STUDENT, Profile.TEACHER): Within.CLASS,
    (Profile.PARENT, Profile.STUDENT): Within.FAMILY,
    (Profile.PARENT, Profile.TEACHER): Within.CLASS,
    (Profile.PARENT, Profile.STAFF): Within.ALL,
    **{
        (mine, theirs): Within.ALL
        for mine in (Profile.TEACHER, Profile.STAFF)
        for theirs in _FAMILIES_AND_COLLEAGUES
    },
}
