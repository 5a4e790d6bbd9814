"""A small list of invented people for each kind, for those who have none to export."""

from django.utils.translation import gettext as _

from accounts.roll.fields import ListKind

_LOUISE, _ADAM = ("Louise", "Moreau"), ("Adam", "Benali")


def sample_of(kind: ListKind) -> list[list[str]]:
    """Headings in the language of the page, then two lines; they are read as they are."""
    last, first, email = _("Last name"), _("First name"), _("E-mail")
    class_name = _("Class")
    if kind == ListKind.STUDENTS:
        return [
            [last, first, _("Date of birth"), class_name],
            [_LOUISE[1], _LOUISE[0], "14/03/2016", "CE2"],
            [_ADAM[1], _ADAM[0], "02/11/2015", "CM1"],
        ]
    if kind == ListKind.PARENTS:
        child_last, child_first = _("Child: last name"), _("Child: first name")
        child_class = _("Child: class")
        return [
            [last, first, email, child_last, child_first, child_class],
            ["Moreau", "Claire", "claire@example.org", _LOUISE[1], _LOUISE[0], "CE2"],
            ["Benali", "Samir", "", _ADAM[1], _ADAM[0], "CM1"],
        ]
    if kind == ListKind.TEACHERS:
        return [
            [last, first, email, class_name, _("Head teacher")],
            ["Perrin", "Julie", "julie@example.org", "CE2", _("yes")],
            ["Costa", "Paulo", "", "CM1", _("no")],
        ]
    of = _("Staff") if kind == ListKind.STAFF else _("Guest")
    return [
        [f"{last} ({of})", f"{first} ({of})", email],
        ["Girard", "Nadia", "nadia@example.org"],
        ["Roy", "Marc", ""],
    ]
