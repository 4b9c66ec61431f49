"""A Valkey elsewhere is only spoken to when it proves who it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from sidecar.rate.errors import StoreUnavailableError
from sidecar.rate.take import Take
from sidecar.rate.valkey_store import ValkeyStore
from sidecar.site.valkey_url import ValkeyUrl
from tests.certificates import certificate
from tests.moodle.children import free_port
from tests.python.rate.conftest import StartServer

TAKE = Take("connection:12", 6)


def start_with_tls(start_valkey: StartServer, files: tuple[Path, Path]) -> ValkeyStore:
    port, (cert, key) = free_port(), files
    start_valkey(*f"--tls-port {port} --tls-auth-clients no --tls-cert-file {cert} --tls-key-file {key}".split())
    return ValkeyStore(ValkeyUrl.parse(f"rediss://127.0.0.1:{port}"), site="https://moodle.example.edu", deadline_s=10)


async def test_who_is_vouched_for_is_spoken_to(
    start_valkey: StartServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    store = start_with_tls(start_valkey, files)
    assert (await store.take((TAKE,))).allowed
    await store.aclose()


async def test_who_is_vouched_for_as_another_is_not(
    start_valkey: StartServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = certificate(tmp_path, "127.0.0.2")
    monkeypatch.setenv("SSL_CERT_FILE", str(files[0]))
    store = start_with_tls(start_valkey, files)
    with pytest.raises(StoreUnavailableError):
        await store.take((TAKE,))
    await store.aclose()


async def test_who_vouches_for_itself_is_not(start_valkey: StartServer, tmp_path: Path) -> None:
    store = start_with_tls(start_valkey, certificate(tmp_path, "127.0.0.1"))
    with pytest.raises(StoreUnavailableError):
        await store.take((TAKE,))
    await store.aclose()
