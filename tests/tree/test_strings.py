"""The five languages say the same things, and the plugin asks for nothing they do not say."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.tree import strings
from tests.tree.checkout import LANGUAGES, ROOT

Entries = Callable[[str], list[tuple[str, str]]]
SOURCES = pytest.mark.parametrize(
    "entries", [strings.moodle_entries, strings.sidecar_entries], ids=["moodle", "sidecar"]
)
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)
TRANSLATIONS = pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
HELP_SUFFIX = "_help"
SAID_OTHERWISE = {
    "de": {r"[Aa]ufgegebene": "unzustellbare: what is aufgegeben was handed in to be sent"},
    "es": {r"[Ss]uceso": "evento", r"[Pp]unto de acceso": "punto de conexión"},
    "fr": {r"[Cc]lients? IA\b": "client d’IA"},
}
"""Words for which a language has one of its own choice, said everywhere."""
SAME_IN_ENGLISH = 0.15
"""The share of strings a translation may leave as they are: names, and words two languages share."""


def test_there_are_the_five_languages_and_no_more() -> None:
    assert sorted(path.name for path in (ROOT / "lang").iterdir()) == list(LANGUAGES)


@EVERY_LANGUAGE
def test_moodles_file_holds_plain_strings_and_nothing_else(language: str) -> None:
    assert strings.moodle_rest(language) == ""


@EVERY_LANGUAGE
@SOURCES
def test_keys_are_sorted_and_said_once(entries: Entries, language: str) -> None:
    keys = [key for key, _ in entries(language)]
    assert keys
    assert keys == sorted(set(keys))


@TRANSLATIONS
@SOURCES
def test_a_language_has_the_keys_and_placeholders_of_english(entries: Entries, language: str) -> None:
    english, other = dict(entries("en")), dict(entries(language))
    assert sorted(other) == sorted(english)
    differing = {key for key in english if strings.placeholders(english[key]) != strings.placeholders(other[key])}
    assert differing == set()


@TRANSLATIONS
@SOURCES
def test_a_translation_is_one(entries: Entries, language: str) -> None:
    english, other = dict(entries("en")), dict(entries(language))
    assert [key for key, text in other.items() if not text.strip()] == []
    same = [key for key, text in other.items() if text == english.get(key)]
    assert len(same) <= max(3, SAME_IN_ENGLISH * len(other)), same


@pytest.mark.parametrize("language", SAID_OTHERWISE)
def test_a_thing_has_one_name(language: str) -> None:
    entries = [*strings.moodle_entries(language), *strings.sidecar_entries(language)]
    wrong = [(key, word) for key, text in entries for word in SAID_OTHERWISE[language] if re.search(word, text)]
    assert wrong == []


def test_every_string_the_plugin_asks_for_exists() -> None:
    known = {key for key, _ in strings.moodle_entries("en")}
    assert strings.asked_keys() - known == set()


def test_every_string_is_asked_for() -> None:
    mentioned, prefixes = strings.mentioned(), tuple(strings.built_prefixes())
    unused = [
        key
        for key, _ in strings.moodle_entries("en")
        if key not in mentioned and key.removesuffix(HELP_SUFFIX) not in mentioned and not key.startswith(prefixes)
    ]
    assert unused == []
