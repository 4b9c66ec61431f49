"""Signs in to a campus as a person would, for the Python SDK's OAuth client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import (
    AuthorizationCodeResult,
    OAuthClientInformationFull,
    OAuthClientMetadata,
    OAuthToken,
)
from pydantic import AnyUrl

from sidecar.demo_check.browser import Browser, Page
from sidecar.demo_check.forms import Value

CALLBACK = "http://127.0.0.1:33418/callback"
CLIENT_NAME = "Moodle MCP check"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What the person types and chooses; ``allow`` is which button they press, ``narrowing`` further fields."""

    username: str
    password: str
    mode: str = "read"
    allow: bool = True
    narrowing: Mapping[str, Value] = field(default_factory=dict)


class SignInError(Exception):
    """The person was not led back with a code; ``page`` is where they were left."""

    def __init__(self, message: str, page: Page) -> None:
        super().__init__(message)
        self.page = page


class ConsentDeniedError(SignInError):
    """The client was told no; ``parameters`` is what it was told."""

    def __init__(self, page: Page, parameters: dict[str, str]) -> None:
        super().__init__(f"the client was told {parameters.get('error', '')}", page)
        self.parameters = parameters


class MemoryStorage:
    """Keeps tokens and registration of one client for as long as the process lives."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.client: OAuthClientInformationFull | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.client

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.client = client_info


class SignIn:
    """Handles the SDK's redirect with a browser that goes through login and consent."""

    def __init__(self, browser: Browser, answers: Answers) -> None:
        self._browser = browser
        self._answers = answers
        self._returned: Page | None = None

    def provider(self, mcp_url: str, storage: MemoryStorage, *, scope: str | None = None) -> OAuthClientProvider:
        """Return the SDK's OAuth client for this person."""
        metadata = OAuthClientMetadata(
            client_name=CLIENT_NAME,
            redirect_uris=[AnyUrl(CALLBACK)],
            token_endpoint_auth_method="none",  # noqa: S106 - a public client has no secret
            scope=scope,
        )
        return OAuthClientProvider(
            mcp_url, metadata, storage, redirect_handler=self.redirect, callback_handler=self.callback
        )

    async def redirect(self, url: str) -> None:
        """Go to the authorization endpoint, log in if asked, and decide."""
        page = await self._browser.open(url)
        page = await self.log_in(page)
        self._returned = await self.decide(page)

    async def callback(self) -> AuthorizationCodeResult:
        """Return the code the browser was led back with."""
        if self._returned is None:
            raise RuntimeError("nobody was sent to the authorization endpoint")
        parameters = returned_parameters(self._returned)
        if "code" not in parameters:
            raise ConsentDeniedError(self._returned, parameters)
        return AuthorizationCodeResult(
            code=parameters["code"], state=parameters.get("state"), iss=parameters.get("iss")
        )

    async def log_in(self, page: Page) -> Page:
        """Fill in the login form if this page has one."""
        try:
            form = page.form_with("password")
        except LookupError:
            return page
        values = {"username": self._answers.username, "password": self._answers.password}
        return await self._browser.submit(page, form, values)

    async def decide(self, page: Page) -> Page:
        """Press a button of the consent form; raises ``SignInError`` when there is none."""
        try:
            form = page.form_with("submitbutton")
        except LookupError as error:
            raise SignInError(str(error), page) from error
        if not self._answers.allow:
            return await self._browser.submit(page, form, {}, "cancel")
        values = {"mode": self._answers.mode, **self._answers.narrowing}
        return await self._browser.submit(page, form, values, "submitbutton")


def returned_parameters(page: Page) -> dict[str, str]:
    """Return what the browser brought back to the client; raises ``SignInError`` if it got stuck elsewhere."""
    if not page.url.startswith(CALLBACK):
        raise SignInError(f"the browser was left at {page.url} (HTTP {page.status})", page)
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}
