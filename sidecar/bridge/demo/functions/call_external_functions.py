"""``tool_mobile_call_external_functions``, which no connection reaches: it would get round every limit."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.trees import default, multiple, single, value
from sidecar.bridge.demo.visit import AccessDeniedError, Visit


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    raise AccessDeniedError("nopermissions", "This function is out of reach.")


FUNCTION = DemoFunction(
    name="tool_mobile_call_external_functions",
    component="tool_mobile",
    type="write",
    function_class="never",
    reason="metacall",
    courses=CourseReach(),
    description="Runs other functions in bulk.",
    parameters=single(
        {
            "requests": multiple(
                single(
                    {
                        "function": value("alphanumext", "Function"),
                        "arguments": default("raw", "{}", "Its arguments as JSON"),
                        "settingraw": default("bool", False, "Whether texts come unformatted"),
                        "settingfileurl": default("bool", True, "Whether file addresses are made whole"),
                        "settingfilter": default("bool", False, "Whether text filters run"),
                        "settinglang": default("lang", "", "Language of the answer"),
                    }
                )
            )
        }
    ),
    returns=single(
        {
            "responses": multiple(
                single({"error": value("bool", "Whether it failed"), "data": value("raw", "Result as JSON")})
            )
        }
    ),
    run=_run,
)
