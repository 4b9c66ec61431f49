"""Failures built in one place: from a code to what the model and the client are told."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

from sidecar.audit.record import RecordOutcome
from sidecar.bridge.errors import BridgeError, BridgeUnavailableError
from sidecar.mcp_server.failure import ToolFailureError
from sidecar.policy.decision import Decision, Rule
from sidecar.policy.scopes import Scope, known_scopes
from sidecar.resource_server.caller import Refusal
from sidecar.results.cleaning import one_line

_TEXTS: dict[str, tuple[str, str]] = {
    code: (message, hint)
    for code, (message, hint) in json.loads(
        files(__package__).joinpath("refusals.json").read_text(encoding="utf-8")
    ).items()
}
_SIGN_IN_AGAIN = frozenset({"token_unknown", "token_expired", "connection_revoked", "connection_expired"})
_FAILED_RUNNING = frozenset(
    {"function_failed", "function_exited", "function_crashed", "deadline_exceeded", "result_too_large"}
)
_DENIED = _SIGN_IN_AGAIN | {
    "fields_invalid",
    "cursor_invalid",
    "user_deleted",
    "user_unconfirmed",
    "user_suspended",
    "user_guest",
    "user_remote",
    "user_auth_disabled",
    "password_expired",
    "site_admin_refused",
    "site_maintenance",
    "mcp_disabled",
    "write_disabled",
    "password_change_required",
    "policy_not_agreed",
    "profile_incomplete",
    "login_refused",
    "capability_missing",
    "function_unknown",
    "scope_missing",
    "address_refused",
    "assessment_refused",
    "approval_required",
    "rate_limited",
    "quota_exhausted",
    "arguments_invalid",
    "course_refused",
    "denied_by_moodle",
}
_MOODLE_SAYS = frozenset({"denied_by_moodle", "function_failed"})
_TOLD_DETAIL = ("path", "problem", "needed", "errorcode", "approval_url", "reason", "quota", "retry_after_s")
_MAX_TOLD_CHARS = 300


def failure(code: str, *, detail: Mapping[str, Any] | None = None, refusal: Refusal | None = None) -> ToolFailureError:
    """Return the failure ``code`` decided by this server, for the record to hold."""
    message, hint = _TEXTS[code]
    return ToolFailureError(code, message, hint, outcome=_outcome(code), detail=detail, refusal=refusal)


def arguments_failure(path: str, expected: str) -> ToolFailureError:
    """Return the refusal of arguments, saying where they are wrong and what was expected."""
    return failure("arguments_invalid", detail={"path": path, "problem": expected})


def decision_failure(decision: Decision, granted: Iterable[str]) -> ToolFailureError:
    """Return the refusal a local decision asks for; a missing scope is also HTTP 403."""
    if decision.counted:
        return _too_often(decision)
    if decision.rule is Rule.COURSES:
        message, hint = _TEXTS[f"{decision.code}/{decision.entry}"]
        return ToolFailureError(decision.code, message, hint, detail={"reason": decision.entry})
    if not decision.needed:
        return failure(decision.code)
    needed = sorted(decision.needed)
    return failure(decision.code, detail={"needed": needed}, refusal=_step_up(decision.code, needed, granted))


def ended_failure(error: BridgeError) -> ToolFailureError:
    """Return the refusal of a connection that was found to have ended before Moodle was asked to run anything."""
    return failure(error.code, refusal=_http_refusal(error, ()))


def bridge_failure(error: BridgeError, granted: Iterable[str] = ()) -> ToolFailureError:
    """Return what Moodle's refusal means to the model; rows Moodle wrote are not written again."""
    message, hint = _texts_of(error)
    if error.code in _MOODLE_SAYS and error.message:
        message = one_line(error.message, max_chars=_MAX_TOLD_CHARS)
    return ToolFailureError(
        error.code,
        message,
        hint,
        outcome=_outcome(error.code),
        detail=_told(error.detail),
        refusal=_http_refusal(error, granted),
        recorded=not isinstance(error, BridgeUnavailableError) and error.code in _DENIED | _FAILED_RUNNING,
    )


def _too_often(decision: Decision) -> ToolFailureError:
    message, hint = _TEXTS[decision.code]
    of = {"rule": decision.entry} if decision.rule is Rule.RATE else {"quota": decision.entry}
    detail = of | {"retry_after_s": _whole_seconds(decision.retry_after_s)}
    return ToolFailureError(decision.code, message, hint, detail=detail, kind="rate_limited")


def _texts_of(error: BridgeError) -> tuple[str, str]:
    """Return message and hint; where there are some for the reason Moodle gave, those."""
    by_code = _TEXTS.get(error.code, _TEXTS[""])
    reason = error.detail.get("reason")
    return _TEXTS.get(f"{error.code}/{reason}", by_code) if isinstance(reason, str) else by_code


def _outcome(code: str) -> RecordOutcome:
    return "denied" if code in _DENIED else "error"


def _http_refusal(error: BridgeError, granted: Iterable[str]) -> Refusal | None:
    if error.code in _SIGN_IN_AGAIN:
        message, _ = _TEXTS[error.code]
        return Refusal(status=401, error="invalid_token", code=error.code, description=message, scope=())
    if error.code == "scope_missing":
        needed = error.detail.get("needed", ())
        return _step_up(error.code, [needed] if isinstance(needed, str) else needed, granted)
    return None


def _step_up(code: str, needed: Iterable[str], granted: Iterable[str]) -> Refusal:
    """Challenge with all that is held and all that is needed, so that stepping up loses nothing."""
    scopes: frozenset[Scope] = known_scopes([*granted, *needed])
    message, _ = _TEXTS[code]
    return Refusal(status=403, error="insufficient_scope", code=code, description=message, scope=tuple(sorted(scopes)))


def _told(detail: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: detail[name] for name in _TOLD_DETAIL if name in detail}
    return {name: _bounded(value) for name, value in told.items()}


def _whole_seconds(seconds: float) -> int:
    return max(math.ceil(seconds), 1)


def _bounded(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return math.ceil(value)
    if isinstance(value, list):
        return [_bounded(item) for item in value[:16]]
    return one_line(str(value), max_chars=_MAX_TOLD_CHARS)
