"""The campus' pages as routes."""

from __future__ import annotations

from starlette.routing import Route

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.pages.authorize import ConsentPage
from sidecar.bridge.demo.pages.login import AUTHORIZE_PATH, LOGIN_PATH, LOGOUT_PATH, LoginPage


def campus_routes(campus: DemoCampus) -> list[Route]:
    """Return the routes a browser needs of a campus."""
    login, consent = LoginPage(campus=campus), ConsentPage(campus=campus)
    return [
        Route(LOGIN_PATH, login.show, methods=["GET"]),
        Route(LOGIN_PATH, login.submit, methods=["POST"]),
        Route(LOGOUT_PATH, login.leave, methods=["POST"]),
        Route(AUTHORIZE_PATH, consent.show, methods=["GET"]),
        Route(AUTHORIZE_PATH, consent.submit, methods=["POST"]),
    ]
