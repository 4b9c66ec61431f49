"""Whether a person of the campus may act through an assistant."""

from __future__ import annotations

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.store import Row
from sidecar.bridge.errors import BridgeError


def read_person(campus: DemoCampus, userid: int) -> Row:
    person = campus.store.row("SELECT * FROM user WHERE id = ?", userid)
    if person is None:
        raise BridgeError("user_deleted", "This account was deleted.")
    return person


def require_live(campus: DemoCampus, person: Row) -> None:
    """Refuse an account that is not in good standing, with the first code that applies."""
    refusals = (
        (person["deleted"], "user_deleted", "This account was deleted."),
        (not person["confirmed"], "user_unconfirmed", "This account was never confirmed."),
        (person["suspended"], "user_suspended", "This account is suspended."),
        (person["guest"], "user_guest", "The guest account cannot be used through an assistant."),
        (person["auth"] == "nologin", "user_auth_disabled", "The way this account signs in is switched off."),
        (
            person["siteadmin"] and not campus.settings.get("allow_site_admins"),
            "site_admin_refused",
            "Site administrators may not connect assistants to this site.",
        ),
    )
    for applies, code, message in refusals:
        if applies:
            raise BridgeError(code, message)


def require_admitted(campus: DemoCampus, person: Row) -> None:
    """Refuse what the site as a whole does not let through now: maintenance and the kill switch."""
    if campus.settings.get("maintenance") and not person["siteadmin"]:
        raise BridgeError("site_maintenance", "The site is in maintenance mode.")
    if not campus.settings.get("enabled"):
        raise BridgeError("mcp_disabled", "Assistants are switched off on this site.")


def require_ready(person: Row) -> None:
    """Refuse a person who has something to do in Moodle first; their connections wait for them."""
    if person["mustchangepassword"]:
        raise BridgeError("password_change_required", "The password has to be changed first.")


def require_capability(person: Row) -> None:
    """Refuse a person who may not connect assistants."""
    if not person["mayconnect"]:
        raise BridgeError("capability_missing", "This account may not connect assistants.")
