"""What the courses of a new campus consist of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sidecar.bridge.demo.population.people import STUDENTS


@dataclass(frozen=True, kw_only=True, slots=True)
class Activity:
    modname: Literal["assign", "forum", "page"]
    name: str
    intro: str
    due_in_days: int = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    name: str
    summary: str = ""
    activities: tuple[Activity, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    shortname: str
    fullname: str
    summary: str
    teacher: str
    students: int
    sections: tuple[Section, ...]


PROJECT_MANAGEMENT = Course(
    shortname="PM101",
    fullname="Project Management",
    summary="<p>From a first idea to a project that ends on time.</p>",
    teacher="prof.smith",
    students=STUDENTS,
    sections=(
        Section(
            name="General",
            activities=(
                Activity(modname="forum", name="Announcements", intro="<p>News about the course.</p>"),
                Activity(modname="forum", name="Questions and answers", intro="<p>Ask each other first.</p>"),
            ),
        ),
        Section(
            name="Scope",
            summary="<p>What belongs to a project, and what does not.</p>",
            activities=(
                Activity(modname="page", name="Reading: the project charter", intro="<p>Ten pages on charters.</p>"),
                Activity(modname="assign", name="Project charter", intro="<p>Write one page.</p>", due_in_days=-20),
            ),
        ),
        Section(
            name="Time and money",
            activities=(
                Activity(modname="page", name="Reading: estimates", intro="<p>Why estimates come true so seldom.</p>"),
                Activity(modname="assign", name="Work breakdown", intro="<p>A tree of tasks.</p>", due_in_days=-6),
            ),
        ),
        Section(
            name="Final project",
            summary="<p>Plan a project of your own.</p>",
            activities=(Activity(modname="assign", name="Final project", intro="<p>Hand in your project plan.</p>"),),
        ),
    ),
)

DATA_ANALYSIS = Course(
    shortname="DA201",
    fullname="Data Analysis",
    summary="<p>Questions, data, and honest answers.</p>",
    teacher="prof.jones",
    students=180,
    sections=(
        Section(
            name="General",
            activities=(Activity(modname="forum", name="Data forum", intro="<p>All about the data.</p>"),),
        ),
        Section(
            name="Distributions",
            activities=(
                Activity(modname="page", name="Lesson 1: averages", intro="<p>Mean, median and when to use which.</p>"),
                Activity(modname="assign", name="Describe a data set", intro="<p>Two charts, one page.</p>"),
            ),
        ),
    ),
)

COURSES = (PROJECT_MANAGEMENT, DATA_ANALYSIS)
