"""What the plugin says about functions and courses, held against the functions and tables of a real site."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.moodle.campus import MoodleCampus
from tests.moodle.installation import SCRIPTS

NOT_EVERYWHERE = {"chat", "chat_users", "qbank", "quiz_grade_items", "subsection", "survey"}
"""Tables that only some versions of Moodle have."""

NEWER_ARGUMENTS = {"core_enrol_search_users": ["contextid"]}
"""Arguments that older versions of Moodle lack; there they need no word."""


@pytest.fixture(scope="module")
def report(campus: MoodleCampus) -> dict[str, Any]:
    installation = campus.site.installation
    told: dict[str, Any] = json.loads(installation.run(SCRIPTS / "course_tables.php", str(installation.dirroot)))
    return told


def test_every_function_of_the_site_is_ruled_or_refused_for_a_reason(report: dict[str, Any]) -> None:
    assert report["unruled"] == []


def test_of_every_argument_that_may_be_an_id_it_is_said_what_it_leads_to(report: dict[str, Any]) -> None:
    assert report["undecided"] == {}


def test_what_is_filled_and_cut_is_really_there(report: dict[str, Any]) -> None:
    assert report["misplaced"] == {}


def test_no_rule_speaks_of_arguments_that_do_not_exist(report: dict[str, Any]) -> None:
    stale = {name: paths for name, paths in report["stale"].items() if NEWER_ARGUMENTS.get(name) != paths}
    assert stale == {}


def test_every_table_and_column_on_the_way_to_a_course_exists(report: dict[str, Any]) -> None:
    missing = {place for places in report["missing"].values() for place in places}
    assert missing <= NOT_EVERYWHERE


def test_most_functions_that_read_stay_usable_on_a_limited_connection(report: dict[str, Any]) -> None:
    reads = [function["usable"] for function in report["functions"].values() if function["class"] == "read"]
    assert sum(reads) / len(reads) > 0.7
