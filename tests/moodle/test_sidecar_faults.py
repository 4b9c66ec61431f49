"""What a client is told when the sidecar cannot ask its Moodle."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from tests.contract.wire import HEADERS, code_of, function_call
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.campus import MoodleCampus
from tests.moodle.children import free_port
from tests.moodle.sidecar_process import SidecarProcess
from tests.moodle.site import MoodleSite

TIMEOUT_S = 30
QUESTION = function_call("core_webservice_get_site_info", {})
Misconfigured = Callable[[Callable[[str], str]], "SidecarProcess"]


def ask(url: str, token: str, *, host: str | None = None) -> httpx2.Response:
    headers = {**HEADERS, "Authorization": f"Bearer {token}", **({"Host": host} if host else {})}
    return httpx2.post(url, json=QUESTION, headers=headers, timeout=TIMEOUT_S)


def ask_beside(sidecar: SidecarProcess, campus: MoodleCampus, token: str) -> httpx2.Response:
    """Ask a second sidecar on its own port, as if the web server had sent us there."""
    host = httpx2.URL(campus.mcp_url).netloc.decode()
    return ask(f"http://127.0.0.1:{sidecar.port}/mcp", token, host=host)


@pytest.fixture
def sidecar_with(campus: MoodleCampus, tmp_path: Path) -> Iterator[Misconfigured]:
    """Starts a second sidecar of the site with a changed config file."""
    started: list[SidecarProcess] = []

    def start(change: Callable[[str], str]) -> SidecarProcess:
        sidecar = SidecarProcess(campus.site, directory=tmp_path / "sidecar", port=free_port())
        started.append(sidecar)
        sidecar.configure()
        sidecar.config.write_text(change(sidecar.config.read_text()))
        sidecar.start()
        return sidecar

    yield start
    for sidecar in started:
        sidecar.stop()


def test_another_sidecar_with_the_plugins_own_config_answers(
    campus: MoodleCampus, ana: BridgeConnection, sidecar_with: Misconfigured
) -> None:
    answer = ask_beside(sidecar_with(lambda config: config), campus, ana.accesstoken)

    assert (answer.status_code, code_of(answer)) == (200, "")


def test_a_key_moodle_does_not_know(campus: MoodleCampus, ana: BridgeConnection, sidecar_with: Misconfigured) -> None:
    sidecar = sidecar_with(with_another_bridge_key)

    answer = ask_beside(sidecar, campus, ana.accesstoken)

    assert (answer.status_code, code_of(answer)) == (503, "bridge_key_refused")
    assert "bridge_key_refused" in sidecar.log.read_text()


def test_a_moodle_without_the_plugin(
    campus: MoodleCampus, stock_site: MoodleSite, ana: BridgeConnection, sidecar_with: Misconfigured
) -> None:
    address = re.compile(r'((?:wwwroot|bridge_url)\s*=\s*")http://[^/"]+')
    sidecar = sidecar_with(lambda config: address.sub(rf"\g<1>{stock_site.wwwroot}", config))

    answer = ask_beside(sidecar, campus, ana.accesstoken)

    assert (answer.status_code, code_of(answer)) == (503, "plugin_missing")


@pytest.mark.threat(91)
def test_a_moodle_that_is_down_and_comes_back(campus: MoodleCampus, ana: BridgeConnection) -> None:
    assert code_of(ask(campus.mcp_url, ana.accesstoken)) == ""
    campus.site.web.stop_php()
    try:
        while_down = ask(campus.mcp_url, ana.accesstoken)
    finally:
        campus.site.web.start_php()

    assert code_of(while_down) == "moodle_unreachable"
    assert code_of(ask(campus.mcp_url, ana.accesstoken)) == ""


def test_the_refusal_tells_nobody_the_key_or_the_address_of_the_bridge(
    campus: MoodleCampus, ana: BridgeConnection, sidecar_with: Misconfigured
) -> None:
    sidecar = sidecar_with(with_another_bridge_key)

    text = json.dumps(ask_beside(sidecar, campus, ana.accesstoken).json()) + sidecar.log.read_text()

    keys = re.findall(r":([A-Za-z0-9_-]{43})", sidecar.config.read_text())
    assert keys
    assert not [key for key in keys if key in text]


def with_another_bridge_key(config: str) -> str:
    bridge, changed = re.subn(
        r"(\[bridge\]\s*keys\s*=\s*\[\s*\"[^:]+:)[^\"]+",
        r"\g<1>" + "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_abcdE",
        config,
    )
    assert changed == 1
    return bridge
