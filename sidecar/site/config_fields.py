"""The kinds of values a config file holds, each parsed once."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, InstanceOf
from pydantic_core import PydanticCustomError

from sidecar.site.keyring import KeyRing
from sidecar.site.public_url import PublicUrl, is_loopback
from sidecar.site.syslog_target import SyslogTarget
from sidecar.site.valkey_url import ValkeyUrl

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
ParsedT = TypeVar("ParsedT")
MAX_PROXIES = 64
MAX_NODE_CHARS = 100
_WIDEST_V4 = 8
_WIDEST_V6 = 16
_PRIVATE = [ipaddress.ip_network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")]
_URL = re.compile(r"[!-~]{1,2000}", re.ASCII)
_NODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MAX_NODE_CHARS - 1}}}", re.ASCII)


def this_host() -> str:
    """Return this machine's name, fit to be a node's."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", socket.gethostname())[:MAX_NODE_CHARS]
    return name if _NODE.fullmatch(name) else "node"


def _text(parse: Callable[[str], ParsedT]) -> BeforeValidator:
    def validate(value: Any) -> ParsedT:
        if not isinstance(value, str):
            raise ValueError("must be a text")
        return parse(value)

    return BeforeValidator(validate)


def _texts(parse: Callable[[list[str]], ParsedT]) -> BeforeValidator:
    def validate(value: Any) -> ParsedT:
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise ValueError("must be a list of texts")
        return parse(value)

    return BeforeValidator(validate)


def insecure(message: str) -> PydanticCustomError:
    """Return the error of a value that would put secrets or people at risk."""
    return PydanticCustomError("insecure", "{message}", {"message": message})


def _moodle_url(url: str) -> str:
    if not _URL.fullmatch(url):
        raise ValueError("is not a URL")
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise ValueError("is not a URL") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("must start with https:// or http:// and name a host")
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("must have no user name, query or fragment")
    if parts.scheme == "http" and not is_near(host):
        raise insecure("must start with https:// unless the host is this machine or in a private network")
    return url.rstrip("/")


def _valkey_url(text: str) -> ValkeyUrl:
    url = ValkeyUrl.parse(text)
    if not (url.tls or url.socket_path or is_near(url.host)):
        raise insecure("must start with rediss:// unless the host is this machine or in a private network")
    return url


def is_near(host: str) -> bool:
    """Tell whether ``host`` is this machine or in a private network, as far as its name tells."""
    if is_loopback(host) or not ("." in host or ":" in host):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _PRIVATE)


def _bind_host(host: str) -> str:
    if host == "localhost":
        return host
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        raise ValueError("must be an IP address of this machine, or localhost") from None


def _networks(entries: list[str]) -> tuple[Network, ...]:
    if len(entries) > MAX_PROXIES:
        raise ValueError(f"has more than {MAX_PROXIES} entries")
    return tuple(_network(entry) for entry in entries)


def _network(entry: str) -> Network:
    try:
        network = ipaddress.ip_network(entry)
    except ValueError:
        raise ValueError(f"has {entry[:50]!r}, which is not an address or network such as 10.0.0.0/24") from None
    if network.prefixlen < (_WIDEST_V4 if network.version == 4 else _WIDEST_V6):
        raise insecure(f"has {entry}: whoever is trusted to name the client's address must be few")
    return network


def _directory(path: str) -> Path:
    if not path or "\0" in path:
        raise ValueError("is not a folder")
    return Path(path)


def _node(name: str) -> str:
    if not _NODE.fullmatch(name):
        raise ValueError(f"must be 1 to {MAX_NODE_CHARS} letters, digits, dots, hyphens or underscores")
    return name


MoodleUrl = Annotated[str, _text(_moodle_url)]
PublicMcpUrl = Annotated[InstanceOf[PublicUrl], _text(PublicUrl.parse)]
SharedCounters = Annotated[InstanceOf[ValkeyUrl], _text(_valkey_url)]
LogTarget = Annotated[InstanceOf[SyslogTarget], _text(SyslogTarget.parse)]
EnterpriseNumber = Annotated[int, Field(ge=1, le=4294967295, strict=True)]
Ring = Annotated[InstanceOf[KeyRing], _texts(KeyRing.parse)]
BindHost = Annotated[str, _text(_bind_host)]
Port = Annotated[int, Field(ge=0, le=65535, strict=True)]
ProxyNetworks = Annotated[
    tuple[InstanceOf[ipaddress.IPv4Network] | InstanceOf[ipaddress.IPv6Network], ...], _texts(_networks)
]
Directory = Annotated[Path, _text(_directory)]
NodeName = Annotated[str, _text(_node)]
