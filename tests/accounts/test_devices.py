"""A device is woken for whoever asked for it there, as long as they are signed in there."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.exceptions import PermissionDenied

from accounts.actions.devices import MOST, add_device
from accounts.actions.join import join_accounts
from accounts.actions.own_account import end_other_sessions
from accounts.actions.rights import end_sessions
from accounts.models import Device, Membership, User
from accounts.pushing import is_push_service
from audit.models import Event
from core import clock
from tests.cast import PASSWORD, Cast
from tests.client import SchoolClient, signed_in

PAGE = "/me/notices/"
THIS = "/me/devices/this/"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/a-b_c:d"
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def comes_in(person: Membership) -> SchoolClient:
    client = SchoolClient(headers={"User-Agent": PHONE})
    client.post("/sign-in/", {"login": person.user.username, "password": PASSWORD})
    return client


def asks(client: SchoolClient, endpoint: str = ENDPOINT) -> Any:
    return client.post("/me/devices/", {"endpoint": endpoint}, follow=True)


def recognised(client: SchoolClient, endpoint: str = ENDPOINT) -> int:
    status: int = client.post(THIS, {"endpoint": endpoint}).status_code
    return status


def test_somebody_asks_for_it_and_turns_it_off(cast: Cast) -> None:
    client = comes_in(cast.mother)
    assert "data-device" in client.get(PAGE).content.decode()
    page = asks(client).content.decode()
    assert "Firefox" in page and "Android" in page and "form data-device" not in page
    device = Device.objects.get()
    assert device.session.user_id == cast.mother.user_id
    remove = f"/me/devices/{device.pk}/remove/"
    assert signed_in(cast.father).post(remove).status_code == 404
    assert client.post(remove).status_code == 302
    assert not Device.objects.exists()
    done = Event.objects.filter(verb__in=["add_device", "remove_device"], target_id=cast.mother.pk)
    assert [event.facts for event in done] == [{}, {}]


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://fcm.googleapis.com/fcm/send/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://localhost/a",
        "https://10.0.0.8/a",
        "https://school.example/a",
        "https://fcm.googleapis.com@127.0.0.1/a",
        "https://127.0.0.1\\@fcm.googleapis.com/a",
        "https://127.0.0.1#fcm.googleapis.com/a",
        "https://fcm.googleapis.com.school.example/a",
        "https://school.example/.push.apple.com",
        "https://fcm.googleapis.com:22/a",
        "https://fcm.googleapis.com:443443/a",
        "https://fcm.googleapis.com/a\r\nHost: localhost",
        "https://fcm.googleapis.com/é",
        "https://.notify.windows.com/a",
        f"{ENDPOINT}{'a' * 1000}",
    ],
)
def test_no_other_address_is_ever_opened(endpoint: str) -> None:
    assert not is_push_service(endpoint)


def test_a_browser_with_another_address_is_told_so(cast: Cast) -> None:
    (said,) = asks(comes_in(cast.mother), "https://10.0.0.8/a").context["messages"]
    assert said.level_tag == "error"
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "host",
    [
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "wns2-par02p.notify.windows.com",
    ],
)
def test_the_services_of_browsers_are_known(host: str) -> None:
    assert is_push_service(f"https://{host}/wpush/v2/gAAA-b_c?token=a%3d%3d")


def test_whoever_signs_out_is_not_woken_there_any_more(cast: Cast) -> None:
    client = comes_in(cast.mother)
    asks(client)
    client.post("/sign-out/")
    assert not Device.objects.exists()


def test_a_session_ended_from_elsewhere_takes_its_device_along(cast: Cast) -> None:
    asks(comes_in(cast.mother))
    end_other_sessions(cast.mother.user, session_key="")
    assert not Device.objects.exists()


def test_whoever_loses_their_rights_is_woken_nowhere(cast: Cast) -> None:
    asks(comes_in(cast.mother))
    end_sessions(cast.mother.user)
    assert not Device.objects.exists()


def test_the_devices_of_an_account_that_ends_in_another_end_too(cast: Cast) -> None:
    asks(comes_in(cast.father))
    join_accounts(cast.administrator, kept=cast.mother.user, ended=cast.father.user)
    assert not Device.objects.exists()


def test_whoever_comes_next_to_a_device_ends_what_the_former_one_left(cast: Cast) -> None:
    asks(comes_in(cast.student))
    assert recognised(comes_in(cast.classmate)) == 404
    assert not Device.objects.exists()


def test_a_device_goes_on_with_the_next_session_of_its_person(cast: Cast) -> None:
    client = comes_in(cast.mother)
    asks(client)
    later = comes_in(cast.mother)
    assert recognised(client) == recognised(later) == recognised(later) == 204
    key = later.session.session_key
    assert Device.objects.get().session == UserSession.objects.get(session_key=key)
    assert Event.objects.filter(verb="recognise_device").count() == 1


def test_what_nobody_asked_for_is_not_recognised(cast: Cast) -> None:
    assert recognised(comes_in(cast.mother)) == 404


def test_somebody_asks_again_where_another_one_did(cast: Cast) -> None:
    asks(comes_in(cast.student))
    client = comes_in(cast.classmate)
    for _ in range(2):
        asks(client)
    assert Device.objects.get().session.user_id == cast.classmate.user_id


def test_a_browser_is_woken_at_one_address(cast: Cast) -> None:
    client = comes_in(cast.mother)
    for address in ("first", "second"):
        asks(client, f"https://fcm.googleapis.com/{address}")
    assert Device.objects.get().endpoint.endswith("second")


def test_the_oldest_of_many_devices_is_forgotten(cast: Cast) -> None:
    for number in range(MOST + 2):
        session = UserSession.objects.create(
            user=cast.mother.user, session_key=f"key{number}", ip="127.0.0.1"
        )
        add_device(cast.mother.user, session=session, endpoint=f"{ENDPOINT}{number}")
    left = Device.objects.order_by("pk").values_list("endpoint", flat=True)
    assert [*left] == [f"{ENDPOINT}{number}" for number in range(2, MOST + 2)]


def test_a_tablet_of_the_youngest_wakes_nobody(cast: Cast) -> None:
    client = comes_in(cast.student)
    session = UserSession.objects.get(user=cast.student.user)
    cast.student.user.set_pictures_instead()
    with pytest.raises(PermissionDenied):
        add_device(cast.student.user, session=session, endpoint=ENDPOINT)
    assert PAGE in client.get("/me/").content.decode()
    User.objects.filter(pk=cast.student.user_id).update(password=cast.student.user.password)
    assert PAGE not in signed_in(cast.student).get("/me/").content.decode()
    assert signed_in(cast.student).get(PAGE).status_code == 404


def test_where_the_operator_lets_nothing_leave_nothing_is_offered(
    cast: Cast, settings: Any
) -> None:
    settings.PUSH_KEY = ""
    assert "data-device" not in signed_in(cast.mother).get(PAGE).content.decode().replace(
        "data-device-url", ""
    )
    assert signed_in(cast.student).get(PAGE).status_code == 404
    assert asks(comes_in(cast.student)).status_code == 404


def test_a_device_to_which_nobody_came_back_is_forgotten(cast: Cast) -> None:
    asks(comes_in(cast.mother))
    for days, left in ((89, True), (91, False)):
        with clock.at(clock.now() + timedelta(days=days)):
            Device.objects.forget_those_left()
        assert Device.objects.exists() is left
