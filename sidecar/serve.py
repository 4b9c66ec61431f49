"""Runs the sidecar of one site until it is told to stop."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from sidecar import __version__
from sidecar.app import SPOOL_NAME, build_app
from sidecar.audit.errors import RecordUnavailableError
from sidecar.audit.spool import Spool
from sidecar.bridge.client import Bridge
from sidecar.bridge.http import HttpTransport
from sidecar.connection_limit import MAX_CONNECTIONS, ConnectionLimit
from sidecar.http_protocol import limited_protocol
from sidecar.mcp_server.handlers import Handlers, MakeHandlers
from sidecar.policy.addresses import Network
from sidecar.site.config import Config
from sidecar.site.errors import AddressError, StateDirError
from sidecar.site.state_dir import own_state_dir
from sidecar.site.status import Site

KEEP_ALIVE_S = 65
"""Longer than nginx keeps an idle connection, so that it is never us who closes first."""
DRAIN_S = 25
MAX_HEAD_BYTES = 32 << 10


def serve(config: Config, announce: Callable[[str], None], *, handlers: MakeHandlers = Handlers) -> None:
    """Serve until SIGTERM or SIGINT; raises ``SiteError`` when it cannot begin."""
    server = config.server
    with own_state_dir(server.state_dir) as state_dir, listening(server.host, server.port) as listener:
        _try_record(state_dir / SPOOL_NAME)
        transport = HttpTransport(
            bridge_url=config.moodle.bridge_url, wwwroot=config.moodle.wwwroot, keys=config.bridge.keys
        )
        app = build_app(
            bridge=Bridge(transport),
            tokens=config.tokens.keys,
            public_url=server.public_url,
            state_dir=state_dir,
            node=server.node,
            trusted_proxies=server.trusted_proxies,
            valkey=config.valkey.url if config.valkey else None,
            syslog=config.syslog,
            handlers=handlers,
        )
        address = "{}:{}".format(*listener.getsockname()[:2])
        run_app(
            app,
            listener,
            lambda: announce(_ready_line(config, app.state.site, address)),
            trusted_proxies=server.trusted_proxies,
        )


def run_app(
    app: Starlette, listener: socket.socket, when_ready: Callable[[], None], *, trusted_proxies: Sequence[Network] = ()
) -> None:
    """Serve ``app`` on ``listener``; a first SIGTERM or SIGINT drains, and the process goes on after it."""
    uvicorn_config = uvicorn.Config(
        app,
        http=limited_protocol(ConnectionLimit(trusted_proxies=trusted_proxies)),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=DRAIN_S,
        h11_max_incomplete_event_size=MAX_HEAD_BYTES,
    )
    for stop in (signal.SIGTERM, signal.SIGINT):
        # uvicorn raises the signal again once it is done; by then it has been obeyed.
        signal.signal(stop, lambda _number, _frame: None)
    _Server(uvicorn_config, when_ready=when_ready, when_stopping=app.state.end_streams).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, *, when_ready: Callable[[], None], when_stopping: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._when_ready = when_ready
        self._when_stopping = when_stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._when_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._when_stopping()
        await super().shutdown(sockets)


def _try_record(path: Path) -> None:
    """Find out whether the record's file can be opened; raises ``StateDirError``."""
    spool = Spool(path)
    try:
        spool.start()
    except RecordUnavailableError as error:
        raise StateDirError(
            f"The record: {error}.",
            "Give the file to the sidecar's account, or if it is damaged, keep it elsewhere and start again; "
            "what waits in it for Moodle is not on record then.",
        ) from None
    finally:
        spool.close()


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on an address of this machine; raises ``AddressError``."""
    address = "127.0.0.1" if host == "localhost" else host
    family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET
    try:
        listener = socket.create_server((address, port), family=family, backlog=2048)
    except OSError as error:
        raise _address_error(error, f"{host}:{port}") from None
    with listener:
        yield listener


def _address_error(error: OSError, where: str) -> AddressError:
    if error.errno == errno.EADDRINUSE:
        return AddressError(f"{where} is taken by another program.", "Stop it, or choose another port in [server].")
    reason = error.strerror or "unknown reason"
    return AddressError(f"{where} cannot be listened on: {reason}.", "Correct host and port in [server].")


def _ready_line(config: Config, site: Site, address: str) -> str:
    failure = site.failure
    state = "Moodle answers" if failure is None else f"waiting for Moodle ({failure})"
    return f"Moodle MCP {__version__} serves {config.server.public_url} on {address}; {state}"
