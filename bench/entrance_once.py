"""The measurement of `bench.entrance`, in a process that knows its database."""

import http.client
import os
import re
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from itertools import repeat
from urllib.parse import urlencode

import django

from bench.served import page_server

STUDENTS, FIFTH, GUESSES, AT_ONCE = 500, 5, 1000, 16
PASSWORD = "un escargot sur la table"  # noqa: S105  (of invented people)
LOOKED_AT = "do not go together"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    logins = _logins()
    with page_server("config.settings") as port:
        tries = [
            (port, login, password)
            for number, login in enumerate(logins)
            for password in (["wrong", PASSWORD] if number % FIFTH == 0 else [PASSWORD])
        ]
        started = time.perf_counter()
        answers = _at_once(tries)
        seconds = time.perf_counter() - started
        mistakes = sum(LOOKED_AT in answer for answer in answers)
        print(
            f"{answers.count('')} of {STUDENTS} came in within {seconds:.0f} s;"
            f" {mistakes} mistakes, {len(answers) - answers.count('') - mistakes} refused"
        )
        started = time.perf_counter()
        answers = _at_once(repeat((port, logins[0], "guess"), GUESSES))
        print(
            f"{sum(LOOKED_AT in answer for answer in answers)} of {GUESSES} guesses looked at,"
            f" in {time.perf_counter() - started:.0f} s"
        )


def _logins() -> list[str]:
    """Those of students who can sign in from now on, and of whom nobody has tried to guess."""
    from django.contrib.auth.hashers import make_password  # noqa: PLC0415  (after the setup)

    from accounts.models import Membership, School, Throttle, User  # noqa: PLC0415
    from core import wall  # noqa: PLC0415

    Throttle.objects.all().delete()
    with wall.within(*School.objects.values_list("pk", flat=True)):
        students = Membership.objects.filter(profile="student").order_by("pk")[:STUDENTS]
        users = User.objects.filter(pk__in=list(students.values_list("user", flat=True)))
        users.update(password=make_password(PASSWORD))
        return list(users.values_list("username", flat=True))


def _at_once(tries: Iterable[tuple[int, str, str]]) -> list[str]:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(lambda each: _try(*each), tries))


def _try(port: int, login: str, password: str) -> str:
    """The page that answers, or nothing for whoever is in."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/sign-in/", headers={"Accept-Language": "en"})
    form = connection.getresponse()
    page = form.read().decode()
    cookies = SimpleCookie(form.headers["Set-Cookie"])
    token = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
    given = {"csrfmiddlewaretoken": token, "login": login, "password": password}
    headers = {
        "Accept-Language": "en",
        "Cookie": f"csrftoken={cookies['csrftoken'].value}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    connection.request("POST", "/sign-in/", urlencode(given), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return "" if answer.status == http.client.FOUND else text


if __name__ == "__main__":
    main()
