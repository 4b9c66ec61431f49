"""The public keys a client proves itself by (RFC 7517), its own words or the document at its ``jwks_uri``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import base64_to_int

from sidecar.bridge.messages import Client, SiteSettings
from sidecar.foreign_documents.document_url import DocumentUrl
from sidecar.foreign_documents.documents import Admit, ForeignDocuments
from sidecar.site.status import Site

Algorithm = Literal["RS256", "ES256"]
ALGORITHMS: Mapping[str, Algorithm] = {"RS256": "RS256", "ES256": "ES256"}
MAX_KEYS = 20
MAX_KID_CHARS = 256
RSA_BITS = range(2048, 8193)
MAX_EXPONENT_BITS = 64
REREAD_S = 60
"""A key that is not in the document yet is looked for again in one not older than this."""
_PUBLIC_MEMBERS = ("kty", "n", "e", "crv", "x", "y")
_SECRET_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicKey:
    """A key that signs with one algorithm; ``jwk`` holds what of it is kept, and no secret."""

    algorithm: Algorithm
    kid: str | None
    key: RSAKey | ECKey = field(repr=False, compare=False)
    jwk: Mapping[str, str]

    @classmethod
    def parse(cls, jwk: Any) -> Self | None:
        """Return the key, or ``None`` for one of another purpose or kind, or too weak.

        Raises ``ValueError`` for what is no public key.
        """
        if not isinstance(jwk, dict) or not _SECRET_MEMBERS.isdisjoint(jwk):
            raise ValueError("holds something that is not a public key")
        algorithm, kid = _algorithm(jwk), jwk.get("kid")
        if algorithm is None or not (kid is None or (isinstance(kid, str) and len(kid) <= MAX_KID_CHARS)):
            return None
        kept = {name: jwk[name] for name in _PUBLIC_MEMBERS if isinstance(jwk.get(name), str)}
        key = _import(kept)
        if key is None:
            return None
        named = {"kid": kid} if kid is not None else {}
        return cls(algorithm=algorithm, kid=kid, key=key, jwk={**kept, **named, "alg": algorithm, "use": "sig"})


@dataclass(frozen=True, kw_only=True, slots=True)
class KeySet:
    """The keys of one client that this server can check signatures with; there is at least one."""

    keys: tuple[PublicKey, ...]

    @classmethod
    def parse(cls, jwks: Any) -> Self:
        """Return the keys of a JWK set; raises ``ValueError``, whose text is safe to show."""
        entries = jwks.get("keys") if isinstance(jwks, dict) else None
        if not isinstance(entries, list) or not 1 <= len(entries) <= MAX_KEYS:
            raise ValueError(f"must be a JWK set of 1 to {MAX_KEYS} keys")
        keys = tuple(key for entry in entries if (key := PublicKey.parse(entry)) is not None)
        if not keys:
            raise ValueError("needs a signing key: RSA of 2048 bits and more, or EC P-256")
        return cls(keys=keys)

    def candidates(self, algorithm: Algorithm, kid: str | None) -> tuple[PublicKey, ...]:
        """Return the keys that may have signed; ``kid`` is compared as text and leads nowhere."""
        return tuple(key for key in self.keys if key.algorithm == algorithm and kid in (None, key.kid))

    def to_jwks(self) -> dict[str, Any]:
        return {"keys": [dict(key.jwk) for key in self.keys]}


class ClientKeys:
    """Finds a client's keys; what has to be fetched for it comes through the guarded module."""

    def __init__(self, *, documents: ForeignDocuments, site: Site) -> None:
        self._documents = documents
        self._site = site

    async def candidates(
        self, client: Client, algorithm: Algorithm, kid: str | None, *, admit: Admit
    ) -> tuple[PublicKey, ...]:
        """Return the keys of ``client`` that may have signed; ``admit`` is asked before any document is fetched.

        A document without the named key may be outdated and is read once more, at most
        once a minute. Raises ``ValueError``, ``ForeignDocumentError`` and what ``admit`` raises.
        """
        if "jwks" in client.metadata:
            return KeySet.parse(client.metadata["jwks"]).candidates(algorithm, kid)
        if client.kind != "registered" and not reads_documents(self._site.state.settings):
            raise ValueError("are at an address, and this site reads no addresses that clients name")
        url = DocumentUrl.parse(str(client.metadata.get("jwks_uri", "")))
        known = await self._read(url, admit)
        return known.candidates(algorithm, kid) or (await self._read(url, admit, REREAD_S)).candidates(algorithm, kid)

    async def _read(self, url: DocumentUrl, admit: Admit, max_age_s: float | None = None) -> KeySet:
        document = await self._documents.read(url, "keys", max_age_s=max_age_s, admit=admit)
        try:
            return KeySet.parse(document.value)
        except ValueError as error:
            self._documents.reject(url, "keys", "keys_refused", f"the document {error}")
            raise


def reads_documents(settings: SiteSettings) -> bool:
    """Return whether addresses that clients name are read at all."""
    return settings.client_documents == "fetch"


def kept_keys(*, jwks: Any, jwks_uri: Any) -> dict[str, Any]:
    """Return what is kept of the keys a client names: ``jwks`` or ``jwks_uri`` (RFC 7591 §2).

    Raises ``ValueError``, whose text is safe to show and follows on "The keys".
    """
    if (jwks is None) == (jwks_uri is None):
        raise ValueError("must be named by jwks or by jwks_uri, and not by both")
    if jwks is not None:
        return {"jwks": KeySet.parse(jwks).to_jwks()}
    if not isinstance(jwks_uri, str):
        raise ValueError("must be at an address")
    try:
        return {"jwks_uri": DocumentUrl.parse(jwks_uri).text}
    except ValueError:
        raise ValueError("must be at an https address with a host name, a path and no query") from None


def _algorithm(jwk: Mapping[str, Any]) -> Algorithm | None:
    """Return what the key signs with here, if it is for signing at all."""
    operations = jwk.get("key_ops", ["verify"])
    if jwk.get("use", "sig") != "sig" or not isinstance(operations, list) or "verify" not in operations:
        return None
    algorithm: Algorithm | None = None
    match jwk.get("kty"):
        case "RSA":
            algorithm = "RS256"
        case "EC" if jwk.get("crv") == "P-256":
            algorithm = "ES256"
    return algorithm if jwk.get("alg", algorithm) == algorithm else None


def _import(jwk: Mapping[str, str]) -> RSAKey | ECKey | None:
    try:
        if jwk["kty"] == "EC":
            return ECKey.import_key({**jwk})
        return RSAKey.import_key({**jwk}) if _is_strong(modulus=jwk["n"], exponent=jwk["e"]) else None
    except (JoseError, KeyError, ValueError):
        return None


def _is_strong(*, modulus: str, exponent: str) -> bool:
    bits = base64_to_int(modulus).bit_length()
    return bits in RSA_BITS and base64_to_int(exponent).bit_length() <= MAX_EXPONENT_BITS
