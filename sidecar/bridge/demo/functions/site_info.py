"""``core_webservice_get_site_info``."""

from __future__ import annotations

from typing import Any

from sidecar.bridge.demo.functions.description import Arguments, CourseReach, DemoFunction
from sidecar.bridge.demo.trees import DEFAULT, OPTIONAL, multiple, single, value
from sidecar.bridge.demo.visit import Visit


def _run(visit: Visit, arguments: Arguments) -> dict[str, Any]:
    person = visit.person
    return {
        "sitename": "Demo campus",
        "username": person["username"],
        "firstname": person["firstname"],
        "lastname": person["lastname"],
        "fullname": f"{person['firstname']} {person['lastname']}",
        "lang": "en",
        "userid": visit.userid,
        "siteurl": visit.wwwroot,
        "userpictureurl": "",
        "functions": [],
        "release": "4.5 (demo campus)",
        "userissiteadmin": bool(person["siteadmin"]),
    }


FUNCTION = DemoFunction(
    name="core_webservice_get_site_info",
    courses=CourseReach(),
    description="Tells who the person is and which site this is.",
    parameters=single({"serviceshortnames": multiple(value("alphanumext"), "Ignored by Moodle", req=DEFAULT)}),
    returns=single(
        {
            "sitename": value("raw", "Name of the site"),
            "username": value("raw", "Login name of the person"),
            "firstname": value("text", "First name"),
            "lastname": value("text", "Last name"),
            "fullname": value("text", "Whole name"),
            "lang": value("lang", "Language in use"),
            "userid": value("int", "Id of the person"),
            "siteurl": value("raw", "Address of the site"),
            "userpictureurl": value("url", "Address of the person's picture"),
            "functions": multiple(
                single({"name": value("raw", "Function"), "version": value("text", "Version of its component")}),
                "Functions of the web service in use",
            ),
            "release": value("text", "Release of Moodle", req=OPTIONAL),
            "userissiteadmin": value("bool", "Whether the person administers the site", req=OPTIONAL),
        }
    ),
    run=_run,
)
