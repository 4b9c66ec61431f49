"""``mod_forum_add_discussion``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.trees import DEFAULT, WARNINGS, default, multiple, single, value
from sidecar.bridge.demo.visit import FunctionError, Visit


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    forum = visit.store.row("SELECT * FROM forum WHERE id = ?", arguments["forumid"])
    if forum is None:
        raise FunctionError("dml_missing_record_exception", "invalidrecord", "There is no such forum.")
    visit.require_course(forum["courseid"])
    visit.require_capability("mod/forum:startdiscussion", forum["courseid"])
    discussionid = visit.store.insert(
        "discussion",
        {
            "forum": forum["id"],
            "userid": visit.userid,
            "subject": arguments["subject"],
            "message": arguments["message"],
            "timecreated": visit.now,
        },
    )
    return {"discussionid": discussionid, "warnings": []}


FUNCTION = DemoFunction(
    name="mod_forum_add_discussion",
    component="mod_forum",
    type="write",
    function_class="write",
    courses=CourseReach(arguments={"forumid": "forum"}),
    description="Starts a discussion in a forum, in the person's name.",
    parameters=single(
        {
            "forumid": value("int", "Which forum"),
            "subject": value("text", "Subject"),
            "message": value("raw", "First message, HTML allowed"),
            "groupid": default("int", 0, "For which group; 0 is for all"),
            "options": multiple(
                single({"name": value("alphanum", "Option"), "value": value("raw", "Its value")}),
                "Further options",
                req=DEFAULT,
            ),
        }
    ),
    returns=single({"discussionid": value("int", "The new discussion"), "warnings": WARNINGS}),
    run=_run,
)
