"""What a device keeps Préau by: nothing of it knows who asks."""

import json
import re
from typing import Any

import pytest
from django.conf import settings
from PIL import Image

from accounts.models import Membership
from tests.cast import Cast
from tests.client import SchoolClient, signed_in

WORKER = "/service-worker.js?language=fr"


def house_of(client: SchoolClient) -> dict[str, Any]:
    """What the script is told."""
    script = client.get(WORKER).content.decode()
    found = re.match(r"self\.house = (.*);\nimportScripts\(\"/static/", script)
    assert found
    told: dict[str, Any] = json.loads(found[1])
    return told


@pytest.mark.parametrize(("language", "says"), [("fr", "école"), ("en", "school"), ("xx", "école")])
def test_the_manifest_speaks_the_language_of_its_address(
    client: SchoolClient, language: str, says: str, db: None
) -> None:
    answer = client.get("/manifest.webmanifest", {"language": language})
    assert answer["Content-Type"] == "application/manifest+json"
    assert says in answer.json()["description"]
    assert answer.json()["start_url"] == answer.json()["scope"] == "/"


def test_icons_are_what_the_manifest_says(client: SchoolClient, db: None) -> None:
    icons = client.get("/manifest.webmanifest").json()["icons"]
    assert {icon["purpose"] for icon in icons} == {"any", "maskable"}
    for icon in icons:
        with Image.open(settings.BASE_DIR / icon["src"].removeprefix("/")) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


def test_the_script_is_the_same_for_everybody_and_keeps_static_files_and_one_page(
    cast: Cast, client: SchoolClient
) -> None:
    told = house_of(signed_in(cast.student))
    assert told == house_of(signed_in(cast.teacher)) == house_of(client)
    assert told["offline"] == "/offline/"
    assert all(file.startswith("/static/") for file in told["files"])


@pytest.mark.parametrize("part", ["student", "teacher"])
def test_the_page_without_a_connection_names_nobody_and_speaks_both_languages(
    cast: Cast, client: SchoolClient, part: str
) -> None:
    person: Membership = cast.people[part]
    page = signed_in(person).get("/offline/").content.decode()
    assert page == client.get("/offline/").content.decode()
    assert "Aucune connexion" in page and "No connection" in page
    assert person.user.first_name not in page and "csrf" not in page


def test_pages_of_strangers_bring_no_script_to_a_device(cast: Cast, client: SchoolClient) -> None:
    """Who signs out leaves the device without it: the page after that must not bring it back."""
    mark = "data-service-worker"
    assert mark in signed_in(cast.mother).get("/me/").content.decode()
    for address in ("/sign-in/", "/signed-out/"):
        assert mark not in client.get(address).content.decode()
