"""Few modules can send a request anywhere, and those that ask a host somebody else chose go through one guard."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.tree.checkout import ROOT, files, name

HTTP_CLIENTS = {"aiohttp", "http.client", "httpx", "httpx2", "requests", "urllib.request", "urllib3"}
TO_MOODLE_OR_ITSELF = {"sidecar/bridge/http.py"}
OF_THE_DEMO = "sidecar/demo_check/"
GUARD = ("sidecar.egress.guarded_connector", "sidecar.egress.guarded_sessions")
GUARDED = {
    "sidecar/egress/guarded_connector.py",
    "sidecar/egress/guarded_sessions.py",
    "sidecar/foreign_documents/https_reader.py",
    "sidecar/webhook/poster.py",
}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_only_the_bridge_the_demos_own_check_and_who_goes_through_the_guard_hold_an_http_client() -> None:
    holders = {
        name(path) for path in files(".py", under=ROOT / "sidecar") if not HTTP_CLIENTS.isdisjoint(imported(path))
    }
    elsewhere = {holder for holder in holders if not holder.startswith(OF_THE_DEMO)}
    assert elsewhere == TO_MOODLE_OR_ITSELF | GUARDED


def test_who_goes_through_the_guard_imports_it_and_opens_no_session_past_it() -> None:
    connector, sessions = GUARD
    assert connector in set(imported(ROOT / f"{sessions.replace('.', '/')}.py"))
    for holder in GUARDED - {f"{module.replace('.', '/')}.py" for module in GUARD}:
        assert sessions in set(imported(ROOT / holder))
        assert "aiohttp.ClientSession(" not in (ROOT / holder).read_text("utf-8")
