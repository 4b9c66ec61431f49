"""Sidecars that are long gone are forgotten."""

from __future__ import annotations

from tests.moodle.campus import MoodleCampus

CLEANUP = r"--execute=\local_mcpgate\task\cleanup"
DAY_S = 86400


def add_sidecar(campus: MoodleCampus, node: str, *, silent_days: int) -> None:
    campus.site.database.execute(
        "INSERT INTO mdl_local_mcpgate_node (node, version, spoolrecords, timecreated, timelastseen)"  # noqa: S608
        f" VALUES ('{node}', '0.1.0', 0, 1, UNIX_TIMESTAMP() - {silent_days * DAY_S})"
    )


def test_a_sidecar_is_kept_for_a_month_after_it_was_last_heard_of(campus: MoodleCampus) -> None:
    add_sidecar(campus, "container-a", silent_days=31)
    add_sidecar(campus, "container-b", silent_days=29)

    campus.site.installation.run("admin/cli/scheduled_task.php", CLEANUP)

    nodes = {row["node"] for row in campus.site.database.table("local_mcpgate_node")}
    assert "container-a" not in nodes
    assert "container-b" in nodes
