"""Who somebody is that a school's own sign-in provider sends."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin

from accounts.models import Membership, School, User
from accounts.reach import works_elsewhere
from core import wall


@dataclass(frozen=True)
class Arrival:
    """What the provider says of somebody; `sub` is its own name for them, given to one alone."""

    provider: str
    sub: str
    school: str
    match: str
    value: str


def arrival_of(login: SocialLogin, claims: dict[str, Any]) -> Arrival:
    """What counts of all the claims; an e-mail only if the provider has verified it."""
    rules = login.provider.app.settings
    value = _first(claims.get(rules["claim"])) if rules["claim"] else login.account.uid
    if rules["match"] == "email":
        value = next((each.email for each in login.email_addresses if each.verified is True), "")
    return Arrival(
        provider=login.account.provider,
        sub=login.account.uid,
        school=rules["school"],
        match=rules["match"],
        value=value.strip(),
    )


def person_of(arrival: Arrival) -> User | None:
    """Whose account it is: the one it was before or, the first time, the only one that matches.

    Never by name, and only of the provider's own school. Call it with the directory open.
    """
    school = School.objects.filter(name=arrival.school).first()
    if school is None:
        return None
    with wall.within(school.pk):
        # Not a guest of a project: their own school alone says who they are.
        people = Membership.objects.filter(school=school, home=None).select_related("user")
        link = SocialAccount.objects.filter(provider=arrival.provider, uid=arrival.sub).first()
        if link is not None:
            known = people.filter(user=link.user_id).first()
            return known.user if known and _may_open(school, known.user) else None
        found = {each.user_id: each.user for each in people.filter(**_matching(arrival))}
    if not arrival.value or len(found) != 1:
        return None
    (user,) = found.values()
    # Somebody else has been this person there: a login given a second time opens nothing.
    taken = SocialAccount.objects.filter(provider=arrival.provider, user=user.pk).exists()
    return user if not taken and _may_open(school, user) else None


def _may_open(school: School, user: User) -> bool:
    """What a provider says opens nobody who works in another school, and nobody whom its own
    school shuts out and another lets in.
    """
    with wall.as_person(user.pk):
        lets_in = {each.school_id for each in user.memberships}
    return not works_elsewhere(user, school.pk) and (not lets_in or school.pk in lets_in)


def _matching(arrival: Arrival) -> dict[str, Any]:
    if arrival.match == "external_id":
        return {"external_id": arrival.value}
    if arrival.match == "login":
        return {"user__username": arrival.value.lower()}
    confirmed = EmailAddress.objects.filter(email__iexact=arrival.value, verified=True)
    return {"user__in": confirmed.values("user")}


def _first(value: Any) -> str:
    """SAML gives each attribute as a list."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""
