"""Where moderation stands in the house: its pages in the navigation and on a person's page."""

from functools import cache

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import signed_in
from accounts.models import Membership
from accounts.pages import administered_school, administers
from accounts.policies import can_decide_about
from core import navigation, person_actions
from core.prepared import each_of, statement_of
from moderation.models import Case


def register() -> None:
    navigation.register(
        navigation.Item(
            label=_("Reports"),
            url_name="moderation:cases",
            icon="flag",
            order=40,
            tabs=("moderation:screening", "moderation:words", "moderation:remove_word"),
            shown=administers,
            arguments=administered_school,
            waiting=_new_cases,
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


def _new_cases(request: HttpRequest) -> navigation.Waiting:
    user = signed_in(request)
    told = {"by": [user.pk], "administered": user.administered_schools}
    return navigation.Waiting(_new_cases_statement(), told)


@cache
def _new_cases_statement() -> str:
    handled = Case.objects.handled_in(each_of("administered"), by=each_of("by"))
    return statement_of(handled.new().values("pk"))


def _may_block(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and not person.is_blocked and not person.is_closed


def _may_unblock(by: Membership, person: Membership) -> bool:
    return can_decide_about(by, person) and person.is_blocked
