"""The README speaks of everything one can set, run or grant, by the names it has, and its links lead somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import NoneType
from typing import get_args
from xml.etree import ElementTree as ET

import click
import pytest
from pydantic import BaseModel

import build
from sidecar.bridge.errors import BridgeUnavailableError
from sidecar.bridge.messages import SealHead
from sidecar.command import main
from sidecar.site.config import Config
from sidecar.site.errors import SiteError
from tests.tree.checkout import PLUGIN, ROOT, files, name
from tests.tree.strings import moodle_entries

README = (ROOT / "README.md").read_text("utf-8")
SETTING = re.compile(r"^\| ([^|]+) \| `([a-z]+)` \|", re.MULTILINE)
CODE = re.compile(r"``([a-z_]+)``")
JSON = re.compile(r"^```json\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)#]+)")


def config_keys() -> Iterator[str]:
    for section, field in Config.model_fields.items():
        yield f"[{section}]"
        [kind] = [kind for kind in get_args(field.annotation) or [field.annotation] if kind is not NoneType]
        assert isinstance(kind, type)
        assert issubclass(kind, BaseModel)
        yield from kind.model_fields


def commands_and_options(group: click.Group) -> Iterator[str]:
    context = click.Context(group)
    for word in group.list_commands(context):
        yield word
        command = group.get_command(context, word)
        assert command is not None
        for option in command.params:
            yield from (opt for opt in option.opts if opt.startswith("--"))


def plugin_settings() -> set[str]:
    files = [PLUGIN / "settings.php", *(PLUGIN / "classes/local/admin").glob("*.php")]
    text = "".join(file.read_text("utf-8") for file in files)
    return set(re.findall(r"(?:'local_mcpgate/|new ceiling_setting\(')([a-z]+)'", text))


def capabilities() -> set[str]:
    return set(re.findall(r"'(local/mcpgate:\w+)' =>", (PLUGIN / "db/access.php").read_text("utf-8")))


def plugin_pages() -> set[str]:
    """Return the plugin's command-line tools and the page people find by themselves."""
    return {f"local/mcpgate/{path.relative_to(PLUGIN).as_posix()}" for path in (PLUGIN / "cli").glob("*.php")} | {
        "local/mcpgate/connections.php"
    }


def test_every_config_key_is_explained() -> None:
    assert [key for key in config_keys() if f"`{key}`" not in README] == []


def test_every_setting_and_capability_of_the_plugin_is_explained() -> None:
    settings = plugin_settings()
    assert settings
    assert [word for word in sorted(settings | capabilities()) if f"| `{word}` |" not in README] == []


def test_settings_are_called_what_they_are_called_on_their_page() -> None:
    labels = dict(moodle_entries("en"))
    called = {setting: label for label, setting in SETTING.findall(README) if setting in plugin_settings()}
    assert called == {setting: labels[f"setting_{setting}"] for setting in plugin_settings()}


def test_every_code_that_keeps_a_sidecar_from_its_work_is_in_the_table_of_troubles() -> None:
    _, table = README.split("## When something does not work")
    codes = {kind.code for kind in SiteError.__subclasses__()} | set(CODE.findall(BridgeUnavailableError.__doc__ or ""))
    assert len(codes) > len(SiteError.__subclasses__())
    assert [code for code in sorted(codes) if f"`{code}`" not in table] == []


def test_the_message_of_a_seal_is_shown_with_what_it_holds() -> None:
    messages = [json.loads(block) for block in JSON.findall(README)]
    (data,) = (message["data"] for message in messages if message["type"] == "record.sealed")
    assert set(data) == {*SealHead.model_fields, "count", "dropped"}
    assert f"`--head={data['number']}:{data['head']}`" in README


def test_every_command_and_option_is_explained() -> None:
    assert isinstance(main, click.Group)
    unexplained = [word for word in commands_and_options(main) if not re.search(rf"(?<![\w-]){word}(?![\w-])", README)]
    assert unexplained == []


def test_every_page_and_tool_of_the_plugin_is_mentioned() -> None:
    assert [page for page in sorted(plugin_pages()) if page not in README] == []


def test_every_verb_of_build_is_explained() -> None:
    contributing = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [verb for verb in build.COMMANDS if f"python3 build.py {verb}" not in contributing] == []


@pytest.mark.parametrize("path", files(".md"), ids=name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [link for link in LINK.findall(text) if not path.parent.joinpath(link).exists()] == []


def test_every_table_is_named_that_a_replica_must_not_be_asked_for() -> None:
    tables = {table.get("NAME", "") for table in ET.parse(PLUGIN / "db/install.xml").iter("TABLE")}
    (listed,) = re.findall(r"'exclude_tables' => \[\n(.*?)\]", README, re.DOTALL)
    assert set(re.findall(r"'(\w+)'", listed)) == tables
