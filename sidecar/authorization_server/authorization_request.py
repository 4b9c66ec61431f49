"""A checked authorization request (RFC 6749 §4.1.1, OAuth 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from sidecar.authorization_server.audience import read_resource
from sidecar.authorization_server.clients import KnownClient
from sidecar.authorization_server.errors import (
    InteractionRequiredError,
    InvalidRequestError,
    UnsupportedResponseTypeError,
)
from sidecar.authorization_server.parameters import Parameters
from sidecar.authorization_server.pkce import read_challenge
from sidecar.authorization_server.redirect_uri import RedirectUri
from sidecar.authorization_server.scopes import requested_scopes
from sidecar.bridge.messages import SiteSettings
from sidecar.policy.scopes import Scope
from sidecar.site.public_url import PublicUrl

_PROMPTS = frozenset({"login", "consent", "select_account"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Return:
    """Where answers to a request go: the client, a URI of its own, and its ``state``."""

    client: KnownClient
    redirect_uri: RedirectUri
    state: str | None

    @property
    def vetted(self) -> bool:
        """Whether an administrator put the address there.

        Anyone can register an address of his choice, so sending a browser to it before
        its person has agreed to anything would make this site an open redirector
        (RFC 9700 §4.11.2).
        """
        return self.client.client.kind == "registered"


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorizationRequest:
    """What is left to ask the person."""

    code_challenge: str
    scopes: tuple[Scope, ...]
    resource: str
    prompt: str | None

    @classmethod
    def read(cls, parameters: Parameters, public_url: PublicUrl, settings: SiteSettings) -> Self:
        """Return the request; raises an ``AuthorizationServerError`` to send to the client."""
        resource = read_resource(parameters, public_url) or public_url.resource
        parameters.refuse_repetition()
        _check_response(parameters)
        code_challenge = read_challenge(parameters)
        return cls(
            code_challenge=code_challenge,
            scopes=requested_scopes(parameters.get("scope"), settings),
            resource=resource,
            prompt=_prompt(parameters),
        )


def _check_response(parameters: Parameters) -> None:
    if parameters.require("response_type") != "code":
        raise UnsupportedResponseTypeError("response_type_unsupported", "Only response_type=code is supported.")
    if parameters.get("response_mode") not in (None, "query"):
        raise InvalidRequestError("response_mode_unsupported", "Only response_mode=query is supported.")


def _prompt(parameters: Parameters) -> str | None:
    wanted = (parameters.get("prompt") or "").split()
    if "none" in wanted:
        raise InteractionRequiredError("interaction_required", "A person has to be asked each time.")
    return " ".join(word for word in dict.fromkeys(wanted) if word in _PROMPTS) or None
