"""What the sidecar says when Moodle cannot be asked: one clear code for each cause."""

from __future__ import annotations

import contextlib
import re
import time
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.client import Bridge
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.bridge.http import HttpTransport
from sidecar.bridge.messages import SiteState, SpoolState
from sidecar.site.keyring import KeyRing
from tests.moodle.campus import MoodleCampus
from tests.moodle.site import MoodleSite

CONFIG_COMMAND = "local/mcpgate/cli/sidecar.php"
OTHER_KEYS = ["other:" + "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcdE"]


@contextlib.asynccontextmanager
async def bridge(site: MoodleSite, keys: list[str], **options: Any) -> AsyncIterator[Bridge]:
    settings = {"wwwroot": site.wwwroot, "bridge_url": f"{site.wwwroot}/local/mcpgate/bridge.php", **options}
    client = Bridge(HttpTransport(keys=KeyRing.parse(keys), **settings))
    try:
        yield client
    finally:
        await client.aclose()


async def hello(site: MoodleSite, keys: list[str], **options: Any) -> SiteState:
    async with bridge(site, keys, **options) as client:
        return await client.hello(node="test", version="0", spool=SpoolState(records=0, oldest=None))


async def fault(site: MoodleSite, keys: list[str], **options: Any) -> str:
    with pytest.raises(BridgeUnavailableError) as caught:
        await hello(site, keys, **options)
    return caught.value.code


@pytest.fixture(scope="module")
def keys(campus: MoodleCampus) -> list[str]:
    return keys_of(campus.site)


def keys_of(site: MoodleSite) -> list[str]:
    config = tomllib.loads(site.installation.run(CONFIG_COMMAND))
    entries: list[str] = config["bridge"]["keys"]
    return entries


@contextlib.contextmanager
def kept_keys(campus: MoodleCampus) -> Iterator[None]:
    """Put the stored ring back in the end, for the sidecar that runs on it."""
    (stored,) = campus.site.database.table("config_plugins", where="plugin = 'local_mcpgate' AND name = 'bridgekeys'")
    try:
        yield
    finally:
        setting = ("--component=local_mcpgate", "--name=bridgekeys", f"--set={stored['value']}")
        campus.site.installation.run("admin/cli/cfg.php", *setting)


@pytest.fixture
def stopped(campus: MoodleCampus) -> Iterator[Callable[[Callable[[], None], Callable[[], None]], None]]:
    """Stops a part of the site for one test."""
    with contextlib.ExitStack() as stack:

        def stop(part: Callable[[], None], start_again: Callable[[], None]) -> None:
            stack.callback(start_again)
            part()

        yield stop


async def test_the_key_the_plugin_handed_out_opens_the_bridge(campus: MoodleCampus, keys: list[str]) -> None:
    assert (await hello(campus.site, keys)).moodle.wwwroot == campus.wwwroot


@pytest.mark.threat(103)
async def test_keys_rotate_without_a_gap(campus: MoodleCampus, keys: list[str]) -> None:
    with kept_keys(campus):
        campus.site.installation.run(CONFIG_COMMAND, "--rotate")
        rotated = keys_of(campus.site)
        assert rotated[1:] == keys
        assert (await hello(campus.site, keys)).protocol == 1
        assert (await hello(campus.site, rotated)).protocol == 1

        campus.site.installation.run(CONFIG_COMMAND, "--drop-old")
        assert await fault(campus.site, keys) == "bridge_key_refused"
        assert (await hello(campus.site, rotated)).protocol == 1


async def test_a_key_moodle_does_not_know(campus: MoodleCampus) -> None:
    assert await fault(campus.site, OTHER_KEYS) == "bridge_key_refused"


@pytest.mark.parametrize("skew_s", [-300, 300])
async def test_clocks_that_disagree(campus: MoodleCampus, keys: list[str], skew_s: int) -> None:
    assert await fault(campus.site, keys, clock=lambda: time.time() + skew_s) == "bridge_clock_skew"


async def test_a_site_without_the_plugin(stock_site: MoodleSite) -> None:
    assert await fault(stock_site, OTHER_KEYS) == "plugin_missing"


async def test_another_address_than_moodle_believes_in(campus: MoodleCampus, keys: list[str]) -> None:
    elsewhere = campus.wwwroot.replace("127.0.0.1", "localhost")

    with pytest.raises(BridgeError, match="wwwroot"):
        await hello(campus.site, keys, wwwroot=elsewhere, bridge_url=f"{elsewhere}/local/mcpgate/bridge.php")


async def test_a_bridge_address_of_its_own_with_the_host_moodle_believes_in(
    campus: MoodleCampus, keys: list[str]
) -> None:
    near = campus.wwwroot.replace("127.0.0.1", "localhost")

    assert (await hello(campus.site, keys, bridge_url=f"{near}/local/mcpgate/bridge.php")).protocol == 1


async def test_a_web_server_that_is_down(campus: MoodleCampus, keys: list[str], stopped: Callable[..., None]) -> None:
    stopped(campus.site.web.stop, campus.site.web.start)

    assert await fault(campus.site, keys) == "moodle_unreachable"


async def test_php_that_is_down(campus: MoodleCampus, keys: list[str], stopped: Callable[..., None]) -> None:
    stopped(campus.site.web.stop_php, campus.site.web.start_php)

    assert await fault(campus.site, keys) == "moodle_unreachable"


@pytest.mark.threat(91)
async def test_a_database_that_is_down(campus: MoodleCampus, keys: list[str], stopped: Callable[..., None]) -> None:
    stopped(campus.site.database.stop, campus.site.database.start)

    with pytest.raises(BridgeError) as caught:
        await hello(campus.site, keys)
    assert caught.value.code == "bridge_internal_error"


async def test_a_site_that_waits_for_its_upgrade(campus: MoodleCampus, keys: list[str]) -> None:
    version = campus.site.plugin_folder / "version.php"
    with raised_version(version):
        campus.site.restart_php()

        assert await fault(campus.site, keys) == "site_upgrading"
    campus.site.restart_php()

    assert (await hello(campus.site, keys)).protocol == 1


@contextlib.contextmanager
def raised_version(file: Path) -> Iterator[None]:
    text = file.read_text()
    file.write_text(re.sub(r"(\$plugin->version\s*=\s*)(\d+)", lambda found: f"{found[1]}{int(found[2]) + 1}", text))
    try:
        yield
    finally:
        file.write_text(text)
