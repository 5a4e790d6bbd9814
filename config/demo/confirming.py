"""A message that the parents of a class are asked to confirm: some have, some have only read it."""

from datetime import timedelta
from types import ModuleType

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from accounts.choices import GroupKind, Profile
from accounts.models import Group, Membership, School
from config.demo.writing import written
from core import clock
from messaging.actions import confirm_message, mark_read, send_message
from messaging.models import Participant

ASKED_CLASS = "CM1"


def ask_to_confirm(school: School, words: ModuleType) -> None:
    people = Membership.objects.select_related("user", "school").filter(school=school)
    teacher = people.filter(
        profile=Profile.TEACHER, enrolments__school_class__name=ASKED_CLASS
    ).earliest("pk")
    parents = Group.objects.get(
        school=school,
        kind=GroupKind.CLASS,
        profile=Profile.PARENT,
        school_class__name=ASKED_CLASS,
    )
    with clock.at(clock.now() - timedelta(days=2)):
        draft = written(teacher, words.TO_CONFIRM, groups=[parents])
        message = send_message(teacher, message=draft)
    readers = people.filter(in_groups__group=parents).order_by("pk")
    came_in = readers.exclude(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    for place, reader in enumerate(came_in):
        with clock.at(clock.now() - timedelta(hours=40 - place % 36)):
            if place % 3 == 1:
                confirm_message(reader, message=message, wording=message.wording)
            elif place % 3 == 2:
                seen = Participant.objects.get(membership=reader, conversation=message.conversation)
                mark_read(reader, seen=seen)
