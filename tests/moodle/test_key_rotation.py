"""Keys change while two sidecars serve, restarted one after the other, and nobody notices."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.contract.endings import GOOD
from tests.contract.oauth import OAuthClient, error_of
from tests.contract.walker import Walker, location_of, returned
from tests.moodle.campus import MoodleCampus
from tests.moodle.programs import Programs
from tests.moodle.two_sidecars import Node, Nodes, configure_as, two_sidecars

COMMAND = "local/mcpgate/cli/sidecar.php"
UNKNOWN = (401, "token_unknown")
PERSON = "prof.smith"


@pytest.fixture(scope="module")
def own_campus(programs: Programs) -> Iterator[MoodleCampus]:
    """A site of its own: what happens to its keys would end the connections of other tests."""
    with MoodleCampus() as running:
        yield running


@pytest.fixture(scope="module")
def nodes(own_campus: MoodleCampus, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with two_sidecars(own_campus, tmp_path_factory.mktemp("second")) as running:
        yield running


@dataclass(kw_only=True)
class Session:
    """What a client and a browser do all the time, each step at another sidecar than the one before."""

    campus: MoodleCampus
    client: OAuthClient
    tokens: dict[str, Any]

    @classmethod
    async def begun(cls, campus: MoodleCampus) -> Session:
        client = await OAuthClient.newly_registered(campus)
        return cls(campus=campus, client=client, tokens=await client.tokens(PERSON))

    async def goes_on(self, nodes: Nodes) -> None:
        """Use, refresh and connect, in both directions."""
        for here, there in (nodes, nodes[::-1]):
            assert await here.call(self.tokens["access_token"]) == GOOD
            self.tokens = await _refreshed(here, self.client, self.tokens)
            assert await there.call(self.tokens["access_token"]) == GOOD
            self.tokens = await _refreshed(there, self.client, self.tokens)
            assert await here.call(self.tokens["access_token"]) == GOOD
            tokens = await self.connect(here, there)
            assert await here.call(tokens["access_token"]) == GOOD

    async def connect(self, here: Node, there: Node) -> dict[str, Any]:
        """Ask here, come back there, and redeem here what there gave out."""
        asked = await here.get(self.client.authorization_url())
        cookie = asked.headers["set-cookie"].partition(";")[0]
        async with Walker(self.campus) as walker:
            page = await walker.log_in(await walker.open(location_of(asked)), self.campus.people[PERSON])
            back = location_of(await walker.decide(page))
        code = returned(await there.get(back, Cookie=cookie))["code"]
        answer = await here.redeem(self.client, code)
        assert answer.status_code == 200, answer.text
        tokens: dict[str, Any] = answer.json()
        return tokens


async def _refreshed(node: Node, client: OAuthClient, tokens: dict[str, Any]) -> dict[str, Any]:
    answer = await node.refresh(client, tokens["refresh_token"])
    assert answer.status_code == 200, answer.text
    fresh: dict[str, Any] = answer.json()
    return fresh


def restarted(nodes: Nodes) -> Iterator[Node]:
    """Give each sidecar the new file and restart it, the next only when the last is back."""
    for number, node in enumerate(nodes):
        node.process.stop()
        configure_as(node.process, f"node-{number}")
        node.process.start()
        yield node


def ring(campus: MoodleCampus, name: str, *options: str) -> list[str]:
    """Run the plugin's command; return the ring as the next sidecar would hear of it."""
    config = tomllib.loads(campus.site.installation.run(COMMAND, *options))
    keys: list[str] = config[name]["keys"]
    return keys


@pytest.fixture
async def session(own_campus: MoodleCampus, nodes: Nodes) -> Session:
    begun = await Session.begun(own_campus)
    await begun.goes_on(nodes)
    return begun


@pytest.mark.threat(103)
async def test_token_keys_change_without_a_gap_and_the_old_key_can_be_dropped(
    own_campus: MoodleCampus, nodes: Nodes, session: Session
) -> None:
    (old,) = ring(own_campus, "tokens")
    left_alone = await session.connect(*nodes)
    for option in ("--announce=tokens", "--rotate=tokens"):
        ring(own_campus, "tokens", option)
        await session.goes_on(nodes)
        for _ in restarted(nodes):
            await session.goes_on(nodes)
    new, kept = ring(own_campus, "tokens")
    assert kept == old
    assert [await node.call(left_alone["access_token"]) for node in nodes] == [GOOD] * 2
    assert ring(own_campus, "tokens", "--drop-old=tokens") == [new]
    for node in restarted(nodes):
        assert await node.call(left_alone["access_token"]) == UNKNOWN
        assert error_of(await node.refresh(session.client, left_alone["refresh_token"])) == (400, "invalid_grant")
        await session.goes_on(nodes)


@pytest.mark.threat(103)
async def test_a_stolen_token_key_is_taken_out_at_once_with_all_it_made(
    own_campus: MoodleCampus, nodes: Nodes, session: Session
) -> None:
    before = ring(own_campus, "tokens")
    (only,) = ring(own_campus, "tokens", "--rotate=tokens", "--drop-old=tokens")
    assert only not in before
    for node in restarted(nodes):
        assert await node.call(session.tokens["access_token"]) == UNKNOWN
        assert error_of(await node.refresh(session.client, session.tokens["refresh_token"])) == (400, "invalid_grant")
    await (await Session.begun(own_campus)).goes_on(nodes)


@pytest.mark.threat(103)
async def test_bridge_keys_change_without_a_gap_and_a_sidecar_with_the_dropped_key_is_out(
    own_campus: MoodleCampus, nodes: Nodes, session: Session
) -> None:
    (old,) = ring(own_campus, "bridge")
    new, kept = ring(own_campus, "bridge", "--rotate")
    assert kept == old
    restarts = restarted(nodes)
    await session.goes_on(nodes)
    next(restarts)
    await session.goes_on(nodes)
    assert ring(own_campus, "bridge", "--drop-old") == [new]
    assert await nodes[0].call(session.tokens["access_token"]) == GOOD
    _, refused = await nodes[1].call(session.tokens["access_token"])
    assert refused == "bridge_key_refused"
    next(restarts)
    await session.goes_on(nodes)


@pytest.mark.threat(103)
def test_a_ring_holds_no_more_keys_than_a_sidecar_takes_and_always_the_one_in_use(own_campus: MoodleCampus) -> None:
    first = ring(own_campus, "tokens")[0]
    for _ in range(5):
        announced = ring(own_campus, "tokens", "--announce=tokens")
        assert announced[0] == first
        assert len(set(announced)) == len(announced) <= 4
        rotated = ring(own_campus, "tokens", "--rotate=tokens")
        assert rotated[:2] == [announced[-1].removeprefix("next-"), first]
        first = rotated[0]
    announced = ring(own_campus, "tokens", "--announce=tokens")
    assert ring(own_campus, "tokens", "--drop-old=tokens") == [announced[0], announced[-1]]
