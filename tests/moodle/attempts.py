"""Attempts of clients, told apart in the record by the program they say they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import httpx2

from tests.contract.wire import HEADERS, code_of, function_call
from tests.moodle.campus import MoodleCampus

AUDIT = "local_mcpgate_audit"
PROBE = "local_mcpprobe"
TIMEOUT_S = 90


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One call of a client; ``label`` is found again in its row and in what its function leaves behind."""

    label: str
    message: object

    @classmethod
    def call(cls, label: str) -> Attempt:
        return cls(label=label, message=function_call(f"{PROBE}_hold", {"trace": label}))

    @classmethod
    def refused(cls, label: str) -> Attempt:
        return cls(label=label, message=function_call("no_such_function", {}))


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The status of the sidecar's answer, 0 if there was none, and the code of its refusal, empty if there is none."""

    status: int
    code: str

    @property
    def admitted(self) -> bool:
        """Whether the attempt came past the gate."""
        return self.status == 200

    @property
    def succeeded(self) -> bool:
        return self.admitted and not self.code


@dataclass(frozen=True, kw_only=True)
class Door:
    """Where attempts are made, and with which token."""

    campus: MoodleCampus
    token: str
    port: int | None = None

    def send(self, attempt: Attempt) -> Answered:
        """Send it and wait for the answer."""
        host = httpx2.URL(self.campus.mcp_url).netloc.decode()
        url = self.campus.mcp_url if self.port is None else f"http://127.0.0.1:{self.port}/mcp"
        headers = {**HEADERS, "Authorization": f"Bearer {self.token}", "User-Agent": attempt.label, "Host": host}
        try:
            answer = httpx2.post(url, json=attempt.message, headers=headers, timeout=TIMEOUT_S)
            return Answered(status=answer.status_code, code=code_of(answer))
        except (httpx2.HTTPError, ValueError):
            return Answered(status=0, code="")


def outcomes(campus: MoodleCampus) -> Mapping[str, list[str]]:
    """Return the outcome of every row by its label."""
    found: dict[str, list[str]] = {}
    for row in campus.site.database.table(AUDIT, where="useragent IS NOT NULL"):
        found.setdefault(row["useragent"], []).append(row["outcome"])
    return found


def traces(campus: MoodleCampus) -> set[str]:
    """Return the labels of attempts whose function ran."""
    rows = campus.site.database.table("config_plugins", where=f"plugin = '{PROBE}' AND value = 'acted'")
    return {row["name"] for row in rows}
