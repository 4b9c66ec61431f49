"""The words for people: what a language file holds, and which keys the plugin asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.tree.checkout import PLUGIN, ROOT, files

ENTRY = re.compile(r"^\$string\['([^'\\]+)'\] = '((?:[^'\\]|\\.)*)';$", re.MULTILINE | re.DOTALL)
PREAMBLE = re.compile(r"<\?php\n(?://.*\n)*\n?/\*\*.*?\*/\s*defined\('MOODLE_INTERNAL'\) \|\| die\(\);\s*", re.DOTALL)
ASKED = re.compile(
    r"""(?:get_string|lang_string|moodle_exception|addHelpButton)\(\s*(?:'[^']*',\s*)??'([^']+)',\s*'local_mcpgate'"""
)
ASKED_FROM_TEMPLATE = re.compile(r"\{\{#str\}\}\s*([\w:]+)\s*,\s*local_mcpgate\b")
BUILT = re.compile(r"""["']([a-z][\w:]*[_:])(?:\{?\$|['"]\s*\.)""")
LITERAL = re.compile(r"""['"]([a-z][\w:/-]*)['"]""")
ASKED_BY_MOODLE = frozenset({"pluginname"})


def moodle_entries(language: str) -> list[tuple[str, str]]:
    """Return key and text of each string of local_mcpgate.php, in the file's order."""
    return ENTRY.findall(moodle_file(language).read_text("utf-8"))


def moodle_file(language: str) -> Path:
    return ROOT / "lang" / language / "local_mcpgate.php"


def moodle_rest(language: str) -> str:
    """Return what the file holds besides its preamble and its strings."""
    return PREAMBLE.sub("", ENTRY.sub("", moodle_file(language).read_text("utf-8")), count=1).strip()


def sidecar_entries(language: str) -> list[tuple[str, str]]:
    """Return key and text of each string of sidecar.json, nested keys joined by dots, in the file's order."""
    document = json.loads((ROOT / "lang" / language / "sidecar.json").read_text("utf-8"))
    return list(_flat(document, ""))


def _flat(document: Mapping[str, object], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in document.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


def placeholders(text: str) -> list[str]:
    """Return the places a text leaves open, sorted: `{$a->name}` in Moodle's, `{name}` in the sidecar's."""
    return sorted(re.findall(r"\{\$a(?:->\w+)?\}|\{\w+\}", text))


def asked_keys() -> set[str]:
    """Return the keys the plugin names in a call that fetches a string."""
    keys = {key for source in _plugin_sources(".php") for key in ASKED.findall(source)}
    return keys | {key for source in _plugin_sources(".mustache") for key in ASKED_FROM_TEMPLATE.findall(source)}


def built_prefixes() -> set[str]:
    """Return the fixed beginnings of what the plugin puts together, keys among them: `"status_{$status}"`."""
    return {prefix for source in _plugin_sources(".php") for prefix in BUILT.findall(source)}


def mentioned() -> set[str]:
    """Return every word the plugin writes as a literal, a capability as the key of its name."""
    words = {word for source in _plugin_sources(".php", ".js") for word in LITERAL.findall(source)}
    return words | {word.removeprefix("local/") for word in words} | ASKED_BY_MOODLE | asked_keys()


def _plugin_sources(*suffixes: str) -> Iterator[str]:
    return (path.read_text("utf-8") for path in files(*suffixes, under=PLUGIN))
