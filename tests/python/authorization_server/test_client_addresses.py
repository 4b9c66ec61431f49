"""Addresses of clients, from the table that the plugin is held to as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sidecar.authorization_server.redirect_uri import RedirectUri
from sidecar.foreign_documents.document_url import DocumentUrl
from tests.fixtures import shared_cases

PARSERS: dict[str, Callable[[str], object]] = {"redirect_uris": RedirectUri.parse, "document_urls": DocumentUrl.parse}
CASES = shared_cases("client_addresses")


def cases(verdict: str) -> list[tuple[str, str]]:
    return [(kind, text) for kind in PARSERS for text in CASES[kind][verdict]]


@pytest.mark.parametrize(("kind", "text"), cases("accepted"))
def test_an_address_that_has_one_meaning_is_accepted(kind: str, text: str) -> None:
    assert PARSERS[kind](text)


@pytest.mark.parametrize(("kind", "text"), cases("refused"))
def test_an_address_that_could_lead_elsewhere_is_refused(kind: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        PARSERS[kind](text)
