"""The rules Moodle's XMLDB and its five databases put on a schema, as findings on an install.xml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

MAX_TABLE_NAME = 28
"""Moodle before 4.3 on Oracle: 30 less the shortest prefix."""
MAX_NAME = 30
MAX_INDEX_BYTES = 3072
"""InnoDB, with four bytes a character."""
CORE_TABLES = {"user", "course", "context", "course_modules"}
NAME = re.compile(r"[a-z][a-z0-9_]*")
MAX_LENGTH = {"int": 20, "number": 38, "char": 1333}

# Words at least one of PostgreSQL, MySQL, MariaDB, SQL Server and Oracle reserves, as far as a
# column might be called so.
RESERVED = frozenset(
    """
    access add all alter analyze and any array as asc asymmetric at audit authorization backup before begin between
    binary both break browse bulk by call cascade case cast change char character check checkpoint close cluster
    collate column comment commit compress compute condition connect constraint contains continue convert create
    cross cube current cursor database date day_hour deallocate dec decimal declare default deferrable delayed
    delete deny desc describe deterministic disk distinct div do double drop dual dump each else elsif enclosed end
    errlvl escape except exclusive exec execute exists exit explain external false fetch file fillfactor float for
    force foreign freetext freeze from full fulltext function generated get goto grant group groups having
    high_priority holdlock identified identity if ignore ilike immediate in increment index infile initial initially
    inner inout insert int integer intersect interval into is isnull iterate join key keys kill lateral leading
    leave left level like limit linear lines load localtime lock long loop match maxextents merge minus mode modify
    natural new no noaudit nocheck nocompress not notnull nowait null number numeric of off offline offset old on
    online only open optimize option or order out outer outfile over overlaps partition percent pivot plan primary
    print prior privileges proc procedure public purge raiserror range rank raw read reads real recursive references
    regexp release rename repeat replace require resource restore restrict return returning revert revoke right
    rlike rollback row rowcount rowid rownum rows save schema select sensitive separator session set setuser share
    show shutdown signal similar size smallint some spatial sql start statistics successful symmetric synonym
    sysdate system system_user table tablesample terminated textsize then to top trailing tran transaction trigger
    true truncate tsequal uid undo union unique unlock unpivot unsigned update updatetext usage use user using
    validate values varbinary varchar varchar2 varying verbose view waitfor when whenever where while window with
    work write xor zerofill
    """.split()  # noqa: SIM905
)


def findings(schema: Element) -> Iterator[str]:
    """Yield what is wrong with the schema, each finding naming its place."""
    tables = {table.get("NAME", ""): table for table in schema.iter("TABLE")}
    if schema.get("PATH") != "local/mcpgate/db":
        yield f"PATH is {schema.get('PATH')}"
    for name, table in tables.items():
        for finding in _table_findings(name, table, tables):
            yield f"{name}: {finding}"


def _table_findings(name: str, table: Element, tables: dict[str, Element]) -> Iterator[str]:
    if len(name) > MAX_TABLE_NAME or not name.startswith("local_mcpgate_") or not NAME.fullmatch(name):
        yield "not a table name of this plugin"
    if not table.get("COMMENT"):
        yield "no comment"
    fields = {field.get("NAME", ""): field for field in table.iter("FIELD")}
    yield from _duplicates("field", [field.get("NAME", "") for field in table.iter("FIELD")])
    for field in fields.values():
        yield from _field_findings(field)
    yield from _key_findings(table, fields, tables)
    yield from _index_findings(table, fields)


def _duplicates(kind: str, names: list[str]) -> Iterator[str]:
    yield from (f"{kind} {name} twice" for name, count in Counter(names).items() if count > 1)


def _field_findings(field: Element) -> Iterator[str]:
    name, kind, length = field.get("NAME", ""), field.get("TYPE", ""), field.get("LENGTH")
    if not NAME.fullmatch(name) or len(name) > MAX_NAME or name in RESERVED:
        yield f"{name}: not a usable field name"
    if kind not in {*MAX_LENGTH, "text", "binary"}:
        yield f"{name}: type {kind}"
    elif (length is None) != (kind in {"text", "binary"}):
        yield f"{name}: a length belongs to int, number and char, and to nothing else"
    elif length is not None and not 1 <= int(length) <= MAX_LENGTH[kind]:
        yield f"{name}: length {length}"
    if field.get("NOTNULL") not in {"true", "false"} or field.get("SEQUENCE") not in {"true", "false"}:
        yield f"{name}: NOTNULL and SEQUENCE are true or false"
    if (field.get("SEQUENCE") == "true") != (name == "id"):
        yield f"{name}: id, and nothing else, is the sequence"
    if kind in {"text", "binary"} and field.get("DEFAULT") is not None:
        yield f"{name}: {kind} takes no default"


def _columns(element: Element, attribute: str = "FIELDS") -> list[str]:
    return [name.strip() for name in element.get(attribute, "").split(",")]


def _key_findings(table: Element, fields: dict[str, Element], tables: dict[str, Element]) -> Iterator[str]:
    keys = list(table.iter("KEY"))
    yield from _duplicates("key", [key.get("NAME", "") for key in keys])
    if [_columns(key) for key in keys if key.get("TYPE") == "primary"] != [["id"]]:
        yield "the primary key is not id"
    for key in keys:
        name, kind = key.get("NAME"), key.get("TYPE")
        yield from (f"key {name}: no field {column}" for column in _columns(key) if column not in fields)
        if kind not in {"primary", "unique", "foreign", "foreign-unique"}:
            yield f"key {name}: type {kind}"
        elif kind.startswith("foreign"):
            yield from (f"key {name}: {finding}" for finding in _reference_findings(key, tables))


def _reference_findings(key: Element, tables: dict[str, Element]) -> Iterator[str]:
    table, columns = key.get("REFTABLE", ""), _columns(key, "REFFIELDS")
    if table in tables:
        known = {field.get("NAME") for field in tables[table].iter("FIELD")}
        yield from (f"{table} has no field {column}" for column in columns if column not in known)
    elif table not in CORE_TABLES or columns != ["id"]:
        yield f"refers to {table}({', '.join(columns)})"


def _index_findings(table: Element, fields: dict[str, Element]) -> Iterator[str]:
    indexes = list(table.iter("INDEX"))
    yield from _duplicates("index", [index.get("NAME", "") for index in indexes])
    keyed = [_columns(key) for key in table.iter("KEY")]
    for index in indexes:
        name, columns = index.get("NAME"), _columns(index)
        missing = [column for column in columns if column not in fields]
        yield from (f"index {name}: no field {column}" for column in missing)
        if index.get("UNIQUE") not in {"true", "false"}:
            yield f"index {name}: UNIQUE is true or false"
        if columns in keyed:
            yield f"index {name}: a key has the same fields and is an index already"
        if not missing and sum(_index_bytes(fields[column]) for column in columns) > MAX_INDEX_BYTES:
            yield f"index {name}: longer than {MAX_INDEX_BYTES} bytes"


def _index_bytes(field: Element) -> int:
    if field.get("TYPE") in {"text", "binary"}:
        return MAX_INDEX_BYTES + 1
    return int(field.get("LENGTH", "0")) * 4 if field.get("TYPE") == "char" else 8
