"""What a metadata document must say, and what of it is kept."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from joserfc.jwk import ECKey

from sidecar.authorization_server.client_document import ClientDocument
from sidecar.authorization_server.client_metadata import MAX_REDIRECT_URIS
from sidecar.authorization_server.clients import KnownClient
from sidecar.authorization_server.errors import AuthorizationServerError
from sidecar.authorization_server.pinned_copies import pinned_copies
from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.site.keyring import KeyRing

CLIENT_ID = "https://assistant.example.com/oauth/client.json"
RING = KeyRing.parse(["t1:" + base64.urlsafe_b64encode(bytes(range(32))).decode()])


def document(**changes: object) -> dict[str, Any]:
    """Return a good document with ``changes``; a member that is ``None`` is left out."""
    members: dict[str, object] = {
        "client_id": CLIENT_ID,
        "client_name": "Assistant",
        "redirect_uris": ["https://assistant.example.com/callback"],
        **changes,
    }
    return {name: value for name, value in members.items() if value is not None}


def parse(**changes: object) -> ClientDocument:
    return ClientDocument.parse(document(**changes), CLIENT_ID)


def test_a_document_becomes_a_public_client_that_keeps_what_is_of_use_here() -> None:
    client = parse(
        client_uri="https://assistant.example.com/",
        logo_uri="http://169.254.169.254/logo.png",
        contacts=["nobody@example.com"],
        scope="mcp:* api.read",
        grant_types=["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
        response_types=["code", "none"],
        jwks_uri="https://assistant.example.com/keys.json",
    ).client
    assert (client.client_id, client.kind, client.name) == (CLIENT_ID, "metadata", "Assistant")
    assert (client.auth_method, client.secrethash, client.pinned) == ("none", None, False)
    assert client.metadata == {
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "scope": "api.read",
        "client_uri": "https://assistant.example.com/",
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": None}, "document_of_another"),
        ({"client_id": CLIENT_ID + "/"}, "document_of_another"),
        ({"client_id": CLIENT_ID.replace("assistant", "Assistant")}, "document_of_another"),
        ({"client_id": [CLIENT_ID]}, "document_of_another"),
        ({"client_name": None}, "client_name_missing"),
        ({"client_name": ""}, "client_name_missing"),
        ({"client_name": " \t"}, "client_name_missing"),
        ({"client_name": 7}, "client_name_missing"),
        ({"client_secret": "x"}, "document_with_secret"),
        ({"client_secret": ""}, "document_with_secret"),
        ({"client_secret_expires_at": 0}, "document_with_secret"),
        ({"token_endpoint_auth_method": "client_secret_post"}, "metadata_unsupported"),
        ({"token_endpoint_auth_method": "client_secret_basic"}, "metadata_unsupported"),
        ({"token_endpoint_auth_method": "client_secret_jwt"}, "metadata_unsupported"),
        ({"token_endpoint_auth_method": "tls_client_auth"}, "metadata_unsupported"),
        ({"token_endpoint_auth_method": ["none"]}, "metadata_unsupported"),
        ({"token_endpoint_auth_method": ""}, "metadata_unsupported"),
        ({"redirect_uris": None}, "redirect_uri_missing"),
        ({"redirect_uris": "https://assistant.example.com/callback"}, "redirect_uri_missing"),
        ({"redirect_uris": [7]}, "redirect_uri_missing"),
        ({"redirect_uris": []}, "redirect_uri_count"),
        ({"redirect_uris": ["javascript:alert(1)", "http://10.0.0.5/cb"]}, "redirect_uri_count"),
        (
            {"redirect_uris": [f"https://a.example/{number}" for number in range(MAX_REDIRECT_URIS + 1)]},
            "redirect_uri_count",
        ),
        ({"grant_types": ["client_credentials"]}, "metadata_unsupported"),
        ({"grant_types": "authorization_code"}, "metadata_malformed"),
        ({"response_types": ["token"]}, "metadata_unsupported"),
        ({"client_uri": "not a url"}, "metadata_unsupported"),
        ({"token_endpoint_auth_method": "private_key_jwt"}, "keys_refused"),
        ({"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": []}}, "keys_refused"),
        ({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "http://a.example/k"}, "keys_refused"),
        ({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://127.0.0.1/k"}, "keys_refused"),
        ({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://a.example:22/k"}, "keys_refused"),
        (
            {
                "token_endpoint_auth_method": "private_key_jwt",
                "jwks_uri": "https://a.example/k",
                "jwks": {"keys": [{}]},
            },
            "keys_refused",
        ),
    ],
)
@pytest.mark.threat(53)
def test_a_document_that_is_not_its_own_or_shares_a_secret_or_fits_nothing_here_is_refused(
    changes: dict[str, object], code: str
) -> None:
    with pytest.raises(AuthorizationServerError) as caught:
        parse(**changes)
    assert caught.value.code == code


@pytest.mark.threat(53)
def test_an_address_of_a_kind_not_used_here_is_passed_over_and_never_led_to() -> None:
    unusable = ["myapp://callback", "javascript:alert(1)", "http://evil.example/cb", "https://a.example/cb#f"]
    known = KnownClient(parse(redirect_uris=[*unusable, "http://127.0.0.1/callback"]).client, RING)
    assert known.client.redirect_uris == ("http://127.0.0.1/callback",)
    assert not any(known.find_redirect_uri(uri) for uri in unusable)
    assert known.find_redirect_uri("http://127.0.0.1:53412/callback") is not None


def test_a_client_that_signs_keeps_its_public_keys_or_where_they_are() -> None:
    public = ECKey.generate_key("P-256").as_dict(private=False)
    inline = parse(token_endpoint_auth_method="private_key_jwt", jwks={"keys": [{**public, "kid": "k1"}]}).client
    assert (inline.auth_method, inline.metadata["jwks"]["keys"][0]["kid"]) == ("private_key_jwt", "k1")
    elsewhere = "https://chatgpt.com/oauth/jwks.json"
    assert (
        parse(token_endpoint_auth_method="private_key_jwt", jwks_uri=elsewhere).client.metadata["jwks_uri"] == elsewhere
    )


@pytest.mark.threat(53)
def test_a_document_that_gives_a_private_key_away_is_refused() -> None:
    private = ECKey.generate_key("P-256").as_dict(private=True)
    with pytest.raises(AuthorizationServerError) as caught:
        parse(token_endpoint_auth_method="private_key_jwt", jwks={"keys": [private]})
    assert caught.value.code == "keys_refused"


@pytest.mark.threat(24)
def test_a_name_keeps_only_what_can_be_seen() -> None:
    assert parse(client_name="safe\u202eexe\u200b.live" + "x" * 9000).client.name == "safeexe.live" + "x" * 68


def test_whether_two_say_the_same_depends_on_what_counts_and_not_on_when() -> None:
    stored = parse().client.model_copy(update={"timecreated": 5, "timemodified": 9, "pinned": True})
    assert parse().says_the_same_as(stored)
    assert not parse(client_name="Other").says_the_same_as(stored)
    assert not parse(redirect_uris=["https://assistant.example.com/other"]).says_the_same_as(stored)
    keys = "https://assistant.example.com/keys.json"
    signing = parse(token_endpoint_auth_method="private_key_jwt", jwks_uri=keys)
    assert not signing.says_the_same_as(stored)
    moved = parse(token_endpoint_auth_method="private_key_jwt", jwks_uri=keys.replace("keys", "k"))
    assert not moved.says_the_same_as(signing.client)


LOOPBACK = "http://127.0.0.1:53412/callback"


@pytest.mark.parametrize(
    ("client_id", "auth_method", "redirect_uris"),
    [
        ("https://claude.ai/oauth/mcp-oauth-client-metadata", "none", ["https://claude.ai/api/mcp/auth_callback"]),
        (
            "https://claude.ai/oauth/claude-code-client-metadata",
            "none",
            [LOOPBACK, LOOPBACK.replace("127.0.0.1", "localhost")],
        ),
        (
            "https://chatgpt.com/oauth/client.json",
            "private_key_jwt",
            ["https://chatgpt.com/connector_platform_oauth_redirect"],
        ),
        ("https://chatgpt.com/oauth/codex/client.json", "none", [LOOPBACK]),
        (
            "https://vscode.dev/oauth/client-metadata.json",
            "none",
            ["http://127.0.0.1:33418/", "http://127.0.0.1:50123/", "https://vscode.dev/redirect"],
        ),
        ("https://zed.dev/oauth/client-metadata.json", "none", [LOOPBACK]),
        ("https://opencode.ai/oauth/opencode/client.json", "none", [LOOPBACK]),
    ],
)
def test_the_copy_of_a_well_known_client_lets_it_come_back_where_it_listens(
    client_id: str, auth_method: str, redirect_uris: list[str]
) -> None:
    client = pinned_copies()[client_id].client
    known = KnownClient(client, RING)
    assert (client.client_id, client.auth_method) == (client_id, auth_method)
    assert all(known.find_redirect_uri(uri) for uri in redirect_uris)
    assert known.find_redirect_uri("https://evil.example/callback") is None


def test_copies_are_for_addresses_that_could_be_read_and_for_no_others_of_the_same_host() -> None:
    assert [DocumentUrl.parse(client_id).text for client_id in pinned_copies()] == list(pinned_copies())
    assert "https://claude.ai/oauth/another-client-metadata" not in pinned_copies()
