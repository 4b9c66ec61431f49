"""Each test of this suite runs on both campuses, or says why it could not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.campus import Campus
from tests.contract.connecting import Connector
from tests.contract.demo_campus import DemoProcess
from tests.moodle.campus import MoodleCampus
from tests.moodle.programs import MoodleUnavailable, Programs


@pytest.fixture(scope="session", params=["demo", "moodle"])
def running_campus(request: pytest.FixtureRequest) -> Iterator[Campus]:
    """One campus for the whole session: booting a real one takes a while."""
    if request.param == "moodle":
        try:
            Programs.find()
        except MoodleUnavailable as missing:
            pytest.skip(f"a real Moodle: {missing}")
    kinds: dict[str, type[Campus]] = {"demo": DemoProcess, "moodle": MoodleCampus}
    with kinds[request.param]() as campus:
        yield campus


@pytest.fixture(scope="session")
def connector(running_campus: Campus) -> Connector:
    return Connector(running_campus)


@pytest.fixture
def campus(running_campus: Campus) -> Campus:
    """A read-only, switched-on campus; a test that changes that uses ``changed``."""
    return running_campus


@pytest.fixture(params=["legacy", "auto"], ids=["legacy", "modern"])
def era(request: pytest.FixtureRequest) -> str:
    """The mode of the Python SDK's client: with the old handshake, or without any."""
    mode: str = request.param
    return mode
