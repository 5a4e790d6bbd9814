"""Imports one file into the school of the measurement and prints the figures as JSON."""

import json
import os
import resource
import sys
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()

from django.db import connection, transaction  # noqa: E402

from accounts.actions.import_roll import import_roll  # noqa: E402
from accounts.actions.schools import create_school  # noqa: E402
from accounts.models import School  # noqa: E402
from accounts.roll.reading import read_roll  # noqa: E402
from core import wall  # noqa: E402

SCHOOL = "The school of the measurement"
# In the order in which they refer to each other.
TABLES = (
    *("accounts_user", "accounts_schoolclass", "accounts_membership", "accounts_enrolment"),
    *("accounts_guardianship", "accounts_group", "accounts_groupmember", "accounts_contactrule"),
)


def main(file: Path) -> None:
    school = School.objects.filter(name=SCHOOL).first() or create_school(name=SCHOOL, language="fr")
    started, worked = time.perf_counter(), _work()
    reading = read_roll({file.name: file.read_bytes()})
    import_roll(None, school=school, reading=reading)
    seconds = time.perf_counter() - started
    work = _work() - worked
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with wall.within(school.pk):
        rows, copy_seconds = _copied()
    figures = {"seconds": seconds, "work": work, "peak_mb": peak_mb}
    json.dump({**figures, "rows": rows, "copy_seconds": copy_seconds}, sys.stdout)


def _work() -> float:
    """Processor seconds of this process and of its PostgreSQL, where that is on this machine.

    They say more than the clock where others work too.
    """
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    spent = stat.read_text().rpartition(")")[2].split()[11:13] if stat.exists() else []
    return time.process_time() + sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")


@transaction.atomic
def _copied() -> tuple[int, float]:
    """How many rows the school has, and how long PostgreSQL needs for them with their indexes."""
    rows, seconds = 0, 0.0
    with connection.cursor() as cursor:
        for table in TABLES:
            with cursor.copy(f"COPY (TABLE {table}) TO STDOUT") as out:
                content = b"".join(out)
            cursor.execute(f"CREATE TEMP TABLE copied (LIKE {table} INCLUDING ALL) ON COMMIT DROP")
            started = time.perf_counter()
            with cursor.copy("COPY copied FROM STDIN") as copy:
                copy.write(content)
            seconds += time.perf_counter() - started
            cursor.execute("SELECT count(*) FROM copied")
            rows += cursor.fetchone()[0]
            cursor.execute("DROP TABLE copied")
    return rows, seconds


if __name__ == "__main__":
    main(Path(sys.argv[1]))
