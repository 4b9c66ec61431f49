"""A small internet: names, addresses, and one TLS server that answers at all of them."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import AddrInfoType
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sidecar.egress.guarded_sessions import GuardedSessions
from sidecar.foreign_documents.https_reader import HttpsReader
from sidecar.policy.addresses import Address

HOST = "assistant.example.com"
PUBLIC = "93.184.215.14"
OTHER_PUBLIC = "151.101.1.69"
OWN_HOST = "moodle.example.edu"
OWN_ADDRESS = "138.246.2.9"

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(kw_only=True)
class Network:
    """What a reader can look up and connect to; it remembers all of it.

    ``answers`` holds the successive answers for a name, the last of which stays.
    ``peers`` makes a connection to one address end at another.
    """

    trusted: Path
    answers: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    peers: dict[str, str] = field(default_factory=dict)
    lookups: list[str] = field(default_factory=list)
    attempts: list[tuple[str, int]] = field(default_factory=list)
    requests: list[bytes] = field(default_factory=list)
    script: Script | None = None
    port: int = 0

    async def look_up(self, host: str) -> tuple[Address, ...]:
        self.lookups.append(host)
        answers = self.answers.get(host, [()])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        return tuple(ipaddress.ip_address(text) for text in answer)

    def open_socket(self, _info: AddrInfoType) -> socket.socket:
        return _RoutedSocket(self)

    def reader(self, *, own_host: str = OWN_HOST, deadline_s: float = 5.0) -> HttpsReader:
        return HttpsReader(self.sessions(own_host=own_host), deadline_s=deadline_s)

    def sessions(self, *, own_host: str = OWN_HOST) -> GuardedSessions:
        return GuardedSessions(
            own_host=own_host,
            lookup=self.look_up,
            tls=ssl.create_default_context(cafile=str(self.trusted)),
            open_socket=self.open_socket,
        )

    def answer(self, body: bytes, *, status: str = "200 OK", headers: Sequence[str] | None = None) -> None:
        """Answer every request with ``body``, of JSON unless ``headers`` say something else."""
        named = ["Content-Type: application/json", f"Content-Length: {len(body)}"] if headers is None else headers
        head = "\r\n".join([f"HTTP/1.1 {status}", *named, "", ""]).encode()

        async def script(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(head + body)
            await writer.drain()

        self.script = script

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
            assert self.script is not None
            await self.script(reader, writer)
        writer.close()


async def pour(writer: asyncio.StreamWriter, pieces: Iterable[bytes]) -> None:
    """Write for as long as the other side takes it; raises ``OSError``."""
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        # TLS learns only in the loop's next turn that the connection was lost.
        await asyncio.sleep(0)


class _RoutedSocket(socket.socket):
    """Connects to the one server, whatever address it is told, and speaks of that address as its peer."""

    def __init__(self, network: Network) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self._network = network
        self._dialled = ""

    def connect(self, address: tuple[str, int]) -> None:  # type: ignore[override]  # of IPv4 here
        self._dialled = address[0]
        self._network.attempts.append(address)
        super().connect(("127.0.0.1", self._network.port))

    def getpeername(self) -> tuple[str, int]:
        return self._network.peers.get(self._dialled, self._dialled), 443


@contextlib.asynccontextmanager
async def open_network(folder: Path, *, vouched_for: Sequence[str] = (HOST,)) -> AsyncIterator[Network]:
    """Start the server with a certificate for ``vouched_for``."""
    certificate, key = _certificate(folder, vouched_for)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate, key)
    network = Network(trusted=certificate)
    network.answers = {HOST: [[PUBLIC]], OWN_HOST: [[OWN_ADDRESS]]}
    server = await asyncio.start_server(network.serve, "127.0.0.1", 0, ssl=tls)
    network.port = server.sockets[0].getsockname()[1]
    try:
        yield network
    finally:
        server.close()
        await server.wait_closed()


def _certificate(folder: Path, hosts: Sequence[str]) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a publisher")])
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "publisher.pem", folder / "publisher.key"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths
