"""The plugin's tables can be made, and asked, on every database Moodle runs on."""

from __future__ import annotations

import re
import subprocess
from xml.etree import ElementTree as ET

import pytest

from tests.tree.checkout import PLUGIN, files, moodle_tree, name, program
from tests.tree.xmldb import findings

INSTALL_XML = PLUGIN / "db/install.xml"
ALIAS = re.compile(r"""\bAS ([a-z]\w*)|(?:\{\w+|['"])\} ([a-z]\w*)|\bALIAS = '(\w+)'""")
GOOD_FIELD = '<FIELD NAME="note" TYPE="char" LENGTH="255" NOTNULL="true" SEQUENCE="false"/>'
TABLE = """
<XMLDB PATH="local/mcpgate/db"><TABLES><TABLE NAME="local_mcpgate_thing" COMMENT="Things">
<FIELDS><FIELD NAME="id" TYPE="int" LENGTH="10" NOTNULL="true" SEQUENCE="true"/>{field}</FIELDS>
<KEYS><KEY NAME="primary" TYPE="primary" FIELDS="id"/>{key}</KEYS>
<INDEXES>{index}</INDEXES></TABLE></TABLES></XMLDB>
"""


def table(*, field: str = GOOD_FIELD, key: str = "", index: str = "") -> ET.Element:
    return ET.fromstring(TABLE.format(field=field, key=key, index=index))


def test_the_plugins_schema_is_sound() -> None:
    assert list(findings(ET.parse(INSTALL_XML).getroot())) == []


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (table(), []),
        (table(field=GOOD_FIELD.replace("note", "order")), ["order: not a usable field name"]),
        (table(field=GOOD_FIELD.replace("note", "Note")), ["Note: not a usable field name"]),
        (table(field=GOOD_FIELD.replace("255", "1334")), ["note: length 1334"]),
        (table(field=GOOD_FIELD * 2), ["field note twice"]),
        (
            table(field='<FIELD NAME="note" TYPE="text" NOTNULL="true" DEFAULT="x" SEQUENCE="false"/>'),
            ["note: text takes no default"],
        ),
        (
            table(key='<KEY NAME="note" TYPE="foreign" FIELDS="note" REFTABLE="nothing" REFFIELDS="id"/>'),
            ["key note: refers to nothing(id)"],
        ),
        (
            table(key='<KEY NAME="a" TYPE="foreign" FIELDS="a" REFTABLE="user" REFFIELDS="id"/>'),
            ["key a: no field a"],
        ),
        (
            table(field=GOOD_FIELD.replace("255", "1333"), index='<INDEX NAME="note" UNIQUE="false" FIELDS="note"/>'),
            ["index note: longer than 3072 bytes"],
        ),
        (
            table(index='<INDEX NAME="id" UNIQUE="true" FIELDS="id"/>'),
            ["index id: a key has the same fields and is an index already"],
        ),
    ],
)
def test_the_schema_check_finds_what_it_looks_for(table: ET.Element, found: list[str]) -> None:
    assert list(findings(table)) == [f"local_mcpgate_thing: {finding}" for finding in found]


def test_the_schema_keeps_moodles_own_xsd() -> None:
    xmllint, xsd = program("xmllint", "libxml2-utils"), moodle_tree() / "lib/xmldb/xmldb.xsd"
    command = [xmllint, "--noout", "--nonet", "--schema", str(xsd), str(INSTALL_XML)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def reserved() -> set[str]:
    """The words that a database of Moodle's keeps for itself."""
    reserved = set()
    for generator in (moodle_tree() / "lib/ddl").glob("*_sql_generator.php"):
        for words in re.findall(r"\$reserved_words = array\s*\((.*?)\);", generator.read_text("utf-8"), re.DOTALL):
            reserved.update(re.findall(r"""['"](\w+)['"]""", words))
    assert {"select", "rowcount"} <= reserved
    return reserved


def test_no_name_is_reserved_on_a_database_of_moodles(reserved: set[str]) -> None:
    names = {element.get("NAME", "") for element in ET.parse(INSTALL_XML).iter("FIELD")}
    assert names & reserved == set()


def test_no_alias_is_reserved_on_a_database_of_moodles(reserved: set[str]) -> None:
    found = {name(path): aliases(path.read_text("utf-8")) & reserved for path in files(".php", under=PLUGIN)}
    assert {path: words for path, words in found.items() if words} == {}


def aliases(php: str) -> set[str]:
    return {alias for found in ALIAS.findall(php) for alias in found if alias}


@pytest.mark.parametrize(
    ("php", "found"),
    [
        ("'SELECT COUNT(x.id) AS rowcount, SUM(x.a) AS total'", {"rowcount", "total"}),
        ("'FROM {user} person JOIN {' . self::TABLE . '} audit ON'", {"person", "audit"}),
        ("private const ALIAS = 'mcpa';", {"mcpa"}),
        ("'DELETE FROM {user} WHERE id = ?'; } else { use trim as cut; }", set()),
    ],
)
def test_the_alias_check_finds_what_it_looks_for(php: str, found: set[str]) -> None:
    assert aliases(php) == found


def test_the_schema_has_the_date_of_the_version_or_an_earlier_one() -> None:
    version = re.search(r"\$plugin->version = (\d{8})\d\d;", (PLUGIN / "version.php").read_text("utf-8"))
    assert version is not None
    assert ET.parse(INSTALL_XML).getroot().get("VERSION", "") <= version[1]
