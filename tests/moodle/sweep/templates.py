"""Arguments of functions whose argument names do not tell enough."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.moodle.sweep.templates_activities import ACTIVITIES
from tests.moodle.sweep.templates_course import COURSE
from tests.moodle.sweep.templates_subsystems import SUBSYSTEMS

TEMPLATES: Mapping[str, Mapping[str, Any]] = {**ACTIVITIES, **COURSE, **SUBSYSTEMS}
