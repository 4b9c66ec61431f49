"""The authorization endpoint: who may ask, for what, and where the browser goes."""

from __future__ import annotations

import pytest

from sidecar.bridge.demo.consent import read_pending
from tests.python.authorization_server.world import CHALLENGE, ORIGIN, REDIRECT_URI, World, query


async def test_a_sound_request_is_stored_and_the_browser_sent_to_the_consent_page(world: World) -> None:
    client_id = (await world.register())["client_id"]
    answer = await world.authorize(client_id, state="a state & more", prompt="consent unknown", scope="api.read openid")
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert location.startswith(f"{ORIGIN}/local/mcpgate/authorize.php?request=")
    pending = read_pending(world.campus, query(location)["request"])
    assert pending is not None
    assert (pending["redirecturi"], pending["codechallenge"]) == (REDIRECT_URI, CHALLENGE)
    assert (pending["state"], pending["scopes"]) == ("a state & more", "api.read")
    assert (pending["resource"], pending["clientip"]) == (f"{ORIGIN}/mcp", "203.0.113.9")
    assert world.wire.asked[-1][1]["prompt"] == "consent"


async def test_the_cookie_is_for_this_host_only_and_binds_parallel_flows(world: World) -> None:
    client_id = (await world.register())["client_id"]
    first = await world.authorize(client_id)
    second = await world.authorize(client_id)
    attributes = {part.strip().lower() for part in first.headers["set-cookie"].split(";")[1:]}
    assert first.headers["set-cookie"].startswith("__Host-mcpgate-browser=")
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
    assert not any(attribute.startswith("domain") for attribute in attributes)
    for redirect in (second, first):
        returned = await world.browser.get(world.answer_consent(redirect))
        assert "code" in query(returned.headers["location"])


async def test_nothing_of_the_answer_is_kept_or_told_to_the_next_site(world: World) -> None:
    answer = await world.authorize((await world.register())["client_id"])
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    "redirect_uri",
    [
        None,
        "https://assistant.example.com/callback/",
        "https://assistant.example.com/Callback",
        "https://ASSISTANT.example.com/callback",
        "https://assistant.example.com:443/callback",
        "https://assistant.example.com/callback?x=1",
        "https://assistant.example.com/callback#x",
        "https://assistant.example.com/x/../callback",
        "https://assistant.example.com/%63allback",
        "https://me@assistant.example.com/callback",
        "https://assistant.example.com\\@evil.example/callback",
        "https://assistant.example.com/callback\n",
        "https://evil.example/callback",
        "javascript:alert(1)",
    ],
)
@pytest.mark.threat(11, 18)
async def test_another_redirect_uri_gets_a_page_and_no_redirect(world: World, redirect_uri: str | None) -> None:
    for client_id in (world.preregister(), (await world.register())["client_id"]):
        answer = await world.authorize(client_id, redirect_uri=redirect_uri)
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert answer.headers["content-type"].startswith("text/html")
    assert "request.create" not in world.wire.operations()


@pytest.mark.threat(18)
async def test_an_unknown_client_gets_a_page_and_no_redirect(world: World) -> None:
    for client_id in ("nobody", "http://evil.example/client.json", "x" * 3000, ""):
        answer = await world.authorize(client_id)
        assert answer.status_code == 400
        assert "location" not in answer.headers


@pytest.mark.threat(12)
async def test_a_native_client_comes_back_on_the_port_it_listens_on(world: World) -> None:
    client_id = (await world.register(redirect_uris=["http://127.0.0.1/callback"]))["client_id"]
    chosen = "http://127.0.0.1:53412/callback"
    location = world.answer_consent(await world.authorize(client_id, redirect_uri=chosen))
    returned = await world.browser.get(location)
    assert returned.headers["location"].startswith(f"{chosen}?code=")
    refused = await world.authorize(client_id, redirect_uri="http://127.0.0.1:53412/other")
    assert (refused.status_code, "location" in refused.headers) == (400, False)


BAD_REQUESTS: list[tuple[dict[str, str | None], str]] = [
    ({"code_challenge": None}, "invalid_request"),
    ({"code_challenge_method": None}, "invalid_request"),
    ({"code_challenge_method": "plain"}, "invalid_request"),
    ({"code_challenge_method": "s256"}, "invalid_request"),
    ({"code_challenge_method": "S256 "}, "invalid_request"),
    ({"code_challenge": CHALLENGE[:-1]}, "invalid_request"),
    ({"code_challenge": CHALLENGE + "A"}, "invalid_request"),
    ({"code_challenge": CHALLENGE + "="}, "invalid_request"),
    ({"code_challenge": "a" * 129}, "invalid_request"),
    ({"code_challenge": CHALLENGE[:-1] + "+"}, "invalid_request"),
    ({"code_challenge": CHALLENGE[:-1] + "~"}, "invalid_request"),
    ({"response_type": None}, "invalid_request"),
    ({"response_type": "token"}, "unsupported_response_type"),
    ({"response_type": "code token"}, "unsupported_response_type"),
    ({"response_type": "none"}, "unsupported_response_type"),
    ({"response_mode": "fragment"}, "invalid_request"),
    ({"response_mode": "form_post"}, "invalid_request"),
    ({"response_mode": "web_message"}, "invalid_request"),
    ({"resource": "https://evil.example/mcp"}, "invalid_target"),
    ({"resource": f"{ORIGIN}/mcp#x"}, "invalid_target"),
    ({"resource": f"{ORIGIN}/mcp?x"}, "invalid_target"),
    ({"resource": f"{ORIGIN}/MCP"}, "invalid_target"),
    ({"resource": ORIGIN}, "invalid_target"),
    ({"resource": "https://me@moodle.example.edu/mcp"}, "invalid_target"),
    ({"prompt": "none"}, "interaction_required"),
    ({"prompt": "none consent"}, "interaction_required"),
]


@pytest.mark.parametrize(("changes", "error"), BAD_REQUESTS)
@pytest.mark.threat(6, 7, 8, 14, 15, 17, 19, 30)
async def test_a_client_an_admin_vetted_is_told_what_is_wrong_and_by_whom(
    world: World, changes: dict[str, str | None], error: str
) -> None:
    answer = await world.authorize(world.preregister(), **changes)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{REDIRECT_URI}?")
    told = query(answer.headers["location"])
    assert (told["error"], told["state"], told["iss"]) == (error, "a state", ORIGIN)
    assert "request.create" not in world.wire.operations()


@pytest.mark.parametrize(("changes", "error"), BAD_REQUESTS)
@pytest.mark.threat(6, 7, 8, 14, 15, 18, 19, 30)
async def test_a_client_that_registered_itself_cannot_have_a_browser_bounced(
    world: World, changes: dict[str, str | None], error: str
) -> None:
    del error
    answer = await world.authorize((await world.register())["client_id"], **changes)
    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert "request.create" not in world.wire.operations()


@pytest.mark.parametrize(
    "resource", [f"{ORIGIN}/mcp/", "HTTPS://Moodle.Example.EDU/mcp", f"{ORIGIN}:443/mcp", "", None]
)
@pytest.mark.threat(30)
async def test_equivalent_spellings_of_the_resource_become_the_canonical_one(
    world: World, resource: str | None
) -> None:
    answer = await world.authorize(world.preregister(), resource=resource)
    assert answer.headers["location"].startswith(f"{ORIGIN}/local/")
    assert world.wire.asked[-1][1]["resource"] == f"{ORIGIN}/mcp"


@pytest.mark.parametrize("doubled", ["client_id=x", "redirect_uri=https%3A%2F%2Fevil.example%2F", "state=x"])
@pytest.mark.threat(11, 18)
async def test_a_repeated_identity_or_address_gets_a_page(world: World, doubled: str) -> None:
    url = (await world.authorize(world.preregister())).request.url
    answer = await world.browser.get(f"{url}&{doubled}")
    assert (answer.status_code, "location" in answer.headers) == (400, False)


@pytest.mark.parametrize(
    "doubled", ["scope=a&scope=b", "code_challenge=x", "response_type=code", "unknown=1&unknown=2"]
)
async def test_any_other_repeated_parameter_is_an_error_to_the_client(world: World, doubled: str) -> None:
    url = (await world.authorize(world.preregister())).request.url
    answer = await world.browser.get(f"{url}&{doubled}")
    assert query(answer.headers["location"])["error"] == "invalid_request"


@pytest.mark.threat(30)
async def test_two_resources_are_one_too_many(world: World) -> None:
    url = (await world.authorize(world.preregister(), resource=f"{ORIGIN}/mcp")).request.url
    answer = await world.browser.get(f"{url}&resource=https%3A%2F%2Fevil.example%2Fmcp")
    assert query(answer.headers["location"])["error"] == "invalid_target"


@pytest.mark.parametrize(
    ("mode", "asked", "stored"),
    [
        ("read", None, "api.read"),
        ("read", "", "api.read"),
        ("read", "api.write", "api.read"),
        ("read", "api.read api.write offline_access", "api.read"),
        ("write", None, "api.read"),
        ("write", "openid profile", "api.read"),
        ("write", "api.write", "api.read api.write"),
        ("write", "API.WRITE api.writes", "api.read"),
    ],
)
@pytest.mark.threat(27)
async def test_the_person_is_asked_for_no_more_than_the_site_offers(
    world: World, mode: str, asked: str | None, stored: str
) -> None:
    await world.set("site_mode", mode)
    await world.authorize(world.preregister(), scope=asked)
    assert world.wire.asked[-1][1]["scopes"] == stored.split()


@pytest.mark.parametrize("suffix", ["&state=%00", "&x=%ff", "&x=" + "a" * 5000, "&a=1" * 60])
async def test_a_malformed_query_gets_a_page(world: World, suffix: str) -> None:
    client_id = world.preregister()
    url = f"/oauth/authorize?client_id={client_id}&redirect_uri=https%3A%2F%2Fassistant.example.com%2Fcallback{suffix}"
    answer = await world.browser.get(url)
    assert (answer.status_code, "location" in answer.headers) == (400, False)


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "OPTIONS"])
@pytest.mark.parametrize("endpoint", ["authorize", "return"])
async def test_only_a_visit_begins_or_ends_a_flow(world: World, method: str, endpoint: str) -> None:
    answer = await world.browser.request(method, f"/oauth/{endpoint}?client_id={world.preregister()}")
    assert answer.status_code == 405
    assert world.wire.operations() == []


async def test_a_site_that_is_switched_off_or_away_says_so_on_a_page(world: World) -> None:
    client_id = world.preregister()
    await world.set("enabled", False)
    off = await world.authorize(client_id)
    world.wire.down = True
    away = await world.authorize(client_id)
    assert (off.status_code, away.status_code) == (503, 503)
    assert "mcp_disabled" in off.text
    assert "moodle_unreachable" in away.text
    assert "10.1.2.3" not in away.text
