"""``catalogue``: the functions of the campus."""

from __future__ import annotations

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.functions import CATALOGUE, CATALOGUE_REVISION
from sidecar.bridge.demo.operations.question import Answer, Nothing


def answer(campus: DemoCampus, question: Nothing) -> Answer:
    return {"revision": CATALOGUE_REVISION, "functions": CATALOGUE, "broken": []}
