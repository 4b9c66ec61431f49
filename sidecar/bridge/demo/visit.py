"""A person at work on the campus: who they are, and what they may see."""

from __future__ import annotations

from dataclasses import dataclass

from sidecar.bridge.demo.store import CampusStore, Row
from sidecar.bridge.errors import BridgeError

STUDENT_MAY = frozenset({"mod/forum:startdiscussion"})
TEACHER_MAY = frozenset({"mod/assign:grade", "mod/forum:startdiscussion", "moodle/course:viewparticipants"})


def course_refused(reason: str) -> BridgeError:
    return BridgeError("course_refused", "This connection is limited to other courses.", {"reason": reason})


class AccessDeniedError(Exception):
    """Moodle's own access check said no; ``errorcode`` is Moodle's word for it."""

    exception = "required_capability_exception"

    def __init__(self, errorcode: str, message: str) -> None:
        super().__init__(message)
        self.errorcode = errorcode


class FunctionError(Exception):
    """The function could not do what it was asked; ``exception`` and ``errorcode`` are Moodle's."""

    def __init__(self, exception: str, errorcode: str, message: str) -> None:
        super().__init__(message)
        self.exception = exception
        self.errorcode = errorcode


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """What a function works on: the campus as one person meets it, in ``courses`` or, with ``None``, in all."""

    store: CampusStore
    person: Row
    now: int
    wwwroot: str
    courses: frozenset[int] | None = None

    @property
    def userid(self) -> int:
        return int(self.person["id"])

    def admits(self, courseid: int) -> bool:
        """Return whether the visit may go into the course, as far as its connection is concerned."""
        return self.courses is None or courseid in self.courses

    def sees_all(self) -> bool:
        """Return whether every course is open to the person."""
        return bool(self.person["manager"] or self.person["siteadmin"])

    def role_in(self, courseid: int) -> str | None:
        role = self.store.value("SELECT role FROM enrolment WHERE courseid = ? AND userid = ?", courseid, self.userid)
        return None if role is None else str(role)

    def can(self, capability: str, courseid: int) -> bool:
        role = self.role_in(courseid)
        if self.sees_all() or role == "editingteacher":
            return capability in TEACHER_MAY
        return role == "student" and capability in STUDENT_MAY

    def require_course(self, courseid: int) -> Row:
        """Return a course the person may enter."""
        if not self.admits(courseid):
            raise course_refused("course_entered")
        course = self.store.row("SELECT * FROM course WHERE id = ?", courseid)
        if course is None:
            raise FunctionError("dml_missing_record_exception", "invalidrecord", "There is no such course.")
        if not self.sees_all() and self.role_in(courseid) is None:
            raise AccessDeniedError("requireloginerror", "This course is not open to the person.")
        return course

    def require_capability(self, capability: str, courseid: int) -> None:
        if not self.can(capability, courseid):
            raise AccessDeniedError("nopermissions", f"The person lacks {capability} there.")
