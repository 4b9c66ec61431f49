from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from sidecar.log_output import LogFormat, configure_logging

TOKEN = "mdlmcp_at_abcdefghijklmnopqrstuvwxyz0123456789"


@pytest.fixture(autouse=True)
def _restored_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.parametrize("log_format", ["plain", "json"])
def test_a_token_that_slips_into_a_line_is_not_written(
    log_format: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging(log_format, "info")
    logger = logging.getLogger("some.library")
    try:
        raise ValueError(f"bad header: Bearer {TOKEN}")
    except ValueError:
        logger.exception("request with %s failed", TOKEN)
    logger.info("Authorization: Bearer c29tZXRoaW5nLWVsc2U=")
    err = capsys.readouterr().err
    assert "abcdefghijk" not in err
    assert "c29tZXRo" not in err
    assert "mdlmcp_at_…" in err


def test_json_lines_hold_one_event_each(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("json", "warning")
    logging.getLogger("sidecar").warning("two\nlines")
    logging.getLogger("sidecar").info("not of interest")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "two\nlines"
    assert json.loads(line)["level"] == "warning"
