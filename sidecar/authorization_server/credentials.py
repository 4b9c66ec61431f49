"""The secrets this server makes: 256 random bits behind a prefix that secret scanners know."""

from __future__ import annotations

import secrets

_ENTROPY_BYTES = 32


def new_code() -> str:
    return _random("mdlmcp_ac_")


def new_access_token() -> str:
    return _random("mdlmcp_at_")


def new_refresh_token() -> str:
    return _random("mdlmcp_rt_")


def new_client_secret() -> str:
    return _random("mdlmcp_cs_")


def new_client_id() -> str:
    """Return an identifier that cannot be taken for a metadata document's URL."""
    return "mdlmcp_cl_" + secrets.token_urlsafe(16)


def _random(prefix: str) -> str:
    return prefix + secrets.token_urlsafe(_ENTROPY_BYTES)
