"""Who may no longer use the site: no code, no tokens, and the next call is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx2
import pytest

from tests.campus import Campus
from tests.contract.changes import until
from tests.contract.endings import GOOD, call_with
from tests.contract.oauth import OAuthClient, error_of
from tests.contract.walker import Walker, asks_for_consent, location_of, returned

PERSON = "ana.lima"


@dataclass(frozen=True, kw_only=True)
class Loss:
    """Something that takes from a person what they need, the code it is refused with, and how it is undone.

    One that ``waits`` is over once the person does what Moodle asks: their tokens are kept for them, unused.
    One that ``ends`` connections leaves them ended when it is undone.
    """

    code: str
    happens: Callable[[Campus], None]
    undone: Callable[[Campus], None]
    waits: bool = False
    ends: bool = False


LOSSES = {
    "suspended": Loss(
        code="connection_revoked",
        happens=lambda campus: campus.suspend(PERSON),
        undone=lambda campus: campus.restore(PERSON),
        ends=True,
    ),
    "deleted": Loss(
        code="user_deleted",
        happens=lambda campus: campus.set_deleted(PERSON, deleted=True),
        undone=lambda campus: campus.set_deleted(PERSON, deleted=False),
    ),
    "without the capability": Loss(
        code="capability_missing",
        happens=lambda campus: campus.withdraw_capability(PERSON),
        undone=lambda campus: campus.grant_capability(PERSON),
    ),
    "told to change the password": Loss(
        code="password_change_required",
        happens=lambda campus: campus.force_password_change(PERSON, forced=True),
        undone=lambda campus: campus.force_password_change(PERSON, forced=False),
        waits=True,
    ),
}


@pytest.fixture(params=LOSSES.values(), ids=list(LOSSES))
def loss(request: pytest.FixtureRequest, campus: Campus) -> Iterator[Loss]:
    """A loss that has not happened yet; it is undone when the test is over."""
    yield request.param
    request.param.undone(campus)


@pytest.fixture
async def client(campus: Campus) -> OAuthClient:
    return await OAuthClient.registered(campus)


async def buys_nothing_of_use(campus: Campus, loss: Loss, answer: httpx2.Response) -> None:
    if loss.waits:
        assert answer.status_code == 200
        assert (await call_with(campus, answer.json()["access_token"]))[1] == loss.code
    else:
        assert error_of(answer) == (400, "invalid_grant")


@pytest.mark.threat(29)
async def test_the_next_call_is_refused_until_the_loss_is_undone_or_for_good(
    campus: Campus, client: OAuthClient, loss: Loss
) -> None:
    tokens = await client.tokens(PERSON)
    assert await call_with(campus, tokens["access_token"]) == GOOD
    loss.happens(campus)
    status, code = await call_with(campus, tokens["access_token"])
    assert (code, status < 500) == (loss.code, True)
    loss.undone(campus)

    async def works_again() -> bool:
        return await call_with(campus, tokens["access_token"]) == GOOD

    if loss.ends:
        assert error_of(await client.refresh(tokens["refresh_token"])) == (400, "invalid_grant")
        assert not await works_again()
    else:
        await until(works_again)


@pytest.mark.threat(29)
async def test_a_refresh_buys_nothing_of_use_meanwhile(campus: Campus, client: OAuthClient, loss: Loss) -> None:
    tokens = await client.tokens(PERSON)
    loss.happens(campus)
    await buys_nothing_of_use(campus, loss, await client.refresh(tokens["refresh_token"]))


@pytest.mark.threat(29)
async def test_a_code_buys_nothing_of_use_meanwhile(campus: Campus, client: OAuthClient, loss: Loss) -> None:
    code = await client.authorize(PERSON)
    loss.happens(campus)
    await buys_nothing_of_use(campus, loss, await client.redeem(code))


@pytest.mark.threat(29)
async def test_whoever_sits_at_the_consent_page_already_cannot_say_yes(
    campus: Campus, client: OAuthClient, loss: Loss
) -> None:
    before = [connection.id for connection in campus.connections(PERSON)]
    async with Walker(campus) as walker:
        page = await walker.log_in(await walker.open(client.authorization_url()), campus.people[PERSON])
        assert asks_for_consent(page)
        loss.happens(campus)
        arrived = await walker.arrive(await walker.decide(page))
    assert "code" not in returned(arrived)
    assert [connection.id for connection in campus.connections(PERSON)] == before


@pytest.mark.threat(29)
async def test_whoever_logs_in_now_is_not_asked(campus: Campus, client: OAuthClient, loss: Loss) -> None:
    loss.happens(campus)
    async with Walker(campus) as walker:
        page = await walker.log_in(await walker.open(client.authorization_url()), campus.people[PERSON])
    assert not location_of(page)
    assert not asks_for_consent(page)


@pytest.mark.threat(29)
async def test_a_guest_is_not_asked(campus: Campus, client: OAuthClient) -> None:
    guest = campus.open_to_guests()
    async with Walker(campus) as walker:
        page = await walker.log_in(await walker.open(client.authorization_url()), guest)
    assert "user_guest" in page.text
    assert not asks_for_consent(page)
