"""Words people use for what Moodle's function names call something else.

``vocabulary.json`` has them in English, and the nouns also in Portuguese, Spanish, French
and German, without accents. ``everyday.json`` says what the functions of the everyday
questions are asked for.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any


def _read(name: str) -> Any:
    return json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


_WORDS = _read("vocabulary.json")

STOP_WORDS: frozenset[str] = frozenset(_WORDS["stop"])
READ_WORDS: frozenset[str] = frozenset(_WORDS["read"])
WRITE_WORDS: frozenset[str] = frozenset(_WORDS["write"])
SYNONYMS: dict[str, tuple[str, ...]] = {word: tuple(others) for word, others in _WORDS["synonyms"].items()}
EVERYDAY: dict[str, str] = _read("everyday.json")
