"""The values that cross the bridge, parsed once (PROTOCOL.md)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Hash = str
"""Lower-case hex of HMAC-SHA256 under a key of the token ring."""

ClientKind = Literal["registered", "dynamic", "metadata"]
ClientDocuments = Literal["fetch", "pinned", "off"]
AuthMethod = Literal["none", "client_secret_post", "client_secret_basic", "private_key_jwt"]
FunctionClass = Literal["read", "write", "destructive", "never"]
PerMinute = Annotated[int, Field(ge=1)]


class Message(BaseModel):
    """A frozen value; unknown fields from a newer plugin are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class PluginFacts(Message):
    version: int
    release: str


class MoodleFacts(Message):
    release: str
    branch: str
    wwwroot: str
    sitename: str
    lang: str


class Rates(Message):
    """Ceilings a minute, ``None`` for none: tool calls of a person, HTTP requests of an address."""

    user: PerMinute | None
    address: PerMinute | None


STANDARD_RATES = Rates(user=300, address=3000)
"""What holds while a site has named none."""


class SiteSettings(Message):
    """What holds for every connection; what an older plugin does not send is refused or limited."""

    enabled: bool
    site_mode: Literal["read", "write"]
    public_url: str
    registration: bool
    access_token_ttl_s: int
    refresh_token_ttl_s: int
    assessment: bool = False
    client_documents: ClientDocuments = "off"
    allowed_origins: tuple[str, ...] = ()
    rates: Rates = STANDARD_RATES


class SiteState(Message):
    """Answer to ``hello``."""

    protocol: int
    time: float
    plugin: PluginFacts
    moodle: MoodleFacts
    settings: SiteSettings
    nodes: int = 1
    deliveries_due: int | None = None
    maintenance: bool
    epoch: int
    catalogue_revision: str


class SpoolState(Message):
    records: int
    oldest: float | None


def _may_sit_an_assessment(known: Mapping[str, Any]) -> bool:
    return known.get("function_class") != "read"


class FunctionDescription(Message):
    """One external function; ``parameters`` and ``returns`` are trees of PROTOCOL.md.

    Of an older plugin, which does not say, whatever changes something may sit an assessment;
    what cannot be limited to courses it refuses by itself.
    """

    name: str
    component: str
    type: str
    function_class: FunctionClass = Field(alias="class")
    reason: str = ""
    assessment: bool = Field(default_factory=_may_sit_an_assessment)
    limitable: bool = True
    description: str
    deprecated: bool
    parameters: Mapping[str, Any]
    returns: Mapping[str, Any] | None


class Catalogue(Message):
    revision: str
    functions: tuple[FunctionDescription, ...]


class Client(Message):
    client_id: str
    kind: ClientKind
    name: str
    redirect_uris: tuple[str, ...]
    auth_method: AuthMethod
    secrethash: Hash | None = None
    metadata: Mapping[str, Any] = Field(default_factory=dict)
    pinned: bool = False
    timecreated: int = 0
    timemodified: int = 0
    timeexpires: int | None = None


class ClientAnswer(Message):
    client: Client


class Nothing(Message):
    """An answer without content."""


class PendingRequest(Message):
    requestid: str
    url: str
    timeexpires: int


class FinishedRequest(Message):
    outcome: Literal["approved", "denied"]
    redirect_uri: str
    state: str | None
    client_id: str


class Grant(Message):
    connectionid: int
    scopes: tuple[str, ...]
    resource: str
    access_expires_in: int
    refresh_expires_in: int


class Limits(Message):
    """What narrows a connection: ``None`` is no limit, an empty list allows nothing."""

    functions: tuple[str, ...] | None = None
    courses: tuple[int, ...] | None = None
    addresses: tuple[str, ...] | None = None
    ratelimit: PerMinute | None = None
    callquota: int | None = None
    bytequota: int | None = None
    approvewrites: bool = False


def _absent_allows_nothing(limits: Any) -> Any:
    if not isinstance(limits, Mapping):
        return limits
    return {"functions": (), "courses": (), "addresses": ()} | dict(limits)


class Connection(Message):
    """A connection as Moodle told it; a list of its limits that is missing allows nothing."""

    id: int
    userid: int
    client_id: str
    client_name: str
    scopes: tuple[str, ...]
    resource: str
    revision: int
    timeexpires: int | None
    tokenexpires: int
    limits: Annotated[Limits, BeforeValidator(_absent_allows_nothing)]


class ConnectionAnswer(Message):
    connection: Connection


class RevokeAnswer(Message):
    revoked: bool


class RehashAnswer(Message):
    changed: bool


class Introspection(Message):
    """What a token stands for; of one that is not ``active`` nothing else is told."""

    active: bool
    kind: Literal["access", "refresh"] | None = None
    scopes: tuple[str, ...] = ()
    resource: str | None = None
    userid: int | None = None
    timecreated: int | None = None
    timeexpires: int | None = None


class CallRecord(Message):
    """What the sidecar knows of a call; the plugin writes it into the audit row."""

    recordid: str
    tool: str
    clientip: str
    protocol: str
    useragent: str
    node: str


class CallAnswer(Message):
    result: Any
    function_class: FunctionClass = Field(alias="class")
    resultbytes: int
    durationms: int
    filtered: bool = False


class RecordAnswer(Message):
    stored: int
    known: int


class SealHead(Message):
    """The newest signed point of the chain: ``chainlength`` rows end in the digest ``head``."""

    number: int
    rows: int
    chainlength: int
    head: Hash
    timecreated: int
    keyid: str
    signature: str


class SealAnswer(Message):
    """How many rows were sealed, the newest head, and whether the chain ``holds`` the one that was asked about."""

    sealed: int
    head: SealHead | None
    holds: bool | None = None


class RecordRow(Message):
    """A sealed row of the record; ``None`` where it has nothing, or nothing any more."""

    id: int
    recordid: str
    kind: str
    timecreated: int
    userid: int | None
    client: str | None
    connectionid: int | None
    tool: str | None
    function: str | None
    function_class: str | None = Field(alias="class")
    scopes: str | None
    outcome: str
    errorcode: str | None
    argumentkeys: tuple[str, ...]
    courseid: int | None
    clientip: str | None
    durationms: int | None
    resultbytes: int | None
    protocol: str | None
    useragent: str | None
    node: str | None
    count: int
    chainnumber: int
    chainhash: str


class ChainPosition(Message):
    """How far one has read the chain: handed back as it came."""

    number: int
    hash: Hash
    time: int


class RecordPage(Message):
    """Rows in the order of the chain, and the ``position`` after them; ``complete`` if there is nothing more now."""

    rows: tuple[RecordRow, ...]
    position: ChainPosition | None
    complete: bool


class Delivery(Message):
    """A webhook message that this node alone may send until its ``lease`` runs out."""

    deliveryid: int
    msgid: str
    url: str
    secrets: tuple[str, ...]
    private: bool
    body: str
    attempt: int
    lease: Hash


class DueDeliveries(Message):
    deliveries: tuple[Delivery, ...]
    next: int | None


class ReportAnswer(Message):
    settled: bool
