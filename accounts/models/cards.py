from typing import ClassVar

from django.db import models

from accounts.models.people import Membership
from accounts.models.schools import SchoolClass
from accounts.querysets import SignInCardQuerySet
from core import clock
from core.wall import SchoolOwned, WalledForeignKey

WRONG_IN_A_ROW = 5
# Somebody who only ever tries a few times between two visits of the child is stopped by this.
WRONG_IN_ALL = 20


class SignInCard(SchoolOwned):
    """What a young student signs in with: the code on the card, and three pictures in order.

    Only keyed digests are kept. `pictures` is empty until the student has chosen theirs; a new
    card takes the place of the former one and keeps them, unless they were forgotten.
    """

    membership = WalledForeignKey(Membership, on_delete=models.RESTRICT, related_name="cards")
    digest = models.CharField(max_length=64, unique=True)
    pictures = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    wrong_in_a_row = models.PositiveSmallIntegerField(default=0)
    wrong_in_all = models.PositiveSmallIntegerField(default=0)

    objects = SignInCardQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership"], name="one_card_a_student")
        ]

    @property
    def is_stopped(self) -> bool:
        """Was tried wrongly too often: only a new card helps."""
        return self.wrong_in_a_row >= WRONG_IN_A_ROW or self.wrong_in_all >= WRONG_IN_ALL


class ClassCode(SchoolOwned):
    """Stands in for the card in a class: with one's first name it leads to the pictures.

    It is no secret inside the class, so it is kept as it is said there.
    """

    school_class = WalledForeignKey(SchoolClass, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=20, unique=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["school_class"], name="one_code_a_class")
        ]
