"""Where a browser may be sent: to an address of the client's own, spelled as it was registered."""

from __future__ import annotations

import pytest

from tests.campus import Campus
from tests.contract.asking_clients import Clients, is_page
from tests.contract.oauth import OAuthClient
from tests.contract.walker import Walker, location_of, returned


@pytest.fixture(scope="module")
async def clients(running_campus: Campus) -> Clients:
    return await Clients.of(running_campus)


OTHER_ADDRESSES = {
    "another path": "https://assistant.example.com/other",
    "a longer path": "https://assistant.example.com/callback/more",
    "a trailing slash": "https://assistant.example.com/callback/",
    "another case of the path": "https://assistant.example.com/Callback",
    "another case of the host": "https://ASSISTANT.example.com/callback",
    "an encoded letter": "https://assistant.example.com/%63allback",
    "an encoded dot": "https://assistant.example.com/%2e%2e/callback",
    "dot segments": "https://assistant.example.com/x/../callback",
    "a query": "https://assistant.example.com/callback?next=https://evil.example",
    "the standard port": "https://assistant.example.com:443/callback",
    "a user name": "https://assistant.example.com@evil.example/callback",
    "a user name before the host": "https://me@assistant.example.com/callback",
    "a fragment": "https://assistant.example.com/callback#x",
    "an empty fragment": "https://assistant.example.com/callback#",
    "a backslash": "https://assistant.example.com\\@evil.example/callback",
    "a tab": "https://assistant.example.com/\tcallback",
    "a line feed": "https://assistant.example.com/callback\n",
    "a space": " https://assistant.example.com/callback",
    "a letter that looks alike": "https://аssistant.example.com/callback",
    "its punycode": "https://xn--ssistant-4jg.example.com/callback",
    "a host below another": "https://assistant.example.com.evil.example/callback",
    "http": "http://assistant.example.com/callback",
    "a scheme-relative address": "//assistant.example.com/callback",
    "a script": "javascript:alert(1)",
    "another host": "https://evil.example/callback",
    "localhost in front": "http://localhost.evil.com/callback",
    "127.0.0.1 in front": "http://127.0.0.1.evil.com/callback",
    "none": "",
}


@pytest.mark.parametrize("redirect_uri", OTHER_ADDRESSES.values(), ids=OTHER_ADDRESSES.keys())
@pytest.mark.threat(11, 18)
async def test_an_address_that_differs_in_the_least_gets_a_page(clients: Clients, redirect_uri: str) -> None:
    for client in (clients.entered, clients.unvetted):
        assert is_page(await client.ask(redirect_uri=redirect_uri))


@pytest.mark.threat(11, 18)
@pytest.mark.parametrize(
    "doubled", ["redirect_uri=https%3A%2F%2Fevil.example%2F", "client_id=another", "state=another"]
)
async def test_a_second_address_identity_or_state_gets_a_page(campus: Campus, clients: Clients, doubled: str) -> None:
    for client in (clients.entered, clients.unvetted):
        async with Walker(campus) as walker:
            assert is_page(await walker.get(f"{client.authorization_url()}&{doubled}"))


@pytest.mark.threat(18)
@pytest.mark.parametrize("client_id", ["nobody", "https://evil.example/client.json", "x" * 3000, ""])
async def test_an_unknown_client_gets_a_page(clients: Clients, client_id: str) -> None:
    assert is_page(await clients.unvetted.ask(client_id=client_id, redirect_uri="https://evil.example/"))


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
@pytest.mark.threat(12)
async def test_a_client_on_the_persons_own_machine_comes_back_on_any_port(campus: Campus, host: str) -> None:
    client = await OAuthClient.newly_registered(campus, redirect_uri=f"http://{host}/cb")
    chosen = f"http://{host}:53412/cb"
    async with Walker(campus) as walker:
        page = await walker.open(client.authorization_url(redirect_uri=chosen))
        page = await walker.log_in(page, campus.people["prof.smith"])
        back = await walker.arrive(await walker.decide(page))
    assert location_of(back).startswith(f"{chosen}?code=")
    assert "any program on this computer" in page.text.lower() or host in page.text
    redeemed = await client.redeem(returned(back)["code"], redirect_uri=chosen)
    assert redeemed.status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
@pytest.mark.threat(11, 12)
async def test_its_path_and_host_have_to_be_exact(campus: Campus, host: str) -> None:
    client = await OAuthClient.newly_registered(campus, redirect_uri=f"http://{host}/cb")
    others = {"127.0.0.1", "[::1]", "localhost", "127.0.0.2", "10.0.0.5", f"{host}.evil.com"} - {host}
    for wrong in (f"http://{host}:53412/cb/", f"http://{host}:53412/other", f"https://{host}:53412/cb"):
        assert is_page(await client.ask(redirect_uri=wrong))
    for other in others:
        assert is_page(await client.ask(redirect_uri=f"http://{other}:53412/cb"))
