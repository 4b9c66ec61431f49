"""``core_course_delete_courses``, which waits for a person's approval."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.trees import WARNINGS, multiple, single, value
from sidecar.bridge.demo.visit import AccessDeniedError, Visit


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    raise AccessDeniedError("nopermissions", "Nobody deletes courses of the demo campus.")


FUNCTION = DemoFunction(
    name="core_course_delete_courses",
    type="write",
    function_class="destructive",
    courses=CourseReach(arguments={"courseids": "course"}),
    description="Deletes courses for good, with all work in them.",
    parameters=single({"courseids": multiple(value("int"), "Which courses")}),
    returns=single({"warnings": WARNINGS}),
    run=_run,
)
