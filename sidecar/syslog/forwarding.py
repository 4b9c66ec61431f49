"""Makes the forwarder that a config file asks for."""

from __future__ import annotations

import functools
import ssl
from pathlib import Path

from sidecar.bridge.client import Bridge
from sidecar.bridge.messages import ChainPosition
from sidecar.site.config import SyslogSection
from sidecar.site.errors import ConfigInvalidError
from sidecar.site.state_file import StateFile
from sidecar.syslog.cef import cef
from sidecar.syslog.forwarder import Format, Forwarder
from sidecar.syslog.origin import Origin
from sidecar.syslog.rfc5424 import rfc5424


def forwarder_of(section: SyslogSection, *, bridge: Bridge, host: str, progress: Path) -> Forwarder:
    """Return what forwards the record of the site at ``host``; raises ``SiteError``."""
    origin = Origin(host=host, facility=section.facility, enterprise=section.enterprise)
    message: Format
    match section.format:
        case "rfc5424":
            message = functools.partial(rfc5424, origin=origin)
        case "cef":
            message = functools.partial(cef, origin=origin)
    return Forwarder(
        bridge=bridge,
        target=section.target,
        message=message,
        progress=StateFile(progress, ChainPosition),
        tls=_tls(section.ca_file) if section.target.scheme == "tls" else None,
    )


def _tls(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except OSError as error:
        raise ConfigInvalidError(
            f"syslog.ca_file: {ca_file} has no certificates to trust ({error}).",
            "Name a PEM file that the sidecar can read.",
        ) from None
