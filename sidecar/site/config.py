"""The config file: read once, checked whole, never changed after."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sidecar.site.config_fields import (
    BindHost,
    Directory,
    EnterpriseNumber,
    LogTarget,
    MoodleUrl,
    NodeName,
    Port,
    ProxyNetworks,
    PublicMcpUrl,
    Ring,
    SharedCounters,
    insecure,
    is_near,
    this_host,
)
from sidecar.site.errors import ConfigInsecureError, ConfigInvalidError, ConfigMissingError, SiteError
from sidecar.site.syslog_target import EXAMPLE_ENTERPRISE, FacilityName

BRIDGE_PATH = "/local/mcpgate/bridge.php"
MAX_CONFIG_BYTES = 65_536
_MAKE_ONE = (
    "In the folder of Moodle that holds local/, make the file with"
    ' `config=$(mktemp) && sudo -u www-data php local/mcpgate/cli/sidecar.php > "$config"'
    ' && sudo install -m 600 -o moodle-mcp "$config" /etc/moodle-mcp.toml; rm -f "$config"`.'
)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, hide_input_in_errors=True)


class MoodleSection(_Section):
    """``[moodle]``: where people find the site, and where this node reaches its plugin."""

    wwwroot: MoodleUrl
    bridge_url: MoodleUrl

    @model_validator(mode="before")
    @classmethod
    def _default_bridge_url(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("wwwroot"), str):
            return {"bridge_url": data["wwwroot"].rstrip("/") + BRIDGE_PATH} | data
        return data


class KeysSection(_Section):
    """``[bridge]`` and ``[tokens]``: a key ring each."""

    keys: Ring


class ServerSection(_Section):
    """``[server]``: the public address, the socket, and this node's own folder."""

    public_url: PublicMcpUrl
    host: BindHost = "127.0.0.1"
    port: Port = 8765
    trusted_proxies: ProxyNetworks = ()
    state_dir: Directory
    node: NodeName


class ValkeySection(_Section):
    """``[valkey]``: where several sidecars of one site count requests together."""

    url: SharedCounters


class SyslogSection(_Section):
    """``[syslog]``: where each row of the record is sent, and how it is written there."""

    target: LogTarget
    format: Literal["rfc5424", "cef"] = "rfc5424"
    facility: FacilityName = "authpriv"
    enterprise: EnterpriseNumber = EXAMPLE_ENTERPRISE
    ca_file: Directory | None = None
    clear_text: Annotated[bool, Field(strict=True)] = False

    @model_validator(mode="after")
    def _require_encryption(self) -> Self:
        if not (self.clear_text or self.target.scheme in ("tls", "unix") or is_near(self.target.host)):
            raise insecure("sends names of people in the clear: use tls://, or set clear_text = true")
        return self


class Config(_Section):
    """Everything a node has to be told; unknown settings are refused."""

    moodle: MoodleSection
    bridge: KeysSection
    tokens: KeysSection
    server: ServerSection
    valkey: ValkeySection | None = None
    syslog: SyslogSection | None = None

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the checked config of the file; raises ``SiteError`` with what to do next."""
        text = _read_private(path)
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise ConfigInvalidError(f"{path} is not TOML: {error}.", "Correct that line.") from None
        return cls.parse(data, source=path)

    @classmethod
    def parse(cls, data: dict[str, Any], *, source: Path) -> Self:
        """Return the checked config; relative folders are taken from the folder of ``source``."""
        server = data.get("server")
        if isinstance(server, dict):
            server = {"node": this_host()} | server
            if isinstance(server.get("state_dir"), str):
                server["state_dir"] = str(source.absolute().parent / server["state_dir"])
            data = data | {"server": server}
        try:
            config = cls.model_validate(data)
        except ValidationError as error:
            raise _refusal(error, source) from None
        if config.bridge.keys.overlaps(config.tokens.keys):
            raise ConfigInsecureError(
                f"{source} uses one key in [bridge] and in [tokens].", "Give each its own keys. " + _MAKE_ONE
            )
        return config


def _read_private(path: Path) -> str:
    try:
        with path.open("rb") as file:
            mode = path.stat().st_mode
            content = file.read(MAX_CONFIG_BYTES + 1)
    except FileNotFoundError:
        raise ConfigMissingError(f"There is no config file {path}.", _MAKE_ONE) from None
    except OSError as error:
        raise ConfigInvalidError(f"{path} cannot be read: {error.strerror}.", "Check the path and its owner.") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigInsecureError(f"Other accounts can reach the keys in {path}.", f"Run: chmod 600 {path}")
    if len(content) > MAX_CONFIG_BYTES:
        raise ConfigInvalidError(f"{path} is larger than {MAX_CONFIG_BYTES} bytes.", _MAKE_ONE)
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise ConfigInvalidError(f"{path} is not UTF-8 text.", _MAKE_ONE) from None


def _refusal(error: ValidationError, source: Path) -> SiteError:
    mistakes = [_mistake(entry) for entry in error.errors(include_input=False, include_url=False)]
    insecure = any(entry["type"] == "insecure" for entry in error.errors(include_input=False, include_url=False))
    kind = ConfigInsecureError if insecure else ConfigInvalidError
    return kind(f"{source}: {'; '.join(mistakes)}.", "Correct the file and start again.")


def _mistake(entry: Any) -> str:
    setting = ".".join(str(step) for step in entry["loc"])
    match entry["type"]:
        case "missing":
            return f"{setting} is missing"
        case "extra_forbidden":
            return f"{setting} is not a setting"
        case "value_error":
            return f"{setting} {entry['ctx']['error']}"
        case "model_type":
            return f"{setting} must be a [{setting}] section"
        case "int_type":
            return f"{setting} must be a whole number"
        case _:
            return f"{setting}: {entry['msg']}"
