from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.client import SchoolClient


def queries(client: SchoolClient, address: str) -> int:
    """How many queries a page costs somebody who has been there before."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)
