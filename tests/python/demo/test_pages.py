"""The campus' login and consent pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from starlette.applications import Starlette

from sidecar.bridge.demo.limits import stored_limits
from sidecar.bridge.demo.pages.routes import campus_routes
from sidecar.bridge.messages import Client, Limits
from sidecar.demo_check.forms import Value, read_forms
from tests.python.demo.world import WWWROOT, CampusWorld

PASSWORD = "Campus.2026!"
LOGIN = "/login/index.php"
SESSION = "demo-campus-session"


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A browser at the campus' door."""

    http: httpx2.AsyncClient
    request: str

    @property
    def authorize(self) -> str:
        return f"/local/mcpgate/authorize.php?request={self.request}"

    async def log_in(self, username: str, password: str = PASSWORD, **changes: str) -> httpx2.Response:
        address = f"{LOGIN}?request={self.request}"
        (form,) = read_forms((await self.http.get(address)).text)
        return await self.http.post(
            address, data={**form.fields, "username": username, "password": password, **changes}
        )

    async def consent_fields(self) -> dict[str, Value]:
        return read_forms((await self.http.get(self.authorize)).text)[0].fields


@pytest.fixture
async def visitor(world: CampusWorld) -> AsyncIterator[Visitor]:
    pending = await world.request(("api.read", "api.write"))
    transport = httpx2.ASGITransport(Starlette(routes=campus_routes(world.campus)))
    async with httpx2.AsyncClient(transport=transport, base_url=WWWROOT) as http:
        yield Visitor(http=http, request=pending.requestid)


async def test_who_is_not_logged_in_is_sent_to_log_in_first(visitor: Visitor) -> None:
    response = await visitor.http.get(visitor.authorize)
    assert response.status_code == 303
    assert response.headers["location"] == f"{LOGIN}?request={visitor.request}"


async def test_the_right_password_leads_to_consent(visitor: Visitor) -> None:
    response = await visitor.log_in("prof.smith")
    assert (response.status_code, response.headers["location"]) == (303, visitor.authorize)
    assert "Jordan Smith" in (await visitor.http.get(visitor.authorize)).text


@pytest.mark.parametrize(("username", "password"), [("prof.smith", "wrong"), ("nobody", PASSWORD), ("student0009", "")])
async def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    visitor: Visitor, username: str, password: str
) -> None:
    response = await visitor.log_in(username, password)
    assert response.status_code == 403
    assert "do not belong together" in response.text
    assert (await visitor.http.get(visitor.authorize)).status_code == 303


async def test_too_many_failures_make_the_name_wait_even_with_the_right_password(
    world: CampusWorld, visitor: Visitor
) -> None:
    for _ in range(10):
        await visitor.log_in("prof.smith", "wrong")
    assert (await visitor.log_in("prof.smith")).status_code == 429
    assert (await visitor.log_in("ana.lima")).status_code == 303
    world.clock.now += 901
    assert (await visitor.log_in("prof.smith")).status_code == 303


async def test_a_login_form_of_another_site_logs_nobody_in(visitor: Visitor) -> None:
    response = await visitor.log_in("prof.smith", logintoken="forged")
    assert response.status_code == 403
    assert (await visitor.http.get(visitor.authorize)).status_code == 303


async def test_a_session_from_before_login_is_worth_nothing_after_it(visitor: Visitor) -> None:
    await visitor.http.get(LOGIN)
    before = visitor.http.cookies[SESSION]
    await visitor.log_in("prof.smith")
    assert visitor.http.cookies[SESSION] != before
    visitor.http.cookies.jar.clear()
    response = await visitor.http.get(visitor.authorize, headers={"Cookie": f"{SESSION}={before}"})
    assert response.status_code == 303


async def test_scripts_and_other_sites_cannot_use_the_session(visitor: Visitor) -> None:
    cookie = (await visitor.http.get(LOGIN)).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


async def test_a_page_loads_nothing_and_sends_forms_to_the_campus_and_the_client_alone(visitor: Visitor) -> None:
    await visitor.log_in("prof.smith")
    response = await visitor.http.get(visitor.authorize)
    policy = response.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "form-action 'self' http://127.0.0.1;" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"(?:src|href)=|url\(|@import", response.text)
    assert response.headers["cache-control"] == "no-store"


async def test_every_control_has_a_label(visitor: Visitor) -> None:
    pages = [(await visitor.http.get(LOGIN)).text]
    await visitor.log_in("prof.smith")
    pages.append((await visitor.http.get(visitor.authorize)).text)
    for page in pages:
        labelled = set(re.findall(r'<label for="(\w+)"', page))
        assert set(re.findall(r'<(?:input|select|textarea) id="(\w+)"', page)) == labelled
        assert len(re.findall(r'type="(?:radio|checkbox)"', page)) == len(re.findall(r'<label class="choice">', page))
        assert '<html lang="en">' in page


@pytest.mark.parametrize(
    ("username", "code"), [("vic.visitor", "capability_missing"), ("admin.it", "site_admin_refused")]
)
async def test_a_refused_person_is_told_why(visitor: Visitor, username: str, code: str) -> None:
    await visitor.log_in(username)
    response = await visitor.http.get(visitor.authorize)
    assert response.status_code == 403
    assert f"<code>{code}</code>" in response.text


async def test_the_guest_is_told_why(visitor: Visitor) -> None:
    await visitor.log_in("guest", "guest")
    assert "<code>user_guest</code>" in (await visitor.http.get(visitor.authorize)).text


async def test_writing_is_not_granted_where_it_was_not_offered(world: CampusWorld, visitor: Visitor) -> None:
    await visitor.log_in("prof.smith")
    fields = await visitor.consent_fields()
    await visitor.http.post(visitor.authorize, data={**fields, "mode": "write", "submitbutton": "1"})
    assert world.campus.store.value("SELECT scopes FROM connection") == "api.read"


async def test_what_the_person_narrows_is_the_connections(world: CampusWorld, visitor: Visitor) -> None:
    world.campus.settings.set("site_mode", "write")
    await visitor.log_in("prof.smith")
    narrowing = {
        "functions": "core_course_*,\r\n mod_assign_*",
        "courses[]": ["1"],
        "addresses": "192.0.2.0/24 2001:db8::1",
        "ratelimit": " 5 ",
        "callquota": "100",
        "bytequota": "2",
        "approvewrites": "1",
    }
    await visitor.http.post(
        visitor.authorize, data={**await visitor.consent_fields(), **narrowing, "mode": "write", "submitbutton": "1"}
    )
    connection = world.campus.store.row("SELECT * FROM connection") or {}
    assert stored_limits(connection) == Limits(
        functions=("core_course_*", "mod_assign_*"),
        courses=(1,),
        addresses=("192.0.2.0/24", "2001:db8::1"),
        ratelimit=5,
        callquota=100,
        bytequota=2 << 20,
        approvewrites=True,
    )


async def test_a_form_left_as_it_is_limits_nothing(world: CampusWorld, visitor: Visitor) -> None:
    await visitor.log_in("prof.smith")
    await visitor.http.post(visitor.authorize, data={**await visitor.consent_fields(), "submitbutton": "1"})
    assert stored_limits(world.campus.store.row("SELECT * FROM connection") or {}) == Limits()


@pytest.mark.parametrize(
    ("field", "typed", "reason"),
    [
        ("functions", "core_*, core_[a-z]", "“core_[a-z]” is not a pattern"),
        ("functions", "core_* core_course", "“core_course” covers no function"),
        ("functions", " ".join(f"core_{number}" for number in range(51)), "No more than 50"),
        ("addresses", "192.0.2.0/24, 192.0.2.300", "“192.0.2.300” is neither an address nor a network"),
        ("courses[]", "2", "Only the courses shown here"),
        ("ratelimit", "0", "a whole number from 1 to 60"),
        ("ratelimit", "61", "a whole number from 1 to 60"),
        ("callquota", "-1", "a whole number from 1 to"),
        ("bytequota", "²", "a whole number from 1 to"),
    ],
)
async def test_what_cannot_be_taken_is_shown_again_with_the_reason_beside_it(
    world: CampusWorld, visitor: Visitor, field: str, typed: str, reason: str
) -> None:
    await visitor.log_in("prof.smith")
    fields = {**await visitor.consent_fields(), "lifetime": "86400", field: typed, "submitbutton": "1"}
    response = await visitor.http.post(visitor.authorize, data=fields)
    name = field.removesuffix("[]")
    note = re.search(rf'<p id="{name}_note" class="note warn">([^<]*)</p>', response.text)
    assert response.status_code == 422
    assert note is not None
    assert reason in note[1]
    assert re.search(rf'aria-describedby="{name}_note" aria-invalid="true"', response.text)
    assert read_forms(response.text)[0].fields["lifetime"] == "86400"
    assert "<details open>" in response.text
    assert world.campus.store.value("SELECT COUNT(*) FROM connection") == 0


async def test_no_longer_lifetime_is_offered_than_the_site_allows(world: CampusWorld, visitor: Visitor) -> None:
    world.campus.settings.set("connection_lifetime_s", 604800)
    await visitor.log_in("prof.smith")
    page = read_forms((await visitor.http.get(visitor.authorize)).text)[0]
    asked_for_more = {**page.fields, "lifetime": "2592000", "submitbutton": "1"}
    assert page.choices["lifetime"] == ["86400", "604800"]
    assert (await visitor.http.post(visitor.authorize, data=asked_for_more)).status_code == 403
    assert world.campus.store.value("SELECT COUNT(*) FROM connection") == 0


async def test_saying_no_takes_no_notice_of_what_was_typed(visitor: Visitor) -> None:
    await visitor.log_in("prof.smith")
    fields = {**await visitor.consent_fields(), "ratelimit": "many", "cancel": "1"}
    assert (await visitor.http.post(visitor.authorize, data=fields)).status_code == 303


@pytest.mark.parametrize(
    "change", [{"lifetime": "1"}, {"lifetime": "99999999999"}, {"mode": "admin"}, {"sesskey": "x"}]
)
async def test_a_form_that_was_tampered_with_decides_nothing(
    world: CampusWorld, visitor: Visitor, change: dict[str, str]
) -> None:
    await visitor.log_in("prof.smith")
    fields = await visitor.consent_fields()
    response = await visitor.http.post(visitor.authorize, data={**fields, "submitbutton": "1", **change})
    assert response.status_code == 403
    assert world.campus.store.value("SELECT COUNT(*) FROM connection") == 0
    assert world.campus.store.value("SELECT status FROM request") == "pending"


async def test_the_answer_goes_back_with_a_ticket_for_this_request(visitor: Visitor) -> None:
    await visitor.log_in("prof.smith")
    fields = await visitor.consent_fields()
    response = await visitor.http.post(visitor.authorize, data={**fields, "submitbutton": "1"})
    location = urlsplit(response.headers["location"])
    assert response.status_code == 303
    assert location.path == "/oauth/return"
    assert parse_qs(location.query)["request"] == [visitor.request]


async def test_somebody_else_can_log_in_instead(visitor: Visitor) -> None:
    await visitor.log_in("prof.smith")
    _, logout = read_forms((await visitor.http.get(visitor.authorize)).text)
    response = await visitor.http.post(logout.action, data=logout.fields)
    assert response.headers["location"] == f"{LOGIN}?request={visitor.request}"
    assert (await visitor.http.get(visitor.authorize)).status_code == 303


async def test_a_name_a_client_chose_cannot_break_the_page(world: CampusWorld, visitor: Visitor) -> None:
    evil = Client(
        client_id="evil",
        kind="dynamic",
        name="<script>alert(1)</script>\u202e" + "x" * 500,
        redirect_uris=("https://evil.example/cb",),
        auth_method="none",
    )
    asked = await world.request(client=evil)
    await visitor.log_in("prof.smith")
    text = (await visitor.http.get(f"/local/mcpgate/authorize.php?request={asked.requestid}")).text
    assert "<script>" not in text
    assert "\u202e" not in text
    assert "x" * 81 not in text
    assert "evil.example" in text


@pytest.mark.parametrize("request_id", ["", "abc", "0" * 64])
async def test_there_is_nothing_to_consent_to_without_a_request(visitor: Visitor, request_id: str) -> None:
    await visitor.log_in("prof.smith")
    response = await visitor.http.get(f"/local/mcpgate/authorize.php?request={request_id}")
    assert response.status_code == 403
    assert "<code>request_unknown</code>" in response.text


async def test_a_form_that_is_too_large_is_not_read(visitor: Visitor) -> None:
    response = await visitor.log_in("prof.smith", more="x" * 20_000)
    assert response.status_code == 403
