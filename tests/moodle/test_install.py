"""Installing, upgrading and removing the plugin by Moodle's own commands."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sidecar.site.config import Config
from sidecar.site.valkey_url import ValkeyUrl
from tests.moodle.programs import Programs
from tests.moodle.site import MoodleSite
from tests.moodle.tree import REPOSITORY

HISTORY = {"config_log", "logstore_standard_log", "task_log", "upgrade_log"}
"""Tables in which Moodle itself keeps what once happened, whatever becomes of a plugin."""

NewSite = Callable[..., MoodleSite]


def tables_that_speak_of_us(site: MoodleSite) -> set[str]:
    """Return the names of tables that are ours, or hold a row that names us."""
    dump = site.database.dump()
    named = {match[1] for match in re.finditer(r"^INSERT INTO `mdl_(\w+)`.*mcpgate", dump, re.MULTILINE)}
    ours = {match[1] for match in re.finditer(r"^CREATE TABLE `mdl_(\w*mcpgate\w*)`", dump, re.MULTILINE)}
    return named | ours


def stored_settings(site: MoodleSite) -> dict[str | None, str | None]:
    rows = site.database.rows("SELECT name, value FROM mdl_config_plugins WHERE plugin = 'local_mcpgate'")
    return {row["name"]: row["value"] for row in rows}


def set_version(site: MoodleSite, number: int) -> None:
    file = site.plugin_folder / "version.php"
    text, changed = re.subn(r"(\$plugin->version\s*=\s*)\d+", rf"\g<1>{number}", file.read_text())
    assert changed == 1
    file.write_text(text)


@pytest.fixture(scope="module")
def installed(programs: Programs) -> Iterator[MoodleSite]:
    """A site on which the plugin was just installed by the command line; tests only look at it."""
    with MoodleSite(plugin=False) as site:
        site.install_plugin()
        yield site


def test_the_command_line_installs_the_schema_the_plugin_declares(installed: MoodleSite) -> None:
    declared = set(re.findall(r'<TABLE NAME="(\w+)"', (REPOSITORY / "moodle_plugin/db/install.xml").read_text()))
    assert {name for name in tables_that_speak_of_us(installed) if name.startswith("local_mcpgate")} == declared
    assert "ok" in installed.installation.run("admin/cli/check_database_schema.php").lower()


def test_only_managers_may_connect_at_first(installed: MoodleSite) -> None:
    assert installed.installation.control("capabilities") == ["manager"]


def test_a_new_site_is_read_only_and_refuses_site_admins(installed: MoodleSite) -> None:
    settings = stored_settings(installed)

    assert settings["sitemode"] == "read"
    assert settings["allowsiteadmins"] == "0"


def test_the_keys_made_at_install_are_not_stored_in_the_clear(installed: MoodleSite) -> None:
    keys = re.findall(r'"[\w-]+:([\w-]{40,})"', installed.installation.run("local/mcpgate/cli/sidecar.php"))
    assert keys

    dump = installed.database.dump()

    assert not [key for key in keys if key in dump]


def test_the_config_command_writes_where_several_sidecars_count(installed: MoodleSite, tmp_path: Path) -> None:
    command, url = "local/mcpgate/cli/sidecar.php", "redis://:quiet@10.0.0.5:6379/1"

    alone = tomllib.loads(installed.installation.run(command))
    several = tomllib.loads(installed.installation.run(command, f"--valkey={url}"))

    assert "valkey" not in alone
    section = Config.parse(several, source=tmp_path / "moodle-mcp.toml").valkey
    assert section is not None
    assert section.url == ValkeyUrl.parse(url)


def test_an_upgrade_keeps_keys_and_settings(new_site: NewSite) -> None:
    site = new_site(plugin=False)
    site.compose_plugin()
    set_version(site, 2026010100)
    site.upgrade()
    before = stored_settings(site)
    assert before["version"] == "2026010100"

    site.install_plugin()

    after = stored_settings(site)
    assert int(after["version"] or 0) > 2026010100
    kept = {name: value for name, value in before.items() if name not in {"version", "epoch"}}
    assert {name: after.get(name) for name in kept} == kept


def test_uninstalling_leaves_nothing_of_ours_and_it_installs_again(new_site: NewSite) -> None:
    site = new_site()
    key = site.installation.run("local/mcpgate/cli/sidecar.php")
    site.installation.control("let_people_connect")
    assert tables_that_speak_of_us(site) - HISTORY

    site.installation.run("admin/cli/uninstall_plugins.php", "--plugins=local_mcpgate", "--run")
    shutil.rmtree(site.plugin_folder)

    assert tables_that_speak_of_us(site) <= HISTORY
    site.upgrade()
    assert "No upgrade needed" in site.installation.attempt("admin/cli/upgrade.php", "--non-interactive").stderr

    site.install_plugin()

    assert site.installation.run("local/mcpgate/cli/sidecar.php") != key
