"""A function's class decides at the very next call, and nobody gives it one by a trick."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.function_command import FunctionCommand

TABLE = Path(__file__).resolve().parents[2] / "moodle_plugin/classes/local/functions/standard"
KIND = "function_class_changed"
READ = "core_course_get_contents"
NEVER = "tool_mobile_call_external_functions"
PRIVATE = "core_user_get_user_preferences"
PROBE = "local_mcpprobe_surroundings"
TAKEN_OVER = "core_course_get_courses_by_field"


@pytest.fixture(scope="module")
def command(campus: MoodleCampus) -> FunctionCommand:
    campus.list_functions("local_mcpprobe")
    return FunctionCommand(site=campus.site)


@contextlib.contextmanager
def given(command: FunctionCommand, name: str, function_class: str) -> Iterator[None]:
    """Let a standard function have a class for a while."""
    command.give(name, function_class)
    try:
        yield
    finally:
        command.remove(name)


@contextlib.contextmanager
def hidden(command: FunctionCommand, name: str) -> Iterator[None]:
    """Take a function of another plugin off the list for a while."""
    command.remove(name)
    try:
        yield
    finally:
        command.give(name, "read")


@contextlib.contextmanager
def rewritten(campus: MoodleCampus, function: str, /, **columns: str) -> Iterator[None]:
    """Rewrite a function's row for a while, as the install script of any plugin can."""
    (row,) = campus.site.database.table("external_functions", where=f"name = '{function}'")
    write = campus.site.database.update
    write("external_functions", assignments(columns), where=f"id = {row['id']}")
    try:
        yield
    finally:
        write("external_functions", assignments({column: row[column] for column in columns}), where=f"id = {row['id']}")


def assignments(columns: dict[str, str]) -> str:
    return ", ".join(f"{column} = '{value.replace(chr(92), chr(92) * 2)}'" for column, value in columns.items())


def heartbeat(door: BridgeDoor) -> tuple[str, int]:
    """Return what a sidecar is told: the revision of the catalogue and the epoch."""
    spool = {"records": 0, "oldest": None}
    told = door.ask("hello", node="test", version="0", protocol=1, spool=spool).data
    return told["catalogue_revision"], told["epoch"]


def catalogue_names(door: BridgeDoor) -> set[str]:
    return {function["name"] for function in door.ask("catalogue").data["functions"]}


def test_every_standard_function_of_the_site_was_reviewed(command: FunctionCommand) -> None:
    standard = {name for name, facts in command.functions().items() if facts["standard"]}
    rows = "".join(part.read_text() for part in TABLE.glob("*.php"))
    reviewed = set(re.findall(r"^    '(\w+)' => ", rows, re.MULTILINE))

    assert len(standard) > 600
    assert standard - reviewed == set()


def test_a_class_that_is_not_plainly_moodles_own_has_a_reason(door: BridgeDoor) -> None:
    functions = door.ask("catalogue").data["functions"]

    assert functions
    assert [each for each in functions if each["class"] != each["type"] and not each["reason"]] == []


def test_an_override_decides_the_very_next_call_and_sidecars_are_told(
    smith: BridgeConnection, command: FunctionCommand, door: BridgeDoor, campus: MoodleCampus
) -> None:
    arguments = {"courseid": campus.courseid}
    revision, epoch = heartbeat(door)
    assert smith.call(READ, arguments).answer.data["class"] == "read"

    with given(command, READ, "never"):
        refused = smith.call(READ, arguments)
        told_revision, told_epoch = heartbeat(door)

    assert refused.code == "function_unknown"
    assert refused.row["errorcode"] == "function_unknown:never"
    assert told_revision != revision
    assert told_epoch > epoch
    assert smith.call(READ, arguments).answer.data["class"] == "read"
    assert heartbeat(door)[0] == revision


@pytest.mark.threat(73)
def test_only_an_override_by_exact_name_reaches_what_is_never(
    smith: BridgeConnection, command: FunctionCommand, campus: MoodleCampus
) -> None:
    row = f"id = {smith.connectionid}"
    campus.site.database.update("local_mcpgate_connection", f"""functionpatterns = '["*", "{PRIVATE}"]'""", where=row)
    try:
        by_pattern = smith.call(PRIVATE)
        with given(command, PRIVATE, "read"):
            by_name = smith.call(PRIVATE)
    finally:
        campus.site.database.update("local_mcpgate_connection", "functionpatterns = NULL", where=row)

    assert (by_pattern.code, by_pattern.row["errorcode"]) == ("function_unknown", "function_unknown:never")
    assert by_name.answer.data["class"] == "read"


def test_a_change_leaves_a_row_and_an_event_with_both_classes(command: FunctionCommand, campus: MoodleCampus) -> None:
    changes = f"kind = '{KIND}'"
    with given(command, READ, "write"):
        row = campus.audit_rows(changes)[-1]
    back = campus.audit_rows(changes)[-1]
    (event,) = [event for event in campus.events() if event.other.get("recordid") == row["recordid"]]

    assert (row["outcome"], row["functionname"]) == ("allowed", READ)
    assert (row["functionclass"], row["errorcode"], row["connectionid"]) == ("write", "read_to_write", None)
    assert event.name == KIND
    assert (event.other["function"], event.other["class"], event.other["errorcode"]) == (READ, "write", "read_to_write")
    assert (back["functionclass"], back["errorcode"]) == ("read", "write_to_read")


@pytest.mark.parametrize(
    ("name", "function_class"),
    [(NEVER, "read"), (NEVER, "destructive"), ("core_course_delete_courses", "write")],
)
def test_loosening_needs_a_confirmation(
    command: FunctionCommand, campus: MoodleCampus, name: str, function_class: str
) -> None:
    changes = f"kind = '{KIND}' AND functionname = '{name}'"
    rows = campus.audit_rows(changes)

    refused = command.attempt(f"--set={name}", f"--class={function_class}")

    assert refused.returncode == 1
    assert command.functions()[name]["override"] is None
    assert campus.audit_rows(changes) == rows


def test_the_warning_names_the_function_both_classes_and_the_reason(command: FunctionCommand) -> None:
    refused = command.attempt(f"--set={NEVER}", "--class=read")

    assert f'{NEVER} goes from "Never" to "Reads". It runs other functions' in refused.stderr


def test_taking_a_stricter_class_away_needs_a_confirmation(command: FunctionCommand) -> None:
    with given(command, READ, "destructive"):
        refused = command.attempt(f"--remove={READ}")
        kept = command.functions()[READ]["class"]

    assert refused.returncode == 1
    assert kept == "destructive"


@pytest.mark.parametrize("name", ["*", "core_*", "core_course_get_content%", READ.upper(), f" {READ}", f"{READ}\n"])
def test_an_override_is_for_one_exact_name(command: FunctionCommand, name: str) -> None:
    overrides = command.functions("--overrides")

    refused = command.attempt(f"--set={name}", "--class=never", "--confirm")

    assert refused.returncode == 1
    assert command.functions("--overrides") == overrides


@pytest.mark.parametrize("function_class", ["hidden", "READ", "none"])
def test_an_override_is_one_of_the_classes(command: FunctionCommand, function_class: str) -> None:
    refused = command.attempt(f"--set={READ}", f"--class={function_class}", "--confirm")

    assert refused.returncode == 1
    assert command.functions()[READ]["override"] is None


def test_a_function_of_another_plugin_is_hidden_until_an_admin_means_to_list_it(
    smith: BridgeConnection, command: FunctionCommand, door: BridgeDoor
) -> None:
    with hidden(command, PROBE):
        unlisted, names = smith.call(PROBE), catalogue_names(door)
        unmeant = command.attempt(f"--set={PROBE}", "--class=read")
        still_unlisted = smith.call(PROBE)

    assert (unlisted.code, unlisted.row["errorcode"]) == ("function_unknown", "function_unknown:unlisted")
    assert PROBE not in names
    assert unmeant.returncode == 1
    assert still_unlisted.code == "function_unknown"
    assert smith.call(PROBE).answer.data["class"] == "read"


def test_what_is_gone_from_the_site_can_be_taken_off_the_list(command: FunctionCommand, campus: MoodleCampus) -> None:
    with rewritten(campus, PROBE, name="local_mcpprobe_elsewhere"):
        gone = command.functions("--overrides")[PROBE]
        done = command.attempt(f"--remove={PROBE}")
        left = command.functions("--overrides")
    command.give(PROBE, "read")

    assert (gone["class"], gone["component"]) == ("hidden", None)
    assert done.returncode == 0
    assert PROBE not in left


@pytest.mark.threat(75)
@pytest.mark.parametrize(
    "columns",
    [
        {"classname": "local_mcpprobe\\external\\surroundings"},
        {"methodname": "update_courses"},
        {"classpath": "local/mcpprobe/externallib.php"},
        {"component": "local_mcpprobe"},
    ],
    ids=lambda columns: next(iter(columns)),
)
def test_a_standard_function_that_a_plugin_took_over_loses_its_class(
    smith: BridgeConnection, command: FunctionCommand, door: BridgeDoor, campus: MoodleCampus, columns: dict[str, str]
) -> None:
    with rewritten(campus, TAKEN_OVER, **columns):
        called, names = smith.call(TAKEN_OVER), catalogue_names(door)
        facts = command.functions()[TAKEN_OVER]

    assert (called.code, called.row["errorcode"]) == ("function_unknown", "function_unknown:unlisted")
    assert TAKEN_OVER not in names
    assert (facts["class"], facts["standard"]) == ("hidden", False)
    assert smith.call(TAKEN_OVER).answer.data["class"] == "read"
