"""Which addresses of documents exist."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.foreign_documents.document_url import DocumentUrl

ACCEPTED = (
    "https://claude.ai/oauth/mcp-oauth-client-metadata",
    "https://chatgpt.com/oauth/client.json",
    "https://chatgpt.com/oauth/3f2a-91_b/client.json",
    "https://vscode.dev/oauth/client-metadata.json",
    "https://a.b.example.com/x/",
    "https://3com.example.com/~a/b;v=1,2!$&'()*+@:=",
    "https://example.com/..a/b..",
)

REFUSED = (
    "",
    "https://",
    "https://example.com",
    "https://example.com/",
    "http://example.com/client.json",
    "HTTPS://example.com/client.json",
    "ftp://example.com/client.json",
    "//example.com/client.json",
    "https:example.com/client.json",
    "https://example.com/a/../client.json",
    "https://example.com/./client.json",
    "https://example.com/a/..",
    "https://example.com/%2e%2e/client.json",
    "https://example.com/%2E/client.json",
    "https://example.com/%252e%252e/client.json",
    "https://example.com/a%2fb",
    "https://example.com/%41",
    "https://example.com/a\\..\\b",
    "https://example.com//client.json",
    "https://me@example.com/client.json",
    "https://me:pw@example.com/client.json",
    "https://example.com@evil.example/client.json",
    "https://example.com/client.json#",
    "https://example.com/client.json#me",
    "https://example.com/client.json?",
    "https://example.com/client.json?x=1",
    "https://example.com:22/client.json",
    "https://example.com:443/client.json",
    "https://example.com:/client.json",
    "https://example.com/client.json\n",
    " https://example.com/client.json",
    "https://exam\tple.com/client.json",
    "https://exаmple.com/client.json",
    "https://xn--exmple-4nf.com/client.json",
    "https://example.xn--p1ai/client.json",
    "https://ｅxample.com/client.json",
    "https://example。com/client.json",
    "https://EXAMPLE.com/client.json",
    "https://localhost/client.json",
    "https://intranet/client.json",
    "https://example.com./client.json",
    "https://.example.com/client.json",
    "https://exa..mple.com/client.json",
    "https://-example.com/client.json",
    "https://example-.com/client.json",
    "https://ex_ample.com/client.json",
    "https://*.example.com/client.json",
    "https://127.0.0.1/client.json",
    "https://127.1/client.json",
    "https://2130706433/client.json",
    "https://0x7f000001/client.json",
    "https://0x7f.1/client.json",
    "https://0177.0.0.1/client.json",
    "https://example.1/client.json",
    "https://[::1]/client.json",
    "https://[::ffff:10.0.0.1]/client.json",
    "https://example.com/" + "a" * 512,
    "https://" + "a" * 64 + ".com/client.json",
    "https://" + "a." * 130 + "com/client.json",
)


@pytest.mark.parametrize("text", ACCEPTED)
def test_the_address_of_a_real_document_is_accepted_as_it_is(text: str) -> None:
    url = DocumentUrl.parse(text)
    assert (url.text, url.host) == (text, text.split("/")[2])


@pytest.mark.parametrize("text", REFUSED)
@pytest.mark.threat(49)
def test_an_address_that_is_not_plainly_of_a_named_host_on_https_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is "):
        DocumentUrl.parse(text)


@given(st.text(alphabet="ab.:/@%?#[]\\-_0x1\u0430\uff0e\n ", max_size=40))
@pytest.mark.threat(49)
def test_whatever_is_accepted_has_one_host_no_port_and_no_way_up(text: str) -> None:
    for candidate in (f"https://{text}", f"https://example.com/{text}", f"https://{text}.example.com/x"):
        try:
            url = DocumentUrl.parse(candidate)
        except ValueError:
            continue
        host, _, path = url.text.removeprefix("https://").partition("/")
        assert host == url.host
        assert host.rpartition(".")[2][0].isalpha()
        assert not set(url.text.removeprefix("https://")) & set("%?#\\[]\n ")
        assert not set(host) & set(":@_")
        assert not {"", ".", ".."} & set(path.removesuffix("/").split("/"))
