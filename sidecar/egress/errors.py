"""Why no connection was made."""

from __future__ import annotations


class EgressRefusedError(Exception):
    """A host that leads nowhere (``host_unknown``) or where it may not lead (``address_refused``)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
