"""The resources the conformance suite reads."""

from __future__ import annotations

import json
import re

import mcp_types as types

from tests.clients.conformance.materials import PNG

_TEXTS = {
    "test://static-text": "This is the content of the static text resource.",
    "test://watched-resource": "This is the content of the watched resource.",
}
_BINARY = "test://static-binary"
_TEMPLATE = "test://template/{id}/data"
_FROM_TEMPLATE = re.compile(r"test://template/(?P<id>[^/]+)/data")

RESOURCES = [
    types.Resource(uri=uri, name=uri.removeprefix("test://"), description="A fixed resource", mime_type=mime_type)
    for uri, mime_type in [*((uri, "text/plain") for uri in _TEXTS), (_BINARY, "image/png")]
]
TEMPLATES = [
    types.ResourceTemplate(
        uri_template=_TEMPLATE, name="template", description="Data by id", mime_type="application/json"
    )
]


def resource(uri: str) -> types.ReadResourceResult | None:
    """Return what is at ``uri``, or ``None``."""
    if uri in _TEXTS:
        return _read(types.TextResourceContents(uri=uri, mime_type="text/plain", text=_TEXTS[uri]))
    if uri == _BINARY:
        return _read(types.BlobResourceContents(uri=uri, mime_type="image/png", blob=PNG))
    if match := _FROM_TEMPLATE.fullmatch(uri):
        data = {"id": match["id"], "templateTest": True, "data": f"Data for ID: {match['id']}"}
        return _read(types.TextResourceContents(uri=uri, mime_type="application/json", text=json.dumps(data)))
    return None


def _read(contents: types.TextResourceContents | types.BlobResourceContents) -> types.ReadResourceResult:
    return types.ReadResourceResult(contents=[contents])
