"""Settings files of the servers, filled from templates beside this module."""

from __future__ import annotations

import string
from pathlib import Path

TEMPLATES = Path(__file__).parent / "etc"


class _AtTemplate(string.Template):
    """``@name`` is a gap; ``$`` belongs to nginx and PHP."""

    delimiter = "@"


def write_settings(template: str, target: Path, **gaps: str | int | Path) -> Path:
    """Fill the template's gaps and write it; a gap without a value is a ``KeyError``."""
    text = (TEMPLATES / template).read_text()
    target.write_text(_AtTemplate(text).substitute({name: str(value) for name, value in gaps.items()}))
    return target


def php_string(value: str | Path) -> str:
    """Return a PHP literal of the text."""
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"
