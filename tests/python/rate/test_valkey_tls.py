"""A Valkey elsewhere is only spoken to when it proves who it is."""

from __future__ import annotations

import datetime as dt
import ipaddress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sidecar.rate.errors import StoreUnavailableError
from sidecar.rate.take import Take
from sidecar.rate.valkey_store import ValkeyStore
from sidecar.site.valkey_url import ValkeyUrl
from tests.moodle.children import free_port
from tests.python.rate.conftest import StartServer

TAKE = Take("connection:12", 6)


def certificate(folder: Path, address: str) -> tuple[Path, Path]:
    """Write a key and a certificate for ``address`` that nobody but itself vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a Valkey of our own")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{address}.pem", folder / f"{address}.key"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


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
