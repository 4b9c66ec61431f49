"""The verifier at a shell: nothing that stops it looks like a verdict."""

from __future__ import annotations

import pytest

from tests.moodle.sealed_record import ANA, SealedRecord, call_of

CANNOT_BE_TOLD = 2


def test_a_database_that_fails_while_the_record_is_read_is_no_verdict(record: SealedRecord) -> None:
    record.add(call_of(ANA))
    database = record.site.database
    database.execute("RENAME TABLE mdl_local_mcpgate_seal TO seals_elsewhere")
    try:
        done = record.attempt("--json")
    finally:
        database.execute("RENAME TABLE seals_elsewhere TO mdl_local_mcpgate_seal")
    assert (done.returncode, done.stdout) == (CANNOT_BE_TOLD, "")
    assert done.stderr.startswith("Whether the record is as it was sealed cannot be told: ")
    assert record.attempt().returncode == 0


def test_a_database_that_is_gone_at_the_start_is_no_verdict(record: SealedRecord) -> None:
    record.site.database.stop()
    try:
        done = record.attempt()
    finally:
        record.site.database.start()
    assert done.returncode == CANNOT_BE_TOLD


def test_a_moodle_that_does_not_start_is_no_verdict(record: SealedRecord) -> None:
    config = record.site.installation.dirroot / "config.php"
    kept = config.read_text()
    config.write_text("<?php\nexit(1);\n")
    try:
        done = record.attempt()
    finally:
        config.write_text(kept)
    assert done.returncode == CANNOT_BE_TOLD


@pytest.mark.parametrize("option", ["--head", "--head=", "--public-key", "--public-key=", "--speed=3"])
def test_an_option_that_is_not_understood_is_no_verdict(record: SealedRecord, option: str) -> None:
    done = record.attempt(option)
    assert (done.returncode, done.stdout) == (CANNOT_BE_TOLD, "")


def test_help_is_no_failure(record: SealedRecord) -> None:
    assert record.attempt("--help").returncode == 0


def test_a_pair_of_keys_is_not_made_for_somebody_who_says_no(record: SealedRecord) -> None:
    before = record.public_keys()
    done = record.site.installation.attempt("local/mcpgate/cli/seal_keys.php", "--rotate=no")
    assert (done.returncode, done.stdout) == (2, "")
    assert record.public_keys() == before
