from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.choices import GroupKind, Profile, Within
from accounts.logins import fold
from accounts.models.schools import SchoolClass
from accounts.querysets import ContactRuleQuerySet, GroupQuerySet, RuleChangeQuerySet
from core import clock
from core.templatetags.readable import when
from core.wall import SchoolOwned, WalledForeignKey


class Group(SchoolOwned):
    """Whatever is addressed is addressed to a group.

    A school or a class, as a whole or only those of one profile; a family (a child and their
    guardians); one person; a project. Who is in the automatic ones follows the roll.
    """

    kind = models.CharField(max_length=10, choices=GroupKind)
    profile = models.CharField(max_length=10, choices=Profile, blank=True)
    school_class = WalledForeignKey(
        SchoolClass, null=True, on_delete=models.CASCADE, related_name="groups"
    )
    person = WalledForeignKey(
        "accounts.Membership", null=True, on_delete=models.CASCADE, related_name="own_groups"
    )
    name = models.CharField(max_length=200, blank=True)
    ends_at = models.DateTimeField(null=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["school", "kind", "profile", "school_class", "person", "name"],
                name="group_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the group is called on a page; needs `school_class` and `school` at hand."""
        if self.kind == GroupKind.PROJECT:
            return self._with_end()
        whole = self.school_class.name if self.school_class else self.school.name
        return str(_LABELS[self.profile]) % {"whole": whole}

    def answers_to(self, words: str) -> bool:
        """Whether each of these words begins one of its label."""
        label = fold(self.label).split()
        return all(any(said.startswith(word) for said in label) for word in fold(words).split())

    @property
    def is_over(self) -> bool:
        """Closed to writing; who was in it goes on reading."""
        return self.ends_at is not None and self.ends_at <= clock.now()

    def _with_end(self) -> str:
        if self.ends_at is None:
            return self.name
        said = _("%(project)s (ended)") if self.is_over else _("%(project)s (until %(day)s)")
        return str(said) % {"project": self.name, "day": when(self.ends_at)}


_LABELS = {
    "": "%(whole)s",
    Profile.STUDENT: _("Students of %(whole)s"),
    Profile.PARENT: _("Parents of %(whole)s"),
    Profile.TEACHER: _("Teachers of %(whole)s"),
    Profile.STAFF: _("Staff of %(whole)s"),
    Profile.GUEST: _("Guests of %(whole)s"),
}


class GroupMember(SchoolOwned):
    group = WalledForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    membership = WalledForeignKey(
        "accounts.Membership", on_delete=models.CASCADE, related_name="in_groups"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["membership", "group"], name="in_a_group_once")
        ]


class ContactRule(SchoolOwned):
    """Everybody of one group may write to everybody of another; one direction each.

    `within` their classes or families only to whom they share one with. Such a rule leads to those
    of a profile in the school and to no smaller group. It stands for all classes and families there
    will be, so the roll makes no rules.
    """

    from_group = WalledForeignKey(Group, on_delete=models.CASCADE, related_name="may_write_to")
    to_group = WalledForeignKey(Group, on_delete=models.CASCADE, related_name="may_hear_from")
    within = models.CharField(max_length=10, choices=Within, blank=True)

    objects = ContactRuleQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["from_group", "to_group"], name="contact_rule_once")
        ]


class RuleChange(SchoolOwned):
    """That a contact rule came, went or became another; empty is where there was none."""

    from_group = WalledForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    to_group = WalledForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    before = models.CharField(max_length=10, choices=Within, null=True)  # noqa: DJ001  (empty is a limit of its own)
    after = models.CharField(max_length=10, choices=Within, null=True)  # noqa: DJ001
    changed_by = WalledForeignKey(
        "accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    objects = RuleChangeQuerySet.as_manager()
