"""How far an import is, said where others see it before its transaction ends."""

from django.db import connection

from accounts.models import RollImport

SCOPE = "SELECT set_config('preau.schools', %s, false)"
UPDATE = "UPDATE accounts_rollimport SET progress = %s WHERE id = %s"


def tell_others(roll_import: RollImport, percent: int) -> None:
    """Writes over a connection of its own. The transaction of the import must not have locked the
    row before: the two would wait for each other for ever.
    """
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute(SCOPE, [f"{{{roll_import.school_id}}}"])
            cursor.execute(UPDATE, [percent, roll_import.pk])
    finally:
        aside.close()
