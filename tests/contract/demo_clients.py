"""An administrator's hands on the clients of the demo campus."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sidecar.authorization_server.credentials import new_client_id, new_client_secret
from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.connections import revoke_connection
from sidecar.site.keyring import KeyRing
from tests.campus import Proof, RegisteredClient

AUTH_METHODS: Mapping[Proof, str] = {"none": "none", "secret": "client_secret_basic", "key": "private_key_jwt"}


class DemoClients:
    """Enters, pins and deletes clients; ``tokens`` is the ring that secrets are hashed with."""

    def __init__(self, campus: DemoCampus, tokens: KeyRing) -> None:
        self._campus = campus
        self._tokens = tokens

    def register(
        self, *, name: str, redirect_uris: Sequence[str], proof: Proof, jwks: Mapping[str, Any] | None
    ) -> RegisteredClient:
        made = RegisteredClient(client_id=new_client_id(), secret=new_client_secret() if proof == "secret" else None)
        self._campus.store.insert(
            "client",
            {
                "clientid": made.client_id,
                "kind": "registered",
                "name": name,
                "redirecturis": json.dumps(list(redirect_uris)),
                "authmethod": AUTH_METHODS[proof],
                "secrethash": None if made.secret is None else self._tokens.hash(made.secret),
                "metadata": json.dumps({} if jwks is None else {"jwks": jwks}),
                "timecreated": self._campus.now,
            },
        )
        return made

    def pin(self, document: Mapping[str, Any]) -> None:
        """Enter a document, in the place of what was known of its client before."""
        keys = {name: document[name] for name in ("jwks", "jwks_uri") if name in document}
        self._campus.store.execute(
            "INSERT INTO client (clientid, kind, name, redirecturis, authmethod, metadata, pinned, timecreated)"
            " VALUES (?, 'metadata', ?, ?, ?, ?, 1, ?)"
            " ON CONFLICT (clientid) DO UPDATE SET name = excluded.name, redirecturis = excluded.redirecturis,"
            " authmethod = excluded.authmethod, metadata = excluded.metadata, pinned = 1, timeexpires = NULL",
            document["client_id"],
            document["client_name"],
            json.dumps(document["redirect_uris"]),
            document.get("token_endpoint_auth_method", "none"),
            json.dumps(keys),
            self._campus.now,
        )

    def delete(self, client_id: str) -> None:
        """Forget a client, which must be known, but for the record; its connections end."""
        store = self._campus.store
        rowid = store.value("SELECT id FROM client WHERE clientid = ?", client_id)
        assert rowid is not None
        for connection in store.rows("SELECT id FROM connection WHERE clientid = ?", rowid):
            revoke_connection(self._campus, connection["id"], "client_deleted")
        store.execute("UPDATE client SET timeexpires = 1, secrethash = NULL, pinned = 0 WHERE id = ?", rowid)
