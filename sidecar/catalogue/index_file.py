"""The index on disk: one SQLite file with a full-text table (FTS5)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from sidecar.bridge.messages import Catalogue, FunctionDescription
from sidecar.catalogue.errors import IndexUnusableError
from sidecar.catalogue.query import words_of
from sidecar.catalogue.vocabulary import EVERYDAY

FORMAT = 3
"""Grows when a newer sidecar writes another index; an older file is then made anew."""
_MAX_TREE_DEPTH = 32


def write_index(path: Path, catalogue: Catalogue) -> None:
    """Write the index of ``catalogue`` at ``path``; what was there stays whole until the new one is."""
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    database = Database(fresh, execute_plugins=False)
    with database.atomic():
        database.execute("CREATE TABLE meta (format INTEGER, revision TEXT)")
        database.execute("INSERT INTO meta VALUES (?, ?)", (FORMAT, catalogue.revision))
        database.execute("CREATE TABLE functions (name TEXT PRIMARY KEY, body TEXT NOT NULL)")
        database.execute(
            "CREATE VIRTUAL TABLE words USING fts5"
            "(name, component, keys, description, everyday, tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        for rowid, function in enumerate(catalogue.functions, start=1):
            body = function.model_dump_json(by_alias=True)
            database.execute("INSERT INTO functions (rowid, name, body) VALUES (?, ?, ?)", (rowid, function.name, body))
            database.execute(
                "INSERT INTO words (rowid, name, component, keys, description, everyday) VALUES (?, ?, ?, ?, ?, ?)",
                (rowid, *_words(function)),
            )
    database.execute("INSERT INTO words (words) VALUES ('optimize')")
    database.conn.commit()
    database.close()
    fresh.replace(path)


def open_index(path: Path) -> tuple[str, sqlite3.Connection]:
    """Return the revision and a read-only connection; raises ``IndexUnusableError``."""
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
        made, revision = connection.execute("SELECT format, revision FROM meta").fetchone()
    except (sqlite3.Error, TypeError, ValueError) as error:
        raise IndexUnusableError(f"{path}: {error}") from error
    if made != FORMAT:
        connection.close()
        raise IndexUnusableError(f"{path} has format {made}")
    return revision, connection


def read_functions(connection: sqlite3.Connection) -> Iterator[FunctionDescription]:
    """Yield every function in the order of its row."""
    for (body,) in connection.execute("SELECT body FROM functions ORDER BY rowid"):
        yield parse_function(body)


def parse_function(body: str) -> FunctionDescription:
    """Return the function ``write_index`` kept as ``body``."""
    return FunctionDescription.model_validate(json.loads(body))


def _words(function: FunctionDescription) -> tuple[str, ...]:
    keys = {*_keys(function.parameters, 0), *_keys(function.returns, 0)}
    name = " ".join(words_of(function.name.replace("_", " ")))
    component = function.component.replace("_", " ")
    return name, component, " ".join(sorted(keys)), function.description, EVERYDAY.get(function.name, "")


def _keys(tree: Any, depth: int) -> Iterator[str]:
    if not isinstance(tree, Mapping) or depth > _MAX_TREE_DEPTH:
        return
    keys = tree.get("keys")
    for name, child in keys.items() if isinstance(keys, Mapping) else ():
        yield str(name)
        yield from _keys(child, depth + 1)
    yield from _keys(tree.get("content"), depth + 1)
