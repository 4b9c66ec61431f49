"""Copies of well-known clients' metadata documents, for where the originals cannot be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sidecar.authorization_server.client_document import ClientDocument

_FOLDER = Path(__file__).resolve().parent / "pinned_documents"


@cache
def pinned_copies() -> Mapping[str, ClientDocument]:
    """Return the copies shipped with this release by their exact ``client_id``.

    Never by host: one host publishes documents of clients that differ in all that counts.
    """
    values = [json.loads(path.read_text("utf-8")) for path in sorted(_FOLDER.glob("*.json"))]
    return {value["client_id"]: ClientDocument.parse(value, value["client_id"]) for value in values}
