"""One site for all tests that leave it as they found it; a new one for those that don't."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator

import pytest

from tests.clients.conftest import node_packages as node_packages
from tests.moodle.bridge_connect import connect_at_the_bridge
from tests.moodle.bridge_connection import BridgeConnection
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.campus import MoodleCampus
from tests.moodle.client_command import ClientCommand
from tests.moodle.programs import MoodleUnavailable, Programs
from tests.moodle.sealed_record import SealedRecord
from tests.moodle.site import MoodleSite
from tests.moodle.webhook_bridge import WebhookBridge
from tests.moodle.webhook_command import WebhookCommand


@pytest.fixture(scope="session")
def programs() -> Programs:
    try:
        return Programs.find()
    except MoodleUnavailable as missing:
        pytest.skip(f"a real Moodle: {missing}")


@pytest.fixture(scope="session")
def campus(programs: Programs) -> Iterator[MoodleCampus]:
    with MoodleCampus(probe=True) as running:
        yield running


@pytest.fixture(scope="session")
def door(campus: MoodleCampus) -> BridgeDoor:
    return BridgeDoor.of(campus.site)


@pytest.fixture(scope="session")
def connect(campus: MoodleCampus) -> Callable[..., BridgeConnection]:
    """Connects people at the bridge, each time anew."""
    return functools.partial(connect_at_the_bridge, campus)


@pytest.fixture(scope="module")
def clients(campus: MoodleCampus) -> Iterator[ClientCommand]:
    """The command for clients; what was made with it is deleted after the module."""
    command = ClientCommand(site=campus.site)
    yield command
    command.delete_all()


@pytest.fixture(scope="module")
def webhook_bridge(campus: MoodleCampus, door: BridgeDoor) -> Iterator[WebhookBridge]:
    """Takes what is to be delivered in the place of the sidecar, which sleeps meanwhile."""
    campus.sidecar.stop()
    yield WebhookBridge(door=door)
    campus.sidecar.start()


@pytest.fixture
def webhooks(campus: MoodleCampus, webhook_bridge: WebhookBridge) -> Iterator[WebhookCommand]:
    """The command for the webhook; its endpoints are deleted after the test."""
    command = WebhookCommand(site=campus.site)
    yield command
    command.delete_all()


@pytest.fixture(scope="module")
def ana(connect: Callable[..., BridgeConnection]) -> BridgeConnection:
    """The connection of a student."""
    return connect("ana.lima")


@pytest.fixture(scope="module")
def smith(connect: Callable[..., BridgeConnection], campus: MoodleCampus) -> BridgeConnection:
    """The connection of a teacher, on a site whose admin listed the functions of the probe."""
    campus.list_functions("local_mcpprobe")
    return connect("prof.smith")


@pytest.fixture(scope="module")
def site(programs: Programs) -> Iterator[MoodleSite]:
    """A site of the module's own, without a sidecar that works beside the tests."""
    with MoodleSite() as running:
        yield running


@pytest.fixture
def record(site: MoodleSite) -> SealedRecord:
    """An empty record."""
    record = SealedRecord(site=site)
    record.empty()
    return record


@pytest.fixture(scope="session")
def stock_site(programs: Programs) -> Iterator[MoodleSite]:
    """A site that never had the plugin; tests may not install it."""
    with MoodleSite(plugin=False) as running:
        yield running


@pytest.fixture
def new_site(programs: Programs) -> Iterator[Callable[..., MoodleSite]]:
    """Boots sites of one's own, ended with the test."""
    booted: list[MoodleSite] = []

    def boot(*, plugin: bool = True) -> MoodleSite:
        booted.append(MoodleSite(plugin=plugin))
        return booted[-1]

    yield boot
    for site in booted:
        site.close()
