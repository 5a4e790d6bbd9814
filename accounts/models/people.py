from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, ClassVar, NamedTuple

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.choices import (
    HANDLING,
    Duty,
    Frequency,
    Profile,
    Sending,
    State,
    View,
    role_of,
)
from accounts.managers import UserManager
from accounts.querysets import MembershipQuerySet
from core import clock
from core.faces import PARTS
from core.wall import SchoolOwned

# How long a closed account waits before everything of it is erased.
KEPT = timedelta(days=90)
# Where others have the digest of their password: no hasher has this name, so nothing matches it.
PICTURES = "pictures$"


class Badge(NamedTuple):
    """How every page shows to people who they are."""

    user_id: int
    name: str
    first_name: str
    last_name: str
    face: str


class User(AbstractBaseUser):
    """One person's account, however many schools and profiles they have.

    `folded_name` finds and sorts names without case and accents; `face` is as `core.faces` writes
    one, empty for whoever has drawn none; `notices` is how often e-mails say what waits, empty for
    as often as usual; `view` is the one they chose, empty for that of their age. Raising `auth_epoch` ends every
    session of the account at its next request.
    """

    username = models.CharField(_("login"), max_length=80, unique=True)
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    folded_name = models.CharField(max_length=250, db_index=True, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    birth_date = models.DateField(_("date of birth"), null=True)
    face = models.CharField(max_length=len(PARTS), blank=True)
    notices = models.CharField(max_length=10, choices=Frequency, blank=True)
    view = models.CharField(max_length=10, choices=View, blank=True)
    auth_epoch = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["first_name", "last_name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.username

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def badge(self) -> Badge:
        return Badge(self.pk, self.get_full_name(), self.first_name, self.last_name, self.face)

    @property
    def enters_with_pictures(self) -> bool:
        return self.password.startswith(PICTURES)

    @property
    def reads_little(self) -> bool:
        """Whether pages are large for them, with few words, and read aloud."""
        return self.view == View.SIMPLE or (self.view == "" and self.enters_with_pictures)

    def set_pictures_instead(self) -> None:
        """No password fits from now on, and the account counts as opened."""
        self.password = PICTURES + get_random_string(40)

    @cached_property
    def memberships(self) -> list["Membership"]:
        """What this person may act as now, each with its school."""
        memberships = list(Membership.objects.usable().filter(user=self).select_related("school"))
        for membership in memberships:
            membership.user = self
        return memberships

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether an app or a passkey is asked for at sign-in."""
        mine = Authenticator.objects.filter(user=self.pk)
        return bool(mine.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())

    @property
    def has_several_schools(self) -> bool:
        """Whether pages must say to which school something belongs."""
        return len({each.school_id for each in self.memberships}) > 1

    @property
    def administered_schools(self) -> list[int]:
        """The ids of the schools where this person is local administrator."""
        administering = (each for each in self.memberships if each.is_local_administrator)
        return list(dict.fromkeys(each.school_id for each in administering))

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django takes whatever answers
        """Whether some school lets this person in now."""
        return bool(self.memberships)

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        return salted_hmac(
            "accounts.User", f"{self.password}:{self.auth_epoch}", secret=secret, algorithm="sha256"
        ).hexdigest()


class Membership(SchoolOwned):
    """A person in a school: the one who writes, reads, decides and is recorded there.

    `external_id` is the school's own word for who this is, from the software its roll comes from.
    Of a guest whom a project between schools brought, `home` is the school they are of, and
    `home_profile` what they are there: that school looks after the account, and no other.

    `blocked_at`, `blocked_until` and `restrictions` (what they may not send, and until when) say
    what was decided about them, and are written by `moderation.settling` alone.
    """

    user = models.ForeignKey(User, on_delete=models.RESTRICT, related_name="+")
    profile = models.CharField(_("profile"), max_length=10, choices=Profile)
    duties = ArrayField(models.CharField(max_length=30, choices=Duty), default=list, blank=True)
    blocked_at = models.DateTimeField(null=True)
    blocked_until = models.DateTimeField(null=True)
    restrictions = models.JSONField(default=dict, db_default={})
    closed_at = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=255, blank=True)
    home = models.ForeignKey(
        "accounts.School", null=True, on_delete=models.PROTECT, related_name="+"
    )
    home_profile = models.CharField(
        max_length=10, choices=Profile, blank=True, default="", db_default=""
    )

    # What `accounts.entrance.known` asks; only of whoever is signed in.
    known: dict[str, Any]

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "school", "profile"], name="profile_once_a_school"
            ),
            models.CheckConstraint(
                condition=Q(duties=[]) | Q(profile__in=[Profile.TEACHER, Profile.STAFF]),
                name="duties_of_those_who_work_there",
            ),
            models.CheckConstraint(
                condition=Q(home=None, home_profile="")
                | Q(home__isnull=False, profile=Profile.GUEST),
                name="guests_have_a_home",
            ),
            models.UniqueConstraint(
                fields=["school", "profile", "external_id"],
                condition=~Q(external_id=""),
                name="external_id_once_a_profile",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "profile"], name="members_by_profile")]

    def __str__(self) -> str:
        return f"{self.get_profile_display()} {self.pk}"

    @property
    def name(self) -> str:
        return self.user.get_full_name()

    @property
    def duty_names(self) -> list[str]:
        return [str(Duty(duty).label) for duty in self.duties]

    @property
    def role(self) -> str:
        return role_of(self.profile, self.home_profile)

    @property
    def standing(self) -> str:
        """As what they decide: their duties, or else their role."""
        return (", ".join(self.duty_names) or self.role).capitalize()

    @property
    def own_profile(self) -> str:
        """What they are in the school they are of: a child stays one as a guest."""
        return self.home_profile or self.profile

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None and (
            self.blocked_until is None or self.blocked_until > clock.now()
        )

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def erase_at(self) -> datetime | None:
        """When everything of it is erased, unless it is reopened before."""
        return self.closed_at + KEPT if self.closed_at else None

    @property
    def is_usable(self) -> bool:
        """May act now."""
        return not self.is_closed and not self.is_blocked

    def restricted_until(self, sending: Sending) -> datetime | None:
        """Until when they may not send this, by what was decided about them; None if they may."""
        kinds = self.restrictions.keys() & {sending, Sending.ALL}
        ends = [datetime.fromisoformat(self.restrictions[kind]) for kind in kinds]
        return max((end for end in ends if end > clock.now()), default=None)

    @property
    def restricted_now(self) -> list[tuple[str, datetime]]:
        """What they may not send, in words, and until when; what goes as long with all is in that."""
        of_all = self.restricted_until(Sending.ALL)
        ends = [(each, self.restricted_until(each)) for each in Sending]
        told = [(each, end) for each, end in ends if each == Sending.ALL or end != of_all]
        return [(str(each.label), end) for each, end in told if end is not None]

    @property
    def is_local_administrator(self) -> bool:
        return Duty.LOCAL_ADMINISTRATOR in self.duties

    @property
    def handles_reports(self) -> bool:
        return self.has_one_of(HANDLING)

    def has_one_of(self, duties: Iterable[str]) -> bool:
        return not set(self.duties).isdisjoint(duties)

    @property
    def state(self) -> State:
        if self.is_closed:
            return State.CLOSED
        if self.is_blocked:
            return State.BLOCKED
        return State.ACTIVE if self.user.has_usable_password() else State.INVITED
