"""From a sentence to the ideas in it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sidecar.catalogue.vocabulary import READ_WORDS, STOP_WORDS, SYNONYMS, WRITE_WORDS

MAX_QUERY_CHARS = 300
_MAX_IDEAS = 12
_WORD = re.compile(r"[a-z0-9]+")
_SYNONYM_WEIGHT = 0.6


@dataclass(frozen=True, kw_only=True, slots=True)
class Idea:
    """One word of a question with what else it may be called in a function's name."""

    word: str
    synonyms: tuple[str, ...] = ()

    def terms(self) -> tuple[tuple[str, float], ...]:
        """Return what to look for, and how much finding it counts."""
        return ((self.word, 1.0), *((synonym, _SYNONYM_WEIGHT) for synonym in self.synonyms))


@dataclass(frozen=True, kw_only=True, slots=True)
class Query:
    """A question as the index understands it; ``wants_change`` when it is about doing, not knowing."""

    ideas: tuple[Idea, ...]
    wants_change: bool

    @classmethod
    def parse(cls, text: str) -> Query:
        """Return the ideas of ``text``; words that say nothing about a function are left out."""
        words = words_of(text)
        telling = list(dict.fromkeys(word for word in words if word not in STOP_WORDS and not word.isdigit())) or words
        ideas = tuple(Idea(word=word, synonyms=SYNONYMS.get(word, ())) for word in telling[:_MAX_IDEAS])
        return cls(ideas=ideas, wants_change=_wants_change(words))


def words_of(text: str) -> list[str]:
    """Return the words of ``text``, lower-case, without accents; the parts of a function name are words."""
    plain = unicodedata.normalize("NFKD", text[:MAX_QUERY_CHARS]).casefold()
    return _WORD.findall("".join(char for char in plain if not unicodedata.combining(char)))


def _wants_change(words: list[str]) -> bool:
    for word in words:
        if word in READ_WORDS:
            return False
        if word in WRITE_WORDS:
            return True
    return False
