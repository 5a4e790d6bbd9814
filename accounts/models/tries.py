from django.db import models


class Throttle(models.Model):
    """How far a login or an address has spent its tries: `until` is when it has regained them all.

    The key is a keyed digest, so a row names nobody; it is swept once it says nothing any more.
    """

    key = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField(db_index=True)
