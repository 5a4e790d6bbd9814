from gettext import GNUTranslations
from pathlib import Path

import pytest

from core import translations

CURE = "run `bin/manage extract_translations`, then translate them in locale/"


@pytest.mark.parametrize("path", translations.po_files(), ids=lambda path: path.parts[-3])
def test_everything_people_read_is_translated(path: Path) -> None:
    untold = translations.missing(translations.read(path), translations.extracted())
    assert not untold, f"{CURE}: {[each.id for each in untold]}"


@pytest.mark.parametrize("path", translations.po_files(), ids=lambda path: path.parts[-3])
def test_no_translation_is_fuzzy_obsolete_or_loses_a_placeholder(path: Path) -> None:
    catalog, template = translations.read(path), translations.extracted()
    gone = [each.id for each in catalog if each.id and translations.same(template, each) is None]
    assert not gone and not catalog.obsolete, "extract_translations --drop-obsolete"
    assert not [each.id for each in catalog if each.fuzzy and each.id]
    assert not [(each.id, errors) for each in catalog if (errors := list(each.check()))]


def test_translators_find_texts_in_pages_and_in_python() -> None:
    template = translations.extracted()
    assert template.get("There is nothing here"), "from a template"
    assert template.get("D j M Y"), "from Python"


@pytest.fixture
def french(tmp_path: Path) -> Path:
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Page not found"\nmsgstr "Introuvable"\n\n'
        'msgid "Said nowhere"\nmsgstr "Dit nulle part"\n',
        encoding="utf-8",
    )
    return path


def test_refreshing_keeps_every_translation_and_is_stable(french: Path) -> None:
    translations.refresh(french)
    once = french.read_text(encoding="utf-8")
    translations.refresh(french)
    assert french.read_text(encoding="utf-8") == once
    assert 'msgstr "Introuvable"' in once
    assert '#~ msgid "Said nowhere"' in once
    assert "#:" not in once


def test_obsolete_translations_go_only_when_asked(french: Path) -> None:
    translations.refresh(french)
    translations.refresh(french, drop_obsolete=True)
    assert "Said nowhere" not in french.read_text(encoding="utf-8")


def test_a_returning_text_finds_its_translation_again(
    french: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    translations.refresh(french)
    with_it = translations.extracted()
    with_it.add("Said nowhere")
    monkeypatch.setattr(translations, "extracted", lambda: with_it)
    catalog = translations.refresh(french)
    message = catalog.get("Said nowhere")
    assert message is not None and message.string == "Dit nulle part"


def test_compiling_writes_what_changed_and_nothing_else(french: Path) -> None:
    assert translations.compile_file(french)
    assert french.with_suffix(".mo").read_bytes()[:4] == b"\xde\x12\x04\x95"
    assert not translations.compile_file(french)


def test_no_line_of_french_begins_with_a_mark(french: Path) -> None:
    said = french.read_text(encoding="utf-8").replace("Introuvable", "« Page » : où ? Ici")
    french.write_text(said, encoding="utf-8")
    translations.compile_file(french)
    with french.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    assert compiled.gettext("Page not found") == "«\u00a0Page\u00a0»\u00a0: où\u00a0? Ici"
