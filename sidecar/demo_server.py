"""The whole sidecar on the demo campus."""

from __future__ import annotations

import base64
import os
import secrets
import socket
from pathlib import Path

from starlette.applications import Starlette

from sidecar.app import build_app
from sidecar.bridge.client import Bridge
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.pages.routes import campus_routes
from sidecar.bridge.demo.transport import DemoTransport
from sidecar.mcp_server.handlers import Handlers, MakeHandlers
from sidecar.site.errors import AddressError
from sidecar.site.keyring import KEY_BYTES, KeyRing
from sidecar.site.public_url import PublicUrl

HOST = "127.0.0.1"
CAMPUS_NAME = "campus.sqlite"
KEY_NAME = "tokens.key"
_NODE = "demo"


def build_demo(*, state_dir: Path, wwwroot: str, handlers: MakeHandlers = Handlers) -> Starlette:
    """Return the sidecar with the campus kept in ``state_dir`` behind it, login and consent pages included."""
    campus = DemoCampus.open(state_dir / CAMPUS_NAME, wwwroot=wwwroot)
    return build_app(
        bridge=Bridge(DemoTransport(campus)),
        tokens=_own_keys(state_dir / KEY_NAME),
        public_url=PublicUrl.parse(campus.public_url),
        state_dir=state_dir,
        node=_NODE,
        extra_routes=campus_routes(campus),
        handlers=handlers,
    )


def listen(port: int) -> socket.socket:
    """Return a socket on the loopback address; port 0 takes a free one. Raises ``AddressError``."""
    try:
        return socket.create_server((HOST, port), backlog=2048)
    except OSError as error:
        where = f"{HOST}:{port} cannot be listened on: {error.strerror or 'unknown reason'}."
        raise AddressError(where, "Choose another with --port.") from None


def address_of(listener: socket.socket) -> str:
    """Return the URL of what listens there, without a trailing slash."""
    return f"http://{HOST}:{listener.getsockname()[1]}"


def _own_keys(path: Path) -> KeyRing:
    """Return this campus' key ring, made at its first start."""
    if not path.exists():
        key = base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"demo:{key}")
    return KeyRing.parse([path.read_text().strip()])
