"""What was sealed cannot be changed unnoticed: the verifier names the first thing that is wrong."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.moodle import chain
from tests.moodle.sealed_record import ANA, BRUNO, SealedRecord, call_of, head_of

SIZES = (4, 3, 3)
"""Rows of each seal in the record that is tampered with."""


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """A record of ten rows in three seals."""

    record: SealedRecord
    ids: list[int]

    def place(self, number: int) -> dict[str, object]:
        """Return how the row at a place is named, beside what is wrong with it."""
        seal = next(index for index in range(1, 4) if number <= sum(SIZES[:index]))
        row = self.record.row(self.ids[number - 1])
        return {"seal": seal, "chainnumber": number, "auditid": row["id"], "recordid": row["recordid"]}


@pytest.fixture
def sealed(record: SealedRecord) -> Sealed:
    ids = [auditid for size in SIZES for auditid in record.add(*(call_of(ANA) for _ in range(size)))]
    return Sealed(record=record, ids=ids)


def test_a_record_that_nobody_touched_is_whole(sealed: Sealed) -> None:
    verdict = sealed.record.verdict()
    assert (verdict["whole"], verdict["rows"], verdict["seals"], verdict["erased"]) == (True, 10, 3, 0)
    assert verdict["signed"] is True


def test_rows_are_linked_and_signed_as_it_is_written_down(sealed: Sealed) -> None:
    rows, seals = sealed.record.rows(), sealed.record.seals()
    assert [row["chainhash"] for row in rows] == chain.hashes(rows)
    assert [row["commitment"] for row in rows] == [chain.commitment(row) for row in rows]
    assert len({row["salt"] for row in rows}) == 10
    assert [seal["head"] for seal in seals] == [rows[last - 1]["chainhash"] for last in (4, 7, 10)]
    (site,) = sealed.record.site.database.table("config", where="name = 'siteidentifier'")
    for seal in seals:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(sealed.record.public_keys()[seal["keyid"]]))
        said = chain.statement("mcpgate-seal", site["value"], seal, seal["timecreated"])
        key.verify(base64.b64decode(seal["signature"]), said)


@pytest.mark.threat(93)
def test_no_column_of_a_sealed_row_can_be_changed(sealed: Sealed) -> None:
    record, auditid, place = sealed.record, sealed.ids[4], sealed.place(5)
    original = record.row(auditid)
    record.copy("before")
    changed = set()
    for column in set(original) - {"id", "chainnumber"}:
        for value in (f"{column} + 1", "'edited'", "NULL"):
            record.site.database.execute(
                f"UPDATE IGNORE mdl_local_mcpgate_audit SET {column} = {value} WHERE id = {auditid}"  # noqa: S608
            )
            if record.row(auditid) != original:
                changed.add(column)
                renamed = {"recordid": record.row(auditid)["recordid"]}
                assert record.fault() == {"kind": "changed", **place, **renamed}, (column, value)
                record.restore("before")
    assert changed == set(original) - {"id", "chainnumber"}


@pytest.mark.threat(93)
@pytest.mark.parametrize(("number", "seal"), [(1, 1), (4, 1), (5, 2), (6, 2), (10, 3)])
def test_a_deleted_row_is_missed_at_its_place(sealed: Sealed, number: int, seal: int) -> None:
    sealed.record.delete(sealed.ids[number - 1])
    before = {} if number in (1, 5) else {"after": sealed.ids[number - 2]}
    assert sealed.record.fault() == {"kind": "missing", "seal": seal, "chainnumber": number, **before}


@pytest.mark.threat(93)
@pytest.mark.parametrize("number", [1, 2])
def test_a_seal_that_is_deleted_with_its_rows_is_missed(sealed: Sealed, number: int) -> None:
    sealed.record.delete_seal(number)
    assert sealed.record.fault() == {"kind": "missing", "seal": number}


@pytest.mark.threat(93)
@pytest.mark.parametrize("column", ["id", "chainnumber"])
@pytest.mark.parametrize(("one", "other"), [(5, 6), (2, 4), (3, 9)])
def test_rows_that_changed_places_are_named(sealed: Sealed, column: str, one: int, other: int) -> None:
    rows = {number: sealed.record.row(sealed.ids[number - 1]) for number in (one, other)}
    for number, value in ((one, -1), (other, rows[one][column]), (one, rows[other][column])):
        where = f"recordid = '{rows[number]['recordid']}'"
        sealed.record.site.database.update("local_mcpgate_audit", f"{column} = {value}", where=where)
    fault = sealed.record.fault()
    assert (fault["kind"], fault["chainnumber"]) == ("out_of_order", one)


@pytest.mark.threat(93)
@pytest.mark.parametrize(
    ("number", "seal"), [("3", 1), ("11", 3), ("NULL", 3), ("99", None), ("99", 77), ("0", 1), ("-5", 1)]
)
def test_a_row_that_pretends_to_be_sealed_is_named(sealed: Sealed, number: str, seal: int | None) -> None:
    ids = {entry["sealnumber"]: entry["id"] for entry in sealed.record.seals()}
    sealid = "NULL" if seal is None else str(ids.get(seal, 12345))
    sealed.record.insert_like(sealed.ids[2], recordid="'inserted'", chainnumber=number, sealid=sealid)
    fault = sealed.record.fault()
    assert (fault["kind"], fault["recordid"]) == ("extra", "inserted")


@pytest.mark.threat(93)
def test_a_row_that_is_read_before_the_one_whose_place_it_takes_is_the_one_that_is_named(sealed: Sealed) -> None:
    low = sealed.ids[0] - 1000
    sealed.record.insert_like(sealed.ids[2], recordid="'inserted'")
    sealed.record.site.database.update("local_mcpgate_audit", f"id = {low}", where="recordid = 'inserted'")
    assert sealed.record.fault() == {
        "kind": "extra",
        "seal": 1,
        "chainnumber": 3,
        "auditid": low,
        "recordid": "inserted",
    }


def rechain(sealed: Sealed, number: int, change: str, *, key: Ed25519PrivateKey | None = None) -> None:
    """Change a row and make everything after it fit again, as one can who knows how rows are linked."""
    record = sealed.record
    record.change(sealed.ids[number - 1], change)
    rows = record.rows()
    (site,) = record.site.database.table("config", where="name = 'siteidentifier'")
    for row, chainhash in zip(rows, chain.hashes(rows), strict=True):
        record.change(row["id"], f"chainhash = '{chainhash}'")
    previous = chain.GENESIS
    for seal in record.seals():
        seal["head"] = next(row for row in record.rows() if row["chainnumber"] == seal["chainlength"])["chainhash"]
        changes = f"head = '{seal['head']}', previoushead = '{previous}'"
        if key is not None:
            said = chain.statement("mcpgate-seal", site["value"], seal, seal["timecreated"])
            changes += f", signature = '{base64.b64encode(key.sign(said)).decode()}'"
        record.change_seal(seal["sealnumber"], changes)
        previous = seal["head"]


@pytest.mark.threat(93)
def test_a_chain_that_was_made_anew_fails_at_the_first_seal_nobody_signed(sealed: Sealed) -> None:
    rechain(sealed, 6, "outcome = 'denied'")
    assert sealed.record.fault() == {"kind": "signature", "seal": 2}


@pytest.mark.threat(93)
def test_a_chain_that_was_signed_with_another_key_fails(sealed: Sealed) -> None:
    key = Ed25519PrivateKey.generate()
    rechain(sealed, 6, "outcome = 'denied'", key=key)
    assert sealed.record.fault() == {"kind": "signature", "seal": 1}
    foreign = base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    assert sealed.record.fault(f"--public-key={foreign}") == {"kind": "signature", "seal": 1}


@pytest.mark.threat(93)
def test_a_chain_without_its_signatures_fails_on_a_site_that_signs(sealed: Sealed) -> None:
    rechain(sealed, 9, "outcome = 'denied'")
    sealed.record.change_seal(3, "keyid = '', signature = ''")
    assert sealed.record.fault() == {"kind": "signature", "seal": 3}
    sealed.record.add(call_of(BRUNO))
    assert sealed.record.fault() == {"kind": "signature", "seal": 3}


@pytest.mark.threat(93)
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("head = REPEAT('a', 64)", "signature"),
        ("chainlength = chainlength + 1", "signature"),
        ("timecreated = timecreated + 1", "signature"),
        ("signature = REVERSE(signature)", "signature"),
        ("signature = 'no base64!'", "signature"),
        ("keyid = 'f00'", "signature"),
        ("sealedrows = sealedrows - 1", "changed"),
        ("previoushead = REPEAT('a', 64)", "changed"),
        ("firstauditid = firstauditid - 1", "changed"),
        ("lastauditid = lastauditid + 1", "changed"),
        ("timeanchored = 1", "changed"),
    ],
)
def test_no_column_of_a_seal_can_be_changed(sealed: Sealed, change: str, kind: str) -> None:
    sealed.record.change_seal(2, change)
    assert sealed.record.fault() == {"kind": kind, "seal": 2}


@pytest.mark.threat(93)
def test_a_record_of_an_old_backup_is_told_from_the_real_one_by_a_head_that_left_the_site(sealed: Sealed) -> None:
    record = sealed.record
    record.copy("backup")
    record.add(call_of(BRUNO))
    newest = record.seals()[-1]
    assert record.is_whole(head_of(newest))
    record.restore("backup")
    assert record.is_whole()
    assert record.fault(head_of(newest)) == {"kind": "rolled_back", "seal": 4}
    record.add(call_of(ANA))
    assert record.is_whole()
    assert record.fault(head_of(newest)) == {"kind": "rolled_back", "seal": 4}


@pytest.mark.threat(93)
def test_a_row_that_is_put_back_as_it_was_before_it_was_sealed_is_missed(record: SealedRecord) -> None:
    (auditid,) = record.control(rows=[call_of(ANA)])["ids"]
    record.copy("unsealed")
    record.add(call_of(BRUNO))
    record.restore("unsealed", auditid=auditid)
    assert record.fault() == {"kind": "missing", "seal": 1, "chainnumber": 1}
    record.control(seal=[int(time.time())])
    assert record.fault() == {"kind": "missing", "seal": 1, "chainnumber": 1}


@pytest.mark.threat(93)
def test_a_row_that_was_kept_from_being_sealed_is_named(record: SealedRecord) -> None:
    yesterday = int(time.time()) - 90000
    (hidden,) = record.control(rows=[call_of(ANA, timecreated=yesterday, timedeadline=None, outcome="started")])["ids"]
    record.add(call_of(BRUNO), at=yesterday + 60)
    fault = record.fault()
    assert (fault["kind"], fault["auditid"]) == ("unsealed_late", hidden)


def test_rows_that_wait_for_their_seal_are_no_fault(record: SealedRecord) -> None:
    record.add(call_of(ANA))
    late = call_of(ANA, timecreated=int(time.time()) - 2 * 86400, timedeadline=None)
    record.control(rows=[late, call_of(ANA, outcome="started", timedeadline=int(time.time()) + 60)])
    verdict = record.verdict()
    assert (verdict["whole"], verdict["rows"], verdict["waiting"]) == (True, 1, 2)


def test_a_call_that_is_under_way_is_sealed_once_it_is_over(record: SealedRecord) -> None:
    record.add(call_of(ANA), call_of(ANA))
    (auditid,) = record.control(rows=[call_of(ANA, outcome="started")])["ids"]
    record.add(call_of(BRUNO))
    assert record.row(auditid)["sealid"] is None
    record.change(auditid, "outcome = 'allowed'")
    record.control(seal=[int(time.time())])
    assert [row["id"] for row in record.rows()][-1] == auditid
    assert record.verdict()["rows"] == 4


def test_the_verifier_trusts_only_the_keys_it_is_given(sealed: Sealed) -> None:
    (old,) = sealed.record.public_keys().values()
    rotated = list(sealed.record.public_keys("--rotate").values())
    assert (len(rotated), rotated[1]) == (2, old)
    sealed.record.add(call_of(BRUNO))
    assert sealed.record.is_whole()
    assert sealed.record.is_whole(f"--public-key={old},{rotated[0]}")
    assert sealed.record.fault(f"--public-key={old}") == {"kind": "signature", "seal": 4}


@pytest.mark.parametrize(
    "option", ["--head=12", "--head=0:" + "a" * 64, "--head=1:xyz", "--public-key=abc", "--nonsense"]
)
def test_options_that_are_not_understood_end_with_two(record: SealedRecord, option: str) -> None:
    done = record.attempt(option)
    assert done.returncode == 2
    assert done.stderr


def test_the_verifier_speaks_to_people_too(sealed: Sealed) -> None:
    done = sealed.record.attempt()
    assert (done.returncode, "10 rows in 3 seals" in done.stdout) == (0, True)
    sealed.record.change(sealed.ids[4], "tool = 'edited'")
    done = sealed.record.attempt()
    assert done.returncode == 1
    assert f"Row with id {sealed.ids[4]}" in done.stdout
    assert "it is not what was sealed" in done.stdout
