"""Who and what is on a new campus."""

from sidecar.bridge.demo.population.courses import create_courses
from sidecar.bridge.demo.population.people import create_people
from sidecar.bridge.demo.store import CampusStore


def populate(store: CampusStore, now: int) -> None:
    """Fill an empty campus; the same rows each time but for the dates."""
    students = create_people(store)
    create_courses(store, students, now)
