"""What whoever decides is offered to say to somebody whose words were reported: what is wrong with them
and what to do instead, for each reason, never in the words of whoever reported.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from moderation.reasons import Reason


@dataclass(frozen=True)
class Proposal:
    """`young` is `older` for who reads little."""

    why: StrOrPromise
    older: StrOrPromise
    young: StrOrPromise


PROPOSALS: Mapping[str, Proposal] = {
    Reason.SAFETY: Proposal(
        why=_("It can frighten or endanger somebody."),
        older=_(
            "Write nothing that frightens or endangers others. Where something becomes dangerous, tell the school at once."
        ),
        young=_("If something is scary: tell an adult at once."),
    ),
    Reason.MEETING: Proposal(
        why=_("It asks for a meeting, or where somebody lives."),
        older=_(
            "Leave addresses, telephone numbers and meetings to the families. At school an adult who knows of it is there."
        ),
        young=_("Addresses and meetings are for families."),
    ),
    Reason.VIOLENT: Proposal(
        why=_("It is violent, or frightens others."),
        older=_(
            "Send only what the youngest of the school could see too. In anger, wait a day before writing."
        ),
        young=_("When angry: tell an adult, and write later."),
    ),
    Reason.UNSUITABLE: Proposal(
        why=_("It is not for children."),
        older=_("Send only what could hang on the wall of every classroom."),
        young=_("Show only what could hang on the wall of the class."),
    ),
    Reason.UNKIND: Proposal(
        why=_("It hurts somebody."),
        older=_(
            "Say what is wrong without hurting: what happened, and what would help. Saying sorry is always possible."
        ),
        young=_("Say stop, or tell an adult. Saying sorry helps."),
    ),
    Reason.PRIVATE: Proposal(
        why=_("It tells something private, or shows somebody who was not asked."),
        older=_(
            "First ask those whom it is about or whom it shows. What they do not want told stays with them."
        ),
        young=_("First ask: may I tell this? May I show this?"),
    ),
    Reason.PRETENDING: Proposal(
        why=_("It was written in the name of somebody else."),
        older=_("Write in one’s own name, and leave the codes of others with them."),
        young=_("Write only with one’s own name."),
    ),
    Reason.CHAIN: Proposal(
        why=_("It asks to be passed on."),
        older=_("Let it end here: nothing happens to whoever does not pass it on."),
        young=_("No need to pass it on: nothing bad happens."),
    ),
    Reason.OTHER: Proposal(
        why=_("It goes against what we promised each other in the charter."),
        older=_("Read the charter once more. If something is not clear, ask at the school."),
        young=_("When not sure: ask an adult first."),
    ),
}
