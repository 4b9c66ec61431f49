from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sidecar.bridge.client import Bridge
from sidecar.site.config import SyslogSection
from sidecar.site.errors import ConfigInvalidError
from sidecar.syslog.forwarder import Forwarder
from sidecar.syslog.forwarding import forwarder_of
from tests.log_receiver import LogReceiver
from tests.python.syslog.record_rows import HOST
from tests.python.syslog.test_forwarder import ChainCampus


def made(folder: Path, **settings: Any) -> Forwarder:
    section = SyslogSection.model_validate(settings)
    return forwarder_of(section, bridge=Bridge(ChainCampus(1)), host=HOST, progress=folder / "syslog.json")


@pytest.mark.parametrize(
    ("settings", "beginning"),
    [
        ({}, b"<86>1 2026-09-21T14:13:21Z moodle.example.edu moodle-mcp - call_allowed [record@32473 "),
        ({"facility": "local0", "enterprise": 4711}, b"call_allowed [record@4711 "),
        ({"format": "cef"}, b"call_allowed - CEF:0|Moodle MCP|moodle-mcp|"),
    ],
)
async def test_messages_are_written_as_the_config_says(
    tmp_path: Path, settings: dict[str, Any], beginning: bytes
) -> None:
    with LogReceiver() as receiver:
        forwarder = made(tmp_path, target=receiver.url, **settings)
        await forwarder.forward()
        await forwarder.aclose()
        (message,) = receiver.wait_for(1)
    assert beginning in message


@pytest.mark.threat(106)
def test_a_file_without_certificates_is_named_at_the_start(tmp_path: Path) -> None:
    absent = tmp_path / "ca.pem"
    with pytest.raises(ConfigInvalidError, match="ca_file"):
        made(tmp_path, target="tls://logs.example.edu", ca_file=str(absent))
    absent.write_text("no certificate")
    with pytest.raises(ConfigInvalidError, match="ca_file"):
        made(tmp_path, target="tls://logs.example.edu", ca_file=str(absent))
