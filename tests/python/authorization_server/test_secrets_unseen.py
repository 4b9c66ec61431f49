"""A whole life of several clients, failures included, and nowhere a secret but where it was handed over."""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from starlette.requests import Request

from sidecar.authorization_server.client_assertion import ClientAssertion
from sidecar.authorization_server.parameters import Parameters
from sidecar.authorization_server.presented_credentials import PresentedCredentials
from tests.python.authorization_server.signing import by_key, claims, private_jwk, rsa_jwk, signed
from tests.python.authorization_server.world import REDIRECT_URI, VERIFIER, World, copied, open_world, query

TEST_CLIENT = ("httpx", "httpcore")
"""The loggers of the browser and the programs that come to the server."""


class Life:
    """What clients of ``world`` do and meet; it keeps every secret they used and every answer they got."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.secrets: dict[str, str] = {"verifier": VERIFIER}
        self.answers: list[httpx2.Response] = []

    async def post(self, endpoint: str, data: dict[str, str], headers: dict[str, str] | None = None) -> httpx2.Response:
        answer = await self.world.browser.post(f"/oauth/{endpoint}", data=data, headers=headers)
        self.answers.append(answer)
        return answer

    async def connect(self, client_id: str, name: str, proof: dict[str, str]) -> None:
        """Log in, fail in every way, and succeed; the code is replayed at the end of it."""
        code = await self._code(client_id, name)
        good = {"grant_type": "authorization_code", "client_id": client_id, "code": code, "redirect_uri": REDIRECT_URI}
        for wrong in (
            {"code_verifier": "B" * 43},
            {"code_verifier": VERIFIER, "redirect_uri": REDIRECT_URI + "/x"},
            {},
        ):
            await self.post("token", {**good, **self._fresh(proof, client_id, name), **wrong})
        self.world.wire.down = True
        await self.post("token", {**good, "code_verifier": VERIFIER, **self._fresh(proof, client_id, name)})
        self.world.wire.down = False
        answer = await self.post("token", {**good, "code_verifier": VERIFIER, **self._fresh(proof, client_id, name)})
        self._keep_pair(answer, name)
        await self._renew(client_id, name, proof)
        await self.post("token", {**good, "code_verifier": VERIFIER, **self._fresh(proof, client_id, name)})

    async def _code(self, client_id: str, name: str) -> str:
        started = await self.world.authorize(client_id)
        back = self.world.answer_consent(started)
        self.secrets[f"{name} ticket"] = query(back)["ticket"]
        self.secrets[f"{name} cookie"] = dict(self.world.browser.cookies)["__Host-mcpgate-browser"]
        async with self.world.caller() as another_browser:
            self.answers.append(await another_browser.get(back))
        returned = await self.world.browser.get(back)
        self.answers.append(await self.world.browser.get(back))
        code = self.secrets[f"{name} code"] = query(returned.headers["location"])["code"]
        return code

    async def _renew(self, client_id: str, name: str, proof: dict[str, str]) -> None:
        old = self.secrets[f"{name} refresh_token"]
        asked = {"grant_type": "refresh_token", "client_id": client_id, "refresh_token": old}
        self._keep_pair(await self.post("token", {**asked, **self._fresh(proof, client_id, name)}), f"{name} renewed")
        for endpoint in ("introspect", "revoke"):
            token = self.secrets[f"{name} renewed access_token"]
            await self.post(endpoint, {"client_id": client_id, "token": token, **self._fresh(proof, client_id, name)})
        self.world.clock.advance(61)
        await self.post("token", {**asked, "scope": "api.write", **self._fresh(proof, client_id, name)})
        await self.post("token", {**asked, **self._fresh(proof, client_id, name)})

    def _fresh(self, proof: dict[str, str], client_id: str, name: str) -> dict[str, str]:
        """Return ``proof``; an assertion, which works once, is made anew."""
        if "client_assertion" not in proof:
            return proof
        made = by_key(signed(claims(client_id, self.world.clock.now)))
        self.secrets[f"{name} assertion {len(self.secrets)}"] = made["client_assertion"]
        return made

    def _keep_pair(self, answer: httpx2.Response, name: str) -> None:
        assert answer.status_code == 200, answer.text
        self.answers.remove(answer)
        self.secrets |= {f"{name} {kind}": answer.json()[kind] for kind in ("access_token", "refresh_token")}


async def live(world: World) -> Life:
    """Let a public, a secret and a keyed client live, and somebody guess."""
    life = Life(world)
    public = (await world.register())["client_id"]
    registered = await world.register(token_endpoint_auth_method="client_secret_post")
    secret = life.secrets["client secret"] = registered["client_secret"]
    metadata = json.dumps({"jwks": {"keys": [rsa_jwk("honest")]}})
    keyed = world.preregister("keyed-app", authmethod="private_key_jwt", metadata=metadata)
    await life.connect(public, "public", {})
    await life.connect(registered["client_id"], "secret", {"client_secret": secret})
    await life.connect(keyed, "keyed", {"client_assertion": "made anew"})
    await guess(life, registered["client_id"], keyed)
    return life


async def guess(life: Life, secret_client: str, keyed_client: str) -> None:
    """Send secrets where they do not belong, and wrong ones where they do."""
    private = private_jwk("honest")
    life.secrets |= {"private key": private["d"], "guess": "a-guess-of-somebody-0123456789"}
    forged = signed(claims(keyed_client, life.world.clock.now), key="attacker")
    life.secrets["forged assertion"] = forged
    guessed = life.secrets["guess"]
    header = {"authorization": "Basic " + base64.b64encode(f"{secret_client}:{guessed}".encode()).decode()}
    await life.post("token", {"grant_type": "refresh_token", "refresh_token": guessed}, header)
    await life.post("token", {"grant_type": guessed, "client_id": secret_client, "client_secret": guessed})
    await life.post("revoke", {"token": guessed, "client_secret": guessed, **by_key(forged)})
    await life.post("revoke", {"token": guessed, **by_key(forged)})
    await life.post(f"revoke?client_secret={guessed}", {"token": guessed, "client_id": secret_client})
    await life.post(
        "introspect", {"token": life.secrets["public access_token"]}, {"authorization": f"Bearer {guessed}"}
    )
    keys = {
        "redirect_uris": [REDIRECT_URI],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [private]},
    }
    life.answers.append(await life.world.browser.post("/oauth/register", json=keys))
    life.answers.append(await life.world.browser.get(f"/oauth/authorize?client_id=x&client_secret={guessed}"))


@pytest.mark.threat(44, 103)
async def test_no_secret_of_a_whole_life_is_in_a_log_an_error_an_address_or_a_file(
    tmp_path: Path, campus_file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shared = copied(campus_file, tmp_path)
    async with open_world(tmp_path, shared, keys=("new", "old")) as world:
        life = await live(world)
        await world.recorder.flush()
        kept = files_in(tmp_path)
    secrets = life.secrets | {name: base64.urlsafe_b64encode(digest(name)).decode() for name in ("new", "old")}
    assert len(secrets) > 30
    formatter = logging.Formatter("%(name)s %(message)s")
    logged = [formatter.format(record) for record in caplog.records if not record.name.startswith(TEST_CLIENT)]
    assert any("was refused" in line for line in logged)
    told = [answer.text + str(dict(answer.headers)) for answer in life.answers]
    assert len([answer for answer in life.answers if answer.status_code >= 400]) > 20
    for name, secret in secrets.items():
        assert not [line for line in logged if secret in line], f"{name} is in the log"
        assert not [text for text in told if secret in text], f"{name} is in an answer"
        assert secret.encode() not in kept, f"{name} is in a file"


def files_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()


async def test_an_answer_leads_the_browser_nowhere_with_more_than_a_code(world: World) -> None:
    client_id = (await world.register())["client_id"]
    started = await world.authorize(client_id)
    returned = await world.browser.get(world.answer_consent(started))
    assert set(query(started.headers["location"])) == {"request"}
    assert set(query(returned.headers["location"])) == {"code", "state", "iss"}
    assert urlsplit(returned.headers["location"]).fragment == ""


def test_what_is_presented_is_not_shown_by_its_repr() -> None:
    secret, assertion = "mdlmcp_cs_secret", signed(claims("keyed-app", 1_790_000_000.0, jti="not-to-be-seen"))
    request = Request({"type": "http", "headers": []})
    by_secret = PresentedCredentials.read(request, Parameters.parse(f"client_id=x&client_secret={secret}"))
    by_assertion = PresentedCredentials.read(request, Parameters.parse(str(httpx2.QueryParams(by_key(assertion)))))
    parsed = ClientAssertion.parse(assertion)
    shown = "".join(f"{value!r} {value}" for value in (by_secret, by_assertion, parsed))
    assert by_secret.client_id in shown
    assert not [text for text in (secret, assertion, "not-to-be-seen") if text in shown]
