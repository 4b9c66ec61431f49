"""Posts one message to one endpoint, once and briefly."""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from sidecar.egress.errors import EgressRefusedError
from sidecar.egress.guarded_sessions import GuardedSessions
from sidecar.egress.public_address import is_public_or_private, refuse_unless_admitted

DEADLINE_S = 15.0
_HEADERS = {"Accept": "*/*", "Content-Type": "application/json"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What an endpoint answered: its HTTP status, and the text of ``Retry-After`` if it sent one."""

    status: int
    retry_after: str | None = None


class PostFailedError(Exception):
    """There was no answer; ``code`` says why, in the words of the record.

    ``url_refused``, ``host_unknown``, ``address_refused``, ``timeout``, ``tls_invalid`` or ``unreachable``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Poster:
    """Posts within 15 s, name look-up included, and reads no more of the answer than its head.

    Each message in a session of its own. Follows no redirect. Goes to public addresses over TLS, never
    to this site; to a private endpoint also inside, by number, and without TLS if its address says so.
    """

    def __init__(self, sessions: GuardedSessions, *, deadline_s: float = DEADLINE_S) -> None:
        self._sessions = sessions
        self._deadline_s = deadline_s

    async def post(self, url: str, body: bytes, *, headers: Mapping[str, str], private: bool) -> Reply:
        """Return the endpoint's answer, whatever it is; raises ``PostFailedError``."""
        host = _host(url, private=private)
        try:
            _judge_number(host, private=private)
            async with asyncio.timeout(self._deadline_s), self._sessions.open(_HEADERS, inside=private) as session:
                return await _post(session, url, body, headers)
        except EgressRefusedError as refused:
            raise PostFailedError(refused.code) from refused
        except TimeoutError:
            raise PostFailedError("timeout") from None
        except (aiohttp.ClientSSLError, ssl.SSLError) as error:
            raise PostFailedError("tls_invalid") from error
        except aiohttp.InvalidURL as error:
            raise PostFailedError("url_refused") from error
        except (aiohttp.ClientError, OSError) as error:
            raise PostFailedError("unreachable") from error


async def _post(session: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    async with session.post(url, data=body, headers=headers, allow_redirects=False) as response:
        response.close()
        return Reply(status=response.status, retry_after=response.headers.get("Retry-After"))


def _host(url: str, *, private: bool) -> str:
    """Return the host of an address that may be sent to at all."""
    try:
        target = urlsplit(url)
    except ValueError:
        raise PostFailedError("url_refused") from None
    schemes = ("https", "http") if private else ("https",)
    if target.scheme not in schemes or not target.hostname or target.username is not None:
        raise PostFailedError("url_refused")
    return target.hostname


def _judge_number(host: str, *, private: bool) -> None:
    """Raise ``EgressRefusedError`` for an IP address that may not be asked: no look-up will judge it."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return
    if not private:
        raise EgressRefusedError("address_refused", "an endpoint outside has a name")
    refuse_unless_admitted(host, (address,), admits=is_public_or_private)
