"""``webhook.*``: nobody can enter an endpoint on this campus, so there is nothing to deliver."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sidecar.bridge.demo.campus import DemoCampus
from sidecar.bridge.demo.operations.question import Answer, Hash, Question


class WebhookTake(Question):
    node: Annotated[str, Field(min_length=1, max_length=100)]
    limit: Annotated[int, Field(ge=1, le=20)]


class WebhookReport(Question):
    deliveryid: int
    lease: Hash
    outcome: Literal["delivered", "failed", "gone"]
    status: Annotated[int, Field(ge=100, le=599)] | None
    errorcode: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,100}$")]
    retry_after_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None


def take(_campus: DemoCampus, _question: WebhookTake) -> Answer:
    return {"deliveries": [], "next": None}


def report(_campus: DemoCampus, _question: WebhookReport) -> Answer:
    return {"settled": False}
