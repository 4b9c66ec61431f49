"""A server without PHP's sodium extension: the record is sealed without signatures, and the site says so."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.moodle.programs import PHP_SETTINGS, Programs
from tests.moodle.sealed_record import ANA, CONTROL, VERIFY, SealedRecord, call_of
from tests.moodle.site import MoodleSite

WITHOUT_SODIUM = Path(__file__).parent / "php/without_sodium.php"
KEYS = "plugin = 'local_mcpgate' AND name = 'sealkeys'"


@pytest.fixture
def record(site: MoodleSite) -> SealedRecord:
    """An empty record of a site that never signed anything."""
    record = SealedRecord(site=site)
    record.empty()
    site.database.execute("DELETE FROM mdl_config_plugins WHERE plugin = 'local_mcpgate' AND name LIKE 'seal%'")
    site.installation.run("admin/cli/purge_caches.php")
    return record


def run_bare(site: MoodleSite, script: str | Path, *arguments: str) -> tuple[int, str]:
    """Run a script of the site without sodium; return what it ends with and prints."""
    options = [*PHP_SETTINGS, "-d", f"auto_prepend_file={WITHOUT_SODIUM}"]
    command = [Programs.find().php, *options, str(site.installation.dirroot / script), *arguments]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout + done.stderr


def add_bare(record: SealedRecord) -> None:
    """Write a row and seal it without sodium."""
    work = json.dumps({"rows": [call_of(ANA)], "seal": [int(time.time())]})
    code, output = run_bare(record.site, CONTROL, str(record.site.installation.dirroot), work)
    assert code == 0, output


def verify_bare(record: SealedRecord) -> tuple[int, Any]:
    code, output = run_bare(record.site, VERIFY, "--json")
    return code, json.loads(output)


def test_seals_without_signatures_are_verified_and_said_to_prove_nothing(record: SealedRecord) -> None:
    add_bare(record)
    (seal,) = record.seals()
    assert (seal["keyid"], seal["signature"]) == ("", "")
    code, verdict = verify_bare(record)
    assert (code, verdict["whole"], verdict["signed"]) == (2, True, False)
    record.change(record.rows()[0]["id"], "outcome = 'denied'")
    code, verdict = verify_bare(record)
    assert (code, verdict["fault"]["kind"]) == (1, "changed")


def test_what_was_sealed_before_a_site_could_sign_is_vouched_for_by_what_comes_after(record: SealedRecord) -> None:
    add_bare(record)
    assert record.verdict()["signed"] is False
    record.add(call_of(ANA))
    assert (record.is_whole(), record.verdict()["signed"]) == (True, True)
    record.change_seal(2, "keyid = '', signature = ''")
    assert record.fault() == {"kind": "signature", "seal": 2}


@pytest.mark.threat(93)
def test_a_site_that_signed_once_seals_nothing_without_its_keys(record: SealedRecord, site: MoodleSite) -> None:
    record.add(call_of(ANA))
    add_bare(record)
    assert (len(record.seals()), len(record.rows("sealid IS NULL"))) == (1, 1)
    assert "No signature vouches" in run_bare(site, "admin/cli/checks.php", "--verbose")[1]
    site.database.update("config_plugins", "value = CONCAT(value, 'x')", where=KEYS)
    site.installation.run("admin/cli/purge_caches.php")
    assert record.control(seal=[int(time.time())])["sealed"] == 0
    assert record.fault() == {"kind": "signature", "seal": 1}
    assert site.installation.attempt("local/mcpgate/cli/seal_keys.php").returncode == 1
    record.public_keys("--rotate")
    assert record.control(seal=[int(time.time())])["sealed"] >= 1
    assert record.fault() == {"kind": "signature", "seal": 1}


@pytest.mark.threat(93)
def test_whoever_has_the_database_can_neither_read_the_key_nor_add_one(record: SealedRecord, site: MoodleSite) -> None:
    record.add(call_of(ANA))
    (kept,) = site.database.table("config_plugins", where=KEYS)
    (key,) = record.public_keys().values()
    assert "secret" not in kept["value"]
    assert key not in kept["value"]
    for value in ("{}", json.dumps({"secret": key, "public": [key], "unsigned": 99}), ""):
        site.database.update("config_plugins", f"value = '{value}'", where=KEYS)
        site.installation.run("admin/cli/purge_caches.php")
        assert record.fault(f"--public-key={key}", "--head=9:" + "a" * 64) == {"kind": "rolled_back", "seal": 9}
        assert record.fault() == {"kind": "signature", "seal": 1}
