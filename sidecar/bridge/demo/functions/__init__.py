"""The functions of the campus: names and trees are Moodle's, answers come from its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.functions import (
    action_events,
    add_discussion,
    assignments,
    call_external_functions,
    course_contents,
    courses_by_field,
    delete_courses,
    enrolled_users,
    search_courses,
    site_info,
    submission_status,
    submit_for_grading,
    users_courses,
)
from sidecar.bridge.demo.functions.description import DemoFunction

FUNCTIONS: Mapping[str, DemoFunction] = {
    function.name: function
    for function in sorted(
        (
            action_events.FUNCTION,
            add_discussion.FUNCTION,
            assignments.FUNCTION,
            call_external_functions.FUNCTION,
            course_contents.FUNCTION,
            courses_by_field.FUNCTION,
            delete_courses.FUNCTION,
            enrolled_users.FUNCTION,
            search_courses.FUNCTION,
            site_info.FUNCTION,
            submission_status.FUNCTION,
            submit_for_grading.FUNCTION,
            users_courses.FUNCTION,
        ),
        key=lambda function: function.name,
    )
}

CATALOGUE: list[dict[str, Any]] = [function.to_wire() for function in FUNCTIONS.values()]
CATALOGUE_REVISION = hashlib.sha256(json.dumps(CATALOGUE, sort_keys=True).encode()).hexdigest()
