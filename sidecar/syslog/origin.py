"""What a message says of where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.site.syslog_target import EXAMPLE_ENTERPRISE, FacilityName

_CODES = {"user": 1, "daemon": 3, "auth": 4, "authpriv": 10, "audit": 13} | {f"local{n}": 16 + n for n in range(8)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """The host that people know the site by, the facility, and the enterprise number of the structured data."""

    host: str
    facility: FacilityName = "authpriv"
    enterprise: int = EXAMPLE_ENTERPRISE

    def priority(self, severity: int) -> int:
        """Return facility and severity as one number (RFC 5424 §6.2.1)."""
        return _CODES[self.facility] * 8 + severity
