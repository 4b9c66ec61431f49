"""The record at a shell: what is chosen, how it is written, and what is refused by name."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from tests.moodle.campus import MoodleCampus
from tests.moodle.record_command import RecordCommand
from tests.moodle.record_rows import insert_rows

NOON = int(datetime(2021, 3, 1, 12, tzinfo=UTC).timestamp())
ROWS = 2500
"""More than the export reads at a time."""
DAY = ("--from=2021-03-01T12:00Z", "--to=2021-03-01T13:00Z")


@pytest.fixture(scope="module")
def record(campus: MoodleCampus) -> RecordCommand:
    """The command, and an hour full of rows; they stay, for a sidecar seals what it finds."""
    people = [campus.people[name].userid for name in ("ana.lima", "bruno.costa")]
    insert_rows(campus.site.database, ROWS, userids=people, since=NOON, until=NOON + 600)
    return RecordCommand(site=campus.site)


def test_rows_come_once_and_in_order_however_many_share_a_second(record: RecordCommand) -> None:
    rows = record.lines(*DAY)
    places = [(row["timecreated"], row["id"]) for row in rows]
    assert len(rows) == len({row["recordid"] for row in rows}) == ROWS
    assert places == sorted(places)
    assert len({row["timecreated"] for row in rows}) <= 601


def test_each_option_narrows(campus: MoodleCampus, record: RecordCommand) -> None:
    ana = campus.people["ana.lima"].userid
    (first, *_) = rows = record.lines(*DAY)
    options = {
        "user": ("ana.lima", "userid", ana),
        "connection": (str(ana), "connectionid", ana),
        "client": ("Assistant 3", "client", "Assistant 3"),
        "function": (first["function"], "function", first["function"]),
        "outcome": ("denied", "outcome", "denied"),
        "reason": ("function_unknown", "errorcode", "function_unknown"),
        "address": ("192.0.2.7", "clientip", "192.0.2.7"),
        "course": ("3", "courseid", 3),
    }
    for option, (value, column, stored) in options.items():
        expected = [row["recordid"] for row in rows if row[column] == stored]
        assert 0 < len(expected) < ROWS
        assert [row["recordid"] for row in record.lines(*DAY, f"--{option}={value}")] == expected, option
    for option, value in {"kind": "call", "class": "read", "tool": "call_moodle_function", "node": "node1"}.items():
        assert len(record.lines(*DAY, f"--{option}={value}")) == ROWS
    assert len(record.lines(*DAY, "--user=ana.lima", "--outcome=denied", "--class=read")) < ROWS / 4


def test_a_moment_belongs_to_what_follows(record: RecordCommand) -> None:
    rows = record.lines("--from=2021-03-01T12:05Z", "--to=2021-03-01T12:06:00+00:00")
    assert {row["timecreated"] // 60 for row in rows} == {NOON // 60 + 5}
    assert rows[0]["time"] == "2021-03-01T12:05:00Z"


def test_nothing_is_an_empty_list_or_table(record: RecordCommand) -> None:
    nothing = ("--from=2019-01-01", "--to=2019-01-02")
    assert json.loads(record.attempt("--format=json", *nothing).stdout) == []
    assert record.attempt("--format=jsonl", *nothing).stdout == ""
    assert record.attempt(*nothing).stdout.splitlines()[0].startswith("time,person,id,")
    assert record.exports()[-1]["attempts"] == 0


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--format=xml", "csv, json, jsonl"),
        ("--from=yesterday", "2027-01-31"),
        ("--to=2027-02-30", "2027-01-31"),
        ("--outcome=good", "allowed"),
        ("--class=hidden", "destructive"),
        ("--kind=calls", "auth_failed"),
        ("--connection=1 OR 1=1", "whole number"),
        ("--course=-1", "whole number"),
        ("--node=", "with a value"),
        ("--client", "with a value"),
        ("--nobody=1", "nobody"),
    ],
)
def test_an_option_that_is_not_understood_exports_nothing(record: RecordCommand, option: str, said: str) -> None:
    before = record.exported()
    done = record.attempt(option)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert record.exported() == before


def test_a_person_who_does_not_exist_is_named(record: RecordCommand) -> None:
    done = record.attempt("--user=nobody.here")
    assert (done.returncode, done.stdout) == (1, "")
    assert "nobody.here" in done.stderr
