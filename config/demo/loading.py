"""Brings the demo's two schools in, as a school would: roll, activation, charter, and a month."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import ModuleType

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse

from accounts.actions.activation import activate_account
from accounts.actions.codes import issue_codes
from accounts.actions.import_roll import import_roll
from accounts.actions.people import add_person
from accounts.actions.pictures import choose_pictures
from accounts.actions.schools import change_settings, create_school
from accounts.actions.second_factors import add_app
from accounts.choices import Duty, Profile
from accounts.demo.rolls import invent_roll
from accounts.entrance.entrants import entrant_with_card
from accounts.entrance.factors import recovery_codes_of
from accounts.models import Membership, School, SchoolClass
from accounts.roll.reading import read_roll
from charters.actions import charter_in_force, sign_charter
from config.demo import english, french
from config.demo.between import write_to_each_other
from config.demo.calendar import close_for_an_evening, plan_year
from config.demo.confirming import ask_to_confirm
from config.demo.dated import plan_ahead
from config.demo.entries import leave_entries
from config.demo.handed_in import hand_in
from config.demo.month import DAYS, Month
from config.demo.projects import tell_projects
from config.demo.reported import meet_sites, report_and_decide, worry
from config.demo.unsent import leave_unsent
from core import clock, wall

# It opens accounts on the embedded services alone, which answer on the loopback address alone.
PASSWORD = "une marelle dans la cour"  # noqa: S105  (as said above)
PICTURES = ("cat", "apple", "car")
SHOWN_CLASS = "CM1"
CLASS_WITH_PICTURES = "CP"
YEAR_WITH_PICTURES = 1
STUDENTS_OF_EACH_CLASS = 2
STILL_TO_COME = 9  # one in so many
DAYS_TO_COME_IN = 7


@dataclass(frozen=True)
class Plan:
    name: str
    language: str
    words: ModuleType
    administrator: tuple[str, str]
    staff: Mapping[Duty, tuple[str, str]]
    seed: int


PLANS = (
    Plan(
        "École Jules-Ferry",
        "fr",
        french,
        ("Sabine", "Vauquelin"),
        {
            Duty.HEAD: ("Armelle", "Quémener"),
            Duty.SAFEGUARDING_LEAD: ("Thierry", "Lafarge"),
            Duty.ONLINE_COORDINATOR: ("Nadège", "Bonnefoy"),
        },
        1882,
    ),
    Plan(
        "Marie Curie School",
        "en",
        english,
        ("Edmund", "Ashworth"),
        {
            Duty.HEAD: ("Philippa", "Thornbury"),
            Duty.SAFEGUARDING_LEAD: ("Desmond", "Okafor"),
            Duty.ONLINE_COORDINATOR: ("Imogen", "Farrow"),
        },
        1911,
    ),
)


def load_demo() -> None:
    """Makes both schools, and what they do together.

    In many transactions, since tries to come in count at once: interrupted, it is there in part.
    """
    host, partner = map(_load, PLANS)
    with wall.within(host.school_id, partner.school_id):
        write_to_each_other(host, partner)


def _load(plan: Plan) -> Membership:
    """A school; its administrator."""
    opening = clock.now() - timedelta(days=DAYS + DAYS_TO_COME_IN)
    with _quick_passwords(), clock.at(opening):
        school = create_school(name=plan.name, language=plan.language)
        with wall.within(school.pk):
            administrator = _works_there(school, plan.administrator, Duty.LOCAL_ADMINISTRATOR)
            for duty, name in plan.staff.items():
                _works_there(school, name, duty)
            change_settings(administrator, school=school, pictures_up_to=YEAR_WITH_PICTURES)
            school.refresh_from_db()
            plan_year(administrator, plan.words)
            import_roll(administrator, school=school, reading=read_roll(invent_roll(plan.seed)))
            for person in _first_to_come(school):
                _come_in(administrator, person)
    with _quick_passwords(), wall.within(school.pk):
        # Only those who are in by now write: so the logins that are shown have something to read.
        Month(school, administrator, plan.words, plan.seed).live()
        worry(school, plan.words)
        close_for_an_evening(administrator, plan.words)
        tell_projects(administrator, plan.words)
        student, _parent, teacher, *_ = _shown(school)
        leave_unsent(teacher, plan.words)
        leave_entries(teacher, plan.words)
        hand_in(student, teacher, plan.words)
        _let_others_follow(administrator, opening)
        report_and_decide(school, plan.words)
        meet_sites(school, plan.words)
        ask_to_confirm(school, plan.words)
        plan_ahead(school, plan.words)
    return administrator


def _works_there(school: School, name: tuple[str, str], duty: Duty) -> Membership:
    first_name, last_name = name
    person = add_person(
        None,
        school=school,
        first_name=first_name,
        last_name=last_name,
        profile=Profile.STAFF,
        duties=[duty],
    )
    _come_in(None, person)
    return person


def _first_to_come(school: School) -> Iterator[Membership]:
    """The teachers, and of each class the first students with their parents."""
    yield from _people(school).filter(profile=Profile.TEACHER)
    for school_class in SchoolClass.objects.filter(school=school):
        learning = _people(school).filter(enrolments__school_class=school_class)
        students = list(learning.filter(profile=Profile.STUDENT)[:STUDENTS_OF_EACH_CLASS])
        yield from students
        yield from _people(school).filter(guardianships__student__in=students).distinct()


def _let_others_follow(administrator: Membership, opening: datetime) -> None:
    """Nearly everybody else comes in within the first days."""
    for place, person in enumerate(_people(administrator.school)):
        if place % STILL_TO_COME:
            # Whoever has a name like a word of the password is refused it, and stays away.
            with (
                suppress(ValidationError),
                clock.at(opening + timedelta(days=place % DAYS_TO_COME_IN)),
            ):
                _come_in(administrator, person)


@contextmanager
def _quick_passwords() -> Iterator[None]:
    """Hashing takes half a second, on purpose; the first sign-in makes up for it."""
    hasher = get_hasher()
    assert isinstance(hasher, PBKDF2PasswordHasher)
    slow = hasher.iterations
    hasher.iterations = 1
    try:
        yield
    finally:
        hasher.iterations = slow


def _people(school: School) -> QuerySet[Membership]:
    people = Membership.objects.filter(school=school)
    return people.select_related("user", "school").order_by("pk")


def _come_in(by: Membership | None, person: Membership) -> None:
    """What everybody does on their first day: the code, an own password, the charter.

    Whoever administers a school or reads reports also tells an app a secret, and keeps the
    recovery codes.
    """
    if person.user.has_usable_password():
        return
    (issued,) = issue_codes(by, people=[person])
    login, code = person.user.username, issued.code
    if issued.with_pictures:
        choose_pictures(entrant_with_card(login=login, code=code), pictures=PICTURES)
    else:
        activate_account(login=login, code=code, password=PASSWORD)
    if person.handles_reports:
        secret = generate_totp_secret()
        _past, now, _future = yield_hotp_counters_from_time()
        add_app(person.user, secret=secret, code=format_hotp_value(hotp_value(secret, now)))
    sign_charter(person, version=charter_in_force(person.school, person.profile))


def second_step_of(person: Membership) -> str:
    """A recovery code that was not used yet; empty for those who need none, or have none left."""
    codes = recovery_codes_of(person.user)
    return next(iter(codes.wrap().get_unused_codes()), "") if codes else ""


def demo_logins() -> Iterator[tuple[School, Membership]]:
    """A student of the shown class, a parent, their teacher, the administrator, the head and who
    protects children, by school.
    """
    for school in School.objects.filter(name__in=[plan.name for plan in PLANS]).order_by("pk"):
        with wall.within(school.pk):
            for person in _shown(school):
                yield school, person


def demo_cards() -> Iterator[tuple[School, str]]:
    """What the square of a young student's card says, by school: a new card each time, since
    nobody can read a former one.
    """
    for school in School.objects.filter(name__in=[plan.name for plan in PLANS]).order_by("pk"):
        with wall.within(school.pk):
            in_class = _people(school).filter(enrolments__school_class__level=CLASS_WITH_PICTURES)
            student = in_class.filter(profile=Profile.STUDENT)[0]
            (issued,) = issue_codes(None, people=[student])
            yield school, f"{reverse('accounts:card')}#{student.user.username}/{issued.code}"


def _shown(school: School) -> Iterator[Membership]:
    in_class = _people(school).filter(enrolments__school_class__name=SHOWN_CLASS)
    student = in_class.filter(profile=Profile.STUDENT)[0]
    yield student
    yield _people(school).filter(guardianships__student=student)[0]
    yield in_class.filter(profile=Profile.TEACHER)[0]
    for duty in (Duty.LOCAL_ADMINISTRATOR, Duty.HEAD, Duty.SAFEGUARDING_LEAD):
        yield _people(school).filter(duties__contains=[duty])[0]
