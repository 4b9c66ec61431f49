"""The people of a new campus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sidecar.bridge.demo.passwords import hash_password
from sidecar.bridge.demo.store import CampusStore

STUDENTS = 6077
_FIRST = ("Aiko", "Benedita", "Caio", "Emre", "Fatou", "Hana", "Ines", "Jamal", "Katya", "Noor", "Priya", "Rafa")
_LAST = ("Almeida", "Bauer", "Castro", "Dubois", "Evans", "Haddad", "Ito", "Jensen", "Lopes", "Novak", "Okafor")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resident:
    """Somebody with a password; ``part`` says for whom they are of use."""

    username: str
    firstname: str
    lastname: str
    part: str
    password: str = "Campus.2026!"  # noqa: S105 - printed at every start of the demo
    mayconnect: bool = True
    siteadmin: bool = False
    manager: bool = False
    guest: bool = False
    student: bool = False


RESIDENTS = (
    Resident(username="prof.smith", firstname="Jordan", lastname="Smith", part="teaches Project Management"),
    Resident(username="prof.jones", firstname="Casey", lastname="Jones", part="teaches Data Analysis"),
    Resident(username="ana.lima", firstname="Ana", lastname="Lima", part="student", student=True),
    Resident(username="coord.edu", firstname="Renata", lastname="Prado", part="manager", manager=True),
    Resident(
        username="vic.visitor", firstname="Vic", lastname="Visitor", part="may not connect assistants", mayconnect=False
    ),
    Resident(
        username="admin.it", firstname="Alex", lastname="Admin", part="site administrator: refused", siteadmin=True
    ),
    Resident(
        username="guest",
        firstname="Guest",
        lastname="Visitor",
        part="guest: refused",
        password="guest",  # noqa: S106 - the guest's is no secret
        guest=True,
        mayconnect=False,
    ),
)


def create_people(store: CampusStore) -> list[int]:
    """Make every account; return the ids of the students, those known by name first."""
    named = [_create(store, resident) for resident in RESIDENTS if resident.student]
    for resident in RESIDENTS:
        if not resident.student:
            _create(store, resident)
    columns = ("username", "firstname", "lastname", "email")
    store.insert_many("user", columns, _many(len(named) + 1))
    many = store.rows("SELECT id FROM user WHERE password IS NULL ORDER BY id")
    return named + [row["id"] for row in many]


def _create(store: CampusStore, resident: Resident) -> int:
    return store.insert(
        "user",
        {
            "username": resident.username,
            "password": hash_password(resident.password),
            "firstname": resident.firstname,
            "lastname": resident.lastname,
            "email": f"{resident.username}@campus.example",
            "guest": resident.guest,
            "siteadmin": resident.siteadmin,
            "manager": resident.manager,
            "mayconnect": resident.mayconnect,
        },
    )


def _many(first: int) -> Iterator[tuple[str, str, str, str]]:
    for number in range(first, STUDENTS + 1):
        username = f"student{number:04d}"
        lastname = _LAST[number // len(_FIRST) % len(_LAST)]
        yield username, _FIRST[number % len(_FIRST)], lastname, f"{username}@campus.example"
