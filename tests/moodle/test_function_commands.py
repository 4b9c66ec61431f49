"""The classes of functions at a shell: what is listed, and what is refused by name."""

from __future__ import annotations

import pytest

from tests.moodle.campus import MoodleCampus
from tests.moodle.function_command import FunctionCommand

READ = "core_course_get_contents"


@pytest.fixture(scope="module")
def command(campus: MoodleCampus) -> FunctionCommand:
    return FunctionCommand(site=campus.site)


@pytest.mark.parametrize("function_class", ["read", "write", "destructive", "never", "hidden"])
def test_functions_of_one_class_are_listed(command: FunctionCommand, function_class: str) -> None:
    listed = command.functions(f"--class={function_class}")
    assert {facts["class"] for facts in listed.values()} <= {function_class}
    assert (READ in listed) is (function_class == "read")


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("--class: Give one of these: read, write, destructive, never, hidden.", ("--class=foo",)),
        ("--class: ", ("--class",)),
        ("--set: ", ("--set", "--class=never")),
        ("--set: ", ("--set=", "--class=never")),
        ("--class: ", (f"--set={READ}", "--class=")),
        ("--class: ", (f"--set={READ}",)),
        ("--remove: ", (f"--set={READ}", "--class=never", f"--remove={READ}")),
        ("--class: ", (f"--remove={READ}", "--class=read")),
        ("--overrides: ", (f"--set={READ}", "--class=never", "--overrides")),
        ("--confirm: ", (f"--set={READ}", "--class=never", "--confirm=no")),
        ("--confirm: ", ("--confirm",)),
        ("--overrides: ", ("--overrides=no",)),
    ],
)
def test_a_command_that_is_not_understood_whole_does_nothing(
    command: FunctionCommand, said: str, options: tuple[str, ...]
) -> None:
    before = command.functions("--overrides")
    done = command.attempt(*options)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert command.functions("--overrides") == before
