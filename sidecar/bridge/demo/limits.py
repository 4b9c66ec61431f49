"""The limits of a connection: as its row holds them, as they are in force, and changed."""

from __future__ import annotations

import json
from typing import TypeVar

from sidecar.bridge.demo import journal
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.store import Row
from sidecar.bridge.messages import Limits

ItemT = TypeVar("ItemT", int, str)


def stored_limits(connection: Row) -> Limits:
    """Return the connection's own limits; a list that cannot be read allows nothing."""
    return Limits(
        functions=_items(connection["functionpatterns"], str),
        courses=_items(connection["courses"], int),
        addresses=_items(connection["addresses"], str),
        ratelimit=connection["ratelimit"],
        callquota=connection["callquota"],
        bytequota=connection["bytequota"],
        approvewrites=bool(connection["approvewrites"]),
    )


def limits_in_force(campus: DemoCampus, connection: Row) -> Limits:
    """Return the limits a sidecar and this campus go by, the site's rate where the connection has none."""
    own = stored_limits(connection)
    rate = campus.settings.get("connection_rate") if own.ratelimit is None else own.ratelimit
    return own.model_copy(update={"ratelimit": rate})


def limit_columns(limits: Limits) -> Row:
    """Return the columns of a connection that hold ``limits``."""
    lists = {"functionpatterns": limits.functions, "courses": limits.courses, "addresses": limits.addresses}
    return {
        **{column: None if items is None else json.dumps(items) for column, items in lists.items()},
        "ratelimit": limits.ratelimit,
        "callquota": limits.callquota,
        "bytequota": limits.bytequota,
        "approvewrites": int(limits.approvewrites),
    }


def change_limits(campus: DemoCampus, connection: Row, limits: Limits) -> None:
    """Give the connection other limits, at a shell; calls decided on the old ones are stale from here on."""
    columns = limit_columns(limits)
    before, after = stored_limits(connection).model_dump(), limits.model_dump()
    changed = [name for name, value in after.items() if value != before[name]]
    assignments = ", ".join(f"{column} = ?" for column in columns)
    sql = f"UPDATE connection SET {assignments}, revision = revision + 1 WHERE id = ?"  # noqa: S608 - names above
    with campus.store.writing():
        campus.store.execute(sql, *columns.values(), connection["id"])
        campus.settings.touch()
        journal.write(
            campus,
            {
                **journal.connection_fields(connection),
                "userid": None,
                "kind": "connection_changed",
                "outcome": "allowed",
                "argumentkeys": json.dumps(changed),
            },
        )


def _items(text: str | None, kind: type[ItemT]) -> tuple[ItemT, ...] | None:
    if text is None:
        return None
    try:
        items = json.loads(text)
    except ValueError:
        return ()
    return tuple(item for item in items if isinstance(item, kind)) if isinstance(items, list) else ()
