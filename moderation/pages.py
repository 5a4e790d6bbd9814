"""Where moderation stands in the house: its pages in the navigation and on a person's page."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.pages import administered_school, administers
from core import navigation, person_actions
from moderation.models import Case
from moderation.policies import can_decide_about


def register() -> None:
    navigation.register(
        navigation.Item(
            label=_("Reports"),
            url_name="moderation:cases",
            icon="flag",
            order=40,
            shown=administers,
            arguments=administered_school,
            count=lambda request: Case.objects.visible_to(request.user).new().count(),
        )
    )
    navigation.register(
        navigation.Item(
            label=_("What I reported"),
            url_name="moderation:my_reports",
            icon="hand-heart",
            order=40,
            place="account",
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Block"), url_name="moderation:block", icon="ban", order=40, shown=_may_block
        )
    )
    person_actions.register(
        person_actions.PersonAction(
            label=_("Unblock"),
            url_name="moderation:unblock",
            icon="lock-open",
            order=40,
            shown=_may_unblock,
        )
    )


def _may_block(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and not person.is_blocked and not person.is_closed


def _may_unblock(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and person.is_blocked
