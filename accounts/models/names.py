from typing import ClassVar

from django.db import models

from accounts.models.people import Membership
from core.wall import SchoolOwned, WalledForeignKey


class NameWord(SchoolOwned):
    """One word of somebody's folded name, by which they are found in their school.

    `accounts.groups.sync_groups` keeps these. In bytewise order, so that an index finds beginnings.
    """

    membership = WalledForeignKey(Membership, on_delete=models.CASCADE, related_name="name_words")
    word = models.CharField(max_length=250, db_collation="C")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "word", "membership"], name="name_word_once_a_person"
            )
        ]
