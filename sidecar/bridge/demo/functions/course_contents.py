"""``core_course_get_contents``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.store import Row
from sidecar.bridge.demo.trees import DEFAULT, OPTIONAL, Tree, multiple, single, value
from sidecar.bridge.demo.visit import FunctionError, Visit

_PLURALS = {"assign": "Assignments", "forum": "Forums", "page": "Pages"}
_PURPOSES = {"assign": "assessment", "forum": "collaboration", "page": "content"}

_MODULE: Tree = single(
    {
        "id": value("int", "Course module id (cmid)"),
        "url": value("url", "Address of the activity", req=OPTIONAL),
        "name": value("raw", "Name of the activity"),
        "instance": value("int", "Id in the activity's own table", req=OPTIONAL),
        "description": value("raw", "Introduction", req=OPTIONAL),
        "visible": value("int", "1 when students see it", req=OPTIONAL),
        "uservisible": value("bool", "Whether the person sees it", req=OPTIONAL),
        "modicon": value("url", "Address of its icon"),
        "modname": value("plugin", "Kind of activity"),
        "purpose": value("alpha", "What it is for"),
        "modplural": value("text", "Kind of activity, as a heading"),
        "indent": value("int", "Indentation on the course page"),
    }
)


def _run(visit: Visit, arguments: Arguments) -> list[dict[str, Any]]:
    courseid = arguments["courseid"]
    visit.require_course(courseid)
    narrowing = {option["name"]: option["value"] for option in arguments["options"]}
    if unknown := set(narrowing) - {"excludemodules", "sectionnumber", "modname"}:
        raise FunctionError(
            "invalid_parameter_exception", "errorinvalidparam", f"The demo campus knows no option {min(unknown)}."
        )
    sections = visit.store.rows("SELECT * FROM section WHERE courseid = ? ORDER BY section", courseid)
    if "sectionnumber" in narrowing:
        sections = [section for section in sections if str(section["section"]) == narrowing["sectionnumber"]]
    return [_describe_section(visit, section, narrowing) for section in sections]


def _describe_section(visit: Visit, section: Row, narrowing: dict[str, str]) -> dict[str, Any]:
    modules = visit.store.rows("SELECT * FROM module WHERE sectionid = ? ORDER BY id", section["id"])
    if "modname" in narrowing:
        modules = [module for module in modules if module["modname"] == narrowing["modname"]]
    if narrowing.get("excludemodules", "0").lower() in ("1", "true"):
        modules = []
    return {
        "id": section["id"],
        "name": section["name"],
        "visible": 1,
        "summary": section["summary"],
        "summaryformat": 1,
        "section": section["section"],
        "uservisible": True,
        "modules": [_describe_module(visit, module) for module in modules],
    }


def _describe_module(visit: Visit, module: Row) -> dict[str, Any]:
    modname = module["modname"]
    return {
        "id": module["id"],
        "url": f"{visit.wwwroot}/mod/{modname}/view.php?id={module['id']}",
        "name": module["name"],
        "instance": module["instance"],
        "description": module["description"],
        "visible": 1,
        "uservisible": True,
        "modicon": f"{visit.wwwroot}/theme/image.php/demo/{modname}/1/monologo",
        "modname": modname,
        "purpose": _PURPOSES[modname],
        "modplural": _PLURALS[modname],
        "indent": 0,
    }


FUNCTION = DemoFunction(
    name="core_course_get_contents",
    courses=CourseReach(arguments={"courseid": "course"}),
    description="Gives a course's sections and the activities in them.",
    parameters=single(
        {
            "courseid": value("int", "Which course"),
            "options": multiple(
                single(
                    {
                        "name": value("alphanum", "excludemodules, sectionnumber or modname"),
                        "value": value("raw", "Value of the option"),
                    }
                ),
                "What to narrow the answer to",
                req=DEFAULT,
            ),
        }
    ),
    returns=multiple(
        single(
            {
                "id": value("int", "Section id"),
                "name": value("raw", "Name of the section"),
                "visible": value("int", "1 when students see it", req=OPTIONAL),
                "summary": value("raw", "What the section is about"),
                "summaryformat": value("int", "Format of the summary: 1 is HTML"),
                "section": value("int", "Number of the section", req=OPTIONAL),
                "uservisible": value("bool", "Whether the person sees it", req=OPTIONAL),
                "modules": multiple(_MODULE, "Activities"),
            }
        )
    ),
    run=_run,
)
