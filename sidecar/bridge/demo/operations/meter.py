"""How much a connection has run: its rate, and what it may run in a day."""

from __future__ import annotations

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.errors import BridgeError
from sidecar.bridge.messages import Limits

_MINUTE_S = 60
_DAY_S = 86400
_RAN = (
    " FROM audit WHERE connectionid = ? AND id <= ? AND timecreated >= ? AND timedeadline IS NOT NULL"
    " AND COALESCE(errorcode, '') NOT IN ('rate_limited', 'quota_exhausted')"
)


def require_room(campus: DemoCampus, connectionid: int, rowid: int, limits: Limits) -> None:
    """Refuse the call whose row is ``rowid`` when it is one too many.

    Rows that started count, this one and those before it; rows refused here do not.
    """
    if limits.ratelimit is not None:
        _require_rate(campus, connectionid, rowid, limits.ratelimit)
    _require_quotas(campus, connectionid, rowid, limits)


def _require_rate(campus: DemoCampus, connectionid: int, rowid: int, ratelimit: int) -> None:
    sql = f"SELECT timecreated{_RAN} ORDER BY id DESC LIMIT 1 OFFSET ?"
    # Rows keep whole seconds: the one that is just a minute old still counts.
    oldest = campus.store.value(sql, connectionid, rowid, campus.now - _MINUTE_S, ratelimit)
    if oldest is not None:
        detail = {"retry_after_s": oldest + _MINUTE_S + 1 - campus.now}
        raise BridgeError("rate_limited", "This connection has run as many functions as it may in a minute.", detail)


def _require_quotas(campus: DemoCampus, connectionid: int, rowid: int, limits: Limits) -> None:
    midnight = campus.now - campus.now % _DAY_S
    sql = f"SELECT COUNT(*) AS calls, COALESCE(SUM(resultbytes), 0) AS bytes{_RAN}"
    ran = campus.store.row(sql, connectionid, rowid, midnight) or {"calls": 0, "bytes": 0}
    over = {
        "calls": limits.callquota is not None and ran["calls"] > limits.callquota,
        "bytes": limits.bytequota is not None and ran["bytes"] >= limits.bytequota,
    }
    for quota, exhausted in over.items():
        if exhausted:
            detail = {"quota": quota, "retry_after_s": midnight + _DAY_S - campus.now}
            raise BridgeError("quota_exhausted", f"This connection has used up its {quota} of the day.", detail)
