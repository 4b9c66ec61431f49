"""What arguments are made of: the rows of one course, as one person would name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tests.moodle.database import Database
from tests.moodle.sweep.twins import RANGE, Facts, Twin

PERSON_COLUMNS = ("userid", "authorid", "useridto", "createdby")
Who = Literal["self", "student", "teacher", "peer", "loner"]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One course and one person who calls."""

    database: Database
    wwwroot: str
    facts: Facts
    twin: Twin
    caller: str

    def person(self, who: Who) -> int:
        if who == "loner":
            return self.twin.lonerid
        return self.facts.people[self.caller if who == "self" else f"twin.{who}"]

    def row(self, table: str, where: Mapping[str, Any], *, of_site: bool = False) -> Mapping[str, Any]:
        """Return the first row of the course (or the site) that fits, the student's own before others'.

        A ``LookupError`` if there is none.
        """
        first = self.facts.site_first if of_site else self.twin.first
        fitting = [row for row in _rows(self.database, table, first) if _fits(row, where)]
        if not fitting:
            raise LookupError(f"no {table} with {dict(where)} in {self.twin.word}")
        student = self.person("student")
        return next((row for row in fitting if any(row.get(name) == student for name in PERSON_COLUMNS)), fitting[0])

    def cmid(self, module: str, name: str) -> int:
        """Return the course module of an activity, by the name the seed gave it."""
        instance = self.row(module, {"name": f"{self.twin.word} {self.twin.secret} {name}"})["id"]
        moduleid = _modules(self.database)[module]
        return int(self.row("course_modules", {"module": moduleid, "instance": instance})["id"])

    def contextid(self, level: int, instanceid: int) -> int:
        return int(self.row("context", {"contextlevel": level, "instanceid": instanceid})["id"])


@cache
def _rows(database: Database, table: str, first: int) -> Sequence[Mapping[str, Any]]:
    return database.table(table, where=f"id > {first} AND id < {first + RANGE}")


@cache
def _modules(database: Database) -> Mapping[str, int]:
    return {row["name"]: row["id"] for row in database.table("modules")}


def _fits(row: Mapping[str, Any], where: Mapping[str, Any]) -> bool:
    return all(row[name] == value for name, value in where.items())
