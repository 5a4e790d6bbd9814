import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from core import clock, styleguide
from core.templatetags.readable import drawn_colour, full, initials, readable, when

TEMPLATES = Path(settings.BASE_DIR) / "templates"
COMPONENTS = TEMPLATES / "components"
STYLESHEET = (Path(settings.BASE_DIR) / "static" / "css" / "preau.css").read_text(encoding="utf-8")

TOKEN = re.compile(
    r"--([\w-]+): var\(--light, (#[0-9a-f]{6}|var[^;]*)\) var\(--dark, (#[0-9a-f]{6})\);"
)
TEXT_PAIRS = [
    *((text, ground) for text in ("text", "muted", "ink") for ground in ("page", "paper")),
    *((text, "raised") for text in ("text", "muted", "ink", "danger")),
    *((tone, ground) for tone in ("success", "warning", "danger") for ground in ("page", "paper")),
    *((tone, f"{tone}-soft") for tone in ("ink", "success", "warning", "danger")),
    *(("text", f"{tone}-soft") for tone in ("ink", "success", "warning", "danger", "margin")),
    *(("on-ink", "ink"), ("on-ink", "ink-strong"), ("on-danger", "danger")),
    *(("ink-strong", "ink-soft"), ("muted", "ink-soft"), ("danger", "margin-soft")),
    *(
        ("ink", "sheet-rule"),
        ("text", "rule"),
        ("muted", "rule"),
        ("text", "rule-upright"),
    ),
]
SHAPE_PAIRS = [
    *(
        (shape, ground)
        for shape in ("line-strong", "focus", "margin")
        for ground in ("page", "paper")
    ),
    ("line-strong", "raised"),
]
CLASS_PAIRS = [("class-on", "class"), ("class-ink", "class-soft")]


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def tokens(css: str) -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in TOKEN.findall(css)}


def classes() -> Iterator[tuple[int, str]]:
    for index, rule in re.findall(r"\.class-colour-(\d+) \{([^}]*)\}", STYLESHEET):
        yield int(index), rule


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("pair", "least"),
    [(pair, 4.5) for pair in TEXT_PAIRS] + [(pair, 3.0) for pair in SHAPE_PAIRS],
    ids=str,
)
def test_tokens_contrast_enough(pair: tuple[str, str], least: float, scheme: int) -> None:
    known = tokens(STYLESHEET)
    assert contrast(known[pair[0]][scheme], known[pair[1]][scheme]) >= least


def test_every_class_colour_can_be_read() -> None:
    seen = {}
    paper = tokens(STYLESHEET)["paper"]
    for index, rule in classes():
        own = tokens(rule) | {"paper": paper}
        for text, ground in [*CLASS_PAIRS, ("class-ink", "paper")]:
            for scheme in (0, 1):
                seen[index, text, ground, scheme] = contrast(own[text][scheme], own[ground][scheme])
    assert {index for index, *_ in seen} == set(range(12))
    assert not {key: value for key, value in seen.items() if value < 4.5}


@pytest.mark.urls("tests.core.styleguide_urls")
@pytest.mark.parametrize("name", [None, "feed", "sign_in", "report", "import_preview"])
def test_the_styleguide_shows_itself(name: str | None, rf: RequestFactory) -> None:
    request = rf.get("/styleguide/")
    request.user = AnonymousUser()
    response = styleguide.composition(request, name) if name else styleguide.styleguide(request)
    page = response.content.decode()
    assert response.status_code == 200
    assert "<c-" not in page and "style=" not in page


def test_every_component_is_shown() -> None:
    shown = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    names = {path.stem.replace("_", "-") for path in COMPONENTS.glob("*.html")}
    assert not {name for name in names if f"<c-{name}" not in shown}


def test_components_stay_small() -> None:
    lengths = {path.name: len(path.read_text().splitlines()) for path in COMPONENTS.glob("*.html")}
    assert not {name: length for name, length in lengths.items() if length > 40}


def test_values_only_reach_a_component_through_a_name_it_declares() -> None:
    """What is not declared is printed by `{{ attrs }}` without escaping."""
    declared = {
        path.stem.replace("_", "-"): set(re.findall(r"[\w-]+(?==)", vars_of(path)))
        for path in COMPONENTS.glob("*.html")
    }
    undeclared = [
        (str(path), component, name)
        for path in TEMPLATES.rglob("*.html")
        for component, attributes in re.findall(
            r"<c-([\w-]+)((?:\s(?:[^>\"']|\"[^\"]*\"|'[^']*')*)?)>",
            path.read_text(encoding="utf-8"),
        )
        for name in re.findall(r"(?<=\s):([\w-]+)=|(?<=\s)([\w-]+)=[^\"'\s]", attributes)
        for name in name
        if component not in {"vars", "slot"} and name and name not in declared[component]
    ]
    assert not undeclared


def vars_of(path: Path) -> str:
    found = re.search(r"<c-vars([^>]*)/>", path.read_text(encoding="utf-8"))
    return found[1] if found else ""


@pytest.mark.parametrize("name", ["400", "403_csrf", "404", "500"])
def test_error_pages_need_nothing(name: str) -> None:
    page = render_to_string(f"{name}.html")
    assert "<h1>" in page and 'href="/"' in page


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Marie-Ève de Laurent", "ML"),
        ("Zoé", "Z"),
        ("", ""),
        ("anne martin", "AM"),
        ("Le jardin (fin)", "LJ"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials(name) == expected


def test_a_moment_is_written_in_the_language_and_hour_of_the_reader() -> None:
    moment = datetime(2025, 11, 18, 8, 5, tzinfo=UTC)
    with translation.override("en"):
        assert readable(moment) == "Tue 18 Nov 2025 09:05"
        assert readable(moment.date()) == "Tue 18 Nov 2025"
        assert full(moment) == "Tuesday 18 November 2025 09:05"
    with translation.override("fr"):
        assert readable(moment) == "mar. 18 nov. 2025 à 9\xa0h\xa005"
        assert full(moment.date()) == "mardi 18 novembre 2025"


@pytest.mark.parametrize(
    ("on", "english", "french"),
    [
        ("2025-11-17T12:00Z", "tomorrow 00:05", "demain à 0\xa0h\xa005"),
        ("2025-11-17T23:30Z", "today 00:05", "aujourd’hui à 0\xa0h\xa005"),
        ("2025-11-19T22:59Z", "yesterday 00:05", "hier à 0\xa0h\xa005"),
        ("2025-11-19T23:00Z", "Tue 18 Nov", "mar. 18 nov."),
        ("2026-01-01T12:00Z", "Tue 18 Nov 2025", "mar. 18 nov. 2025"),
    ],
)
def test_a_moment_is_told_by_the_day_it_is_in_the_school(
    on: str, english: str, french: str
) -> None:
    moment = datetime(2025, 11, 17, 23, 5, tzinfo=UTC)
    with clock.at(datetime.fromisoformat(on)):
        with translation.override("en"):
            assert when(moment) == english
            assert when(moment, "yes").endswith(" 00:05")
        with translation.override("fr"):
            assert when(moment) == french


def test_no_page_parses_its_icons_anew() -> None:
    assert not [path for path in TEMPLATES.rglob("*.html") if "{% lucide " in path.read_text()]


def test_a_person_keeps_the_drawn_colour() -> None:
    assert drawn_colour(41) == drawn_colour("41")
    assert {drawn_colour(key) for key in range(200)} == set(range(12))
