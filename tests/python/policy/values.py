"""What decisions are made of, for tests: plain values and every combination of them."""

from __future__ import annotations

from typing import Any, get_args

from hypothesis import strategies as st

from sidecar.policy.addresses import AddressLimit, known_address
from sidecar.policy.patterns import FunctionLimit
from sidecar.policy.question import Arrival, Exhausted, FunctionClass, Question
from sidecar.policy.scopes import Scope
from sidecar.policy.standing import ConnectionStanding, SiteMode, SiteStanding, Standing

READ = frozenset({Scope.READ})
BOTH = frozenset({Scope.READ, Scope.WRITE})
PATTERNS = ("mod_*", "core_*", "*_get_*", "mod_assign_save_grade", "??")
NETWORKS = ("192.0.2.0/24", "198.51.100.7", "2001:db8::/32", "::ffff:203.0.113.0/120", "nowhere")
NAMES = ("mod_assign_save_grade", "core_course_get_contents", "core_course", "tool_x_get_y", "Core_x", "", "mod_\n")
ADDRESSES = ("192.0.2.9", "::ffff:192.0.2.9", "198.51.100.7", "203.0.113.4", "2001:db8::1", "2001:db9::1", "unknown")


def standing(
    *,
    enabled: bool = True,
    site_mode: SiteMode = "write",
    assessment: bool = False,
    scopes: frozenset[Scope] = BOTH,
    functions: tuple[str, ...] | None = None,
    addresses: tuple[str, ...] | None = None,
    course_limited: bool = False,
) -> Standing:
    """Return a standing that may do everything but sit an assessment, narrowed as named."""
    return Standing(
        site=SiteStanding(enabled=enabled, site_mode=site_mode, assessment=assessment),
        connection=ConnectionStanding(
            scopes=scopes,
            functions=FunctionLimit.parse(functions),
            addresses=AddressLimit.parse(addresses),
            course_limited=course_limited,
        ),
    )


def limits(entries: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.none() | st.lists(st.sampled_from(entries), unique=True).map(tuple)


STANDING_FIELDS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "enabled": st.booleans(),
        "site_mode": st.sampled_from(get_args(SiteMode)),
        "assessment": st.booleans(),
        "scopes": st.frozensets(st.sampled_from(Scope)),
        "functions": limits(PATTERNS),
        "addresses": limits(NETWORKS),
        "course_limited": st.booleans(),
    }
)
STANDINGS = STANDING_FIELDS.map(lambda fields: standing(**fields))
CLASSES: st.SearchStrategy[FunctionClass | None] = st.sampled_from([*get_args(FunctionClass), None])
QUESTIONS = st.builds(
    Question,
    function=st.sampled_from(NAMES) | st.text(max_size=30),
    function_class=CLASSES,
    assessment=st.booleans(),
    limitable=st.booleans(),
)
EXHAUSTED = st.builds(
    Exhausted,
    of=st.sampled_from(["rate", "quota"]),
    entry=st.sampled_from(["connection", "user", "calls", "bytes"]),
    retry_after_s=st.floats(0.001, 86_400),
)
ARRIVALS = st.builds(
    Arrival,
    address=st.sampled_from(ADDRESSES).map(known_address) | st.ip_addresses(),
    exhausted=st.none() | EXHAUSTED,
)
