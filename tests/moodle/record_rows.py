"""Rows of the record, as many as one likes, made by the database itself."""

from __future__ import annotations

from tests.moodle.database import Database

TABLE = "local_mcpgate_audit"
FUNCTIONS = (
    "core_course_get_contents",
    "mod_assign_get_submissions",
    "core_enrol_get_users_courses",
    "mod_forum_get_posts",
)
PIECE = 100_000
"""Rows of one statement, which ends well within the time that a statement has here."""
OUTCOMES = ("allowed",) * 17 + ("denied", "denied", "error")


def insert_rows(database: Database, count: int, *, userids: list[int], since: int, until: int) -> None:
    """Insert ``count`` rows of calls, in order and evenly spread from ``since`` to ``until``.

    They are the calls of ``userids`` in turn, each with a connection of the same number, from addresses of their own.
    """
    span = max(1, until - since)
    values = {
        "recordid": "UUID()",
        "kind": "'call'",
        "timecreated": f"{since} + FLOOR((seq - 1) * {span} / {count})",
        "userid": choice(userids),
        "connectionid": choice(userids),
        "client": "CONCAT('Assistant ', seq % 7)",
        "tool": "'call_moodle_function'",
        "functionname": choice([f"'{function}'" for function in FUNCTIONS]),
        "functionclass": "'read'",
        "scopes": "'api.read'",
        "outcome": choice([f"'{outcome}'" for outcome in OUTCOMES]),
        "errorcode": "IF(seq % 20 >= 17, 'function_unknown', NULL)",
        "argumentkeys": """'["courseid","options"]'""",
        "courseid": "2 + seq % 3",
        "clientip": "CONCAT('192.0.2.', seq % 250)",
        "durationms": "seq % 900",
        "resultbytes": "seq % 90000",
        "protocol": "'2026-07-28'",
        "useragent": "'Mozilla/5.0 (X11; Linux x86_64) assistant/3.1'",
        "node": "'node1'",
        "attempts": "1",
    }
    columns, expressions = ", ".join(values), ", ".join(values.values())
    for first in range(1, count + 1, PIECE):
        source = f"seq_{first}_to_{min(first + PIECE - 1, count)}"
        sql = f"INSERT INTO mdl_{TABLE} ({columns}) SELECT {expressions} FROM {source}"  # noqa: S608 - tests' own words
        database.execute(sql)
    database.execute(f"ANALYZE TABLE mdl_{TABLE}")


def choice(expressions: list[str] | list[int] | tuple[str, ...]) -> str:
    """Return SQL that takes one after the other."""
    return f"ELT(1 + seq % {len(expressions)}, {', '.join(str(expression) for expression in expressions)})"
