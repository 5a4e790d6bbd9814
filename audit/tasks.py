from django.db import connection

from core.background import sweeper


@sweeper
def add_partitions() -> None:
    """Makes room for this month's and the next two months' events before they happen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_add_partition((now() + make_interval(months => ahead))::date)"
            " FROM generate_series(0, 2) AS ahead"
        )
