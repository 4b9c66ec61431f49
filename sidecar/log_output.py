"""Where the log goes and how it looks."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Literal

LogFormat = Literal["plain", "json"]
_TOKEN = re.compile(r"(mdlmcp_[a-z]{2}_)[A-Za-z0-9_-]{8,}|(?<=Bearer )[A-Za-z0-9._~+/=-]+")
_QUIET = ("mcp", "httpx2", "httpcore2", "sse_starlette")


def configure_logging(log_format: LogFormat, level: str) -> None:
    """Send every logger's lines to stderr, one line an event, without tokens."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if log_format == "json" else _PlainLines())
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


class _PlainLines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        return _without_tokens(super().format(record))


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({name: _without_tokens(text) for name, text in line.items()}, ensure_ascii=False)


def _without_tokens(text: str) -> str:
    return _TOKEN.sub(lambda match: f"{match[1] or ''}…", text)
