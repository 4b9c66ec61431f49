from __future__ import annotations

import pytest

from sidecar.site.syslog_target import SyslogTarget


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("udp://10.0.0.9", SyslogTarget(scheme="udp", host="10.0.0.9", port=514)),
        ("tcp://[fd00::9]:1514", SyslogTarget(scheme="tcp", host="fd00::9", port=1514)),
        ("tls://logs.example.edu", SyslogTarget(scheme="tls", host="logs.example.edu", port=6514)),
        ("unix:///dev/log", SyslogTarget(scheme="unix", path="/dev/log")),
    ],
)
def test_a_target_is_a_transport_and_where_it_leads(text: str, target: SyslogTarget) -> None:
    assert SyslogTarget.parse(text) == target
    assert SyslogTarget.parse(str(target)) == target


@pytest.mark.parametrize(
    "text",
    [
        "",
        "logs.example.edu:514",
        "https://logs.example.edu",
        "udp://",
        "udp://logs.example.edu:99999",
        "udp://logs.example.edu:port",
        "tcp://me@logs.example.edu",
        "tls://logs.example.edu/path",
        "tls://logs.example.edu?x",
        "unix://dev/log",
        "unix:dev",
        "udp://lo gs",
    ],
)
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a URL|must "):
        SyslogTarget.parse(text)
