"""Rows are sealed while others are written, people are erased, and what is old is removed: the chain stays whole."""

from __future__ import annotations

import base64
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.moodle import chain
from tests.moodle.bridge_door import BridgeDoor
from tests.moodle.privacy import Privacy
from tests.moodle.sealed_record import ANA, BRUNO, SealedRecord, call_of, head_of
from tests.moodle.site import MoodleSite
from tests.moodle.webhook_bridge import WebhookBridge
from tests.moodle.webhook_command import WebhookCommand

DAY_S = 86400
ADMIN = 2
NAMES_OF_PARTS = ("Record of attempts", "Record of attempts (2)", "Record of attempts (3)")
PERSONAL = ("userid", "client", "clientip", "useragent", "salt")
TASKS = "local_mcpgate\\task\\"


@pytest.fixture
def door(site: MoodleSite) -> BridgeDoor:
    return BridgeDoor.of(site)


def run_task(site: MoodleSite, name: str) -> str:
    return site.installation.run("admin/cli/scheduled_task.php", f"--execute=\\{TASKS}{name}")


def keep_for(site: MoodleSite, days: int) -> None:
    assert not site.installation.control("settings", s_local_mcpgate_auditretention=days)


def kinds(record: SealedRecord) -> list[str]:
    return [row["kind"] for row in sorted(record.rows(), key=lambda row: int(row["id"]))]


@pytest.mark.threat(94)
def test_an_erased_person_is_gone_from_the_record_and_the_chain_is_whole(record: SealedRecord) -> None:
    ids = record.add(call_of(ANA), call_of(BRUNO), call_of(ANA), call_of(None))
    chained = [row["chainhash"] for row in record.rows()]
    assert record.control(erase=[ANA])["erased"] == 2
    for auditid in (ids[0], ids[2]):
        assert [record.row(auditid)[column] for column in PERSONAL] == [None] * 5
    assert [record.row(ids[1])["userid"], record.row(ids[1])["salt"] is None] == [BRUNO, False]
    assert [row["chainhash"] for row in record.rows("chainnumber IS NOT NULL")] == chained
    verdict = record.verdict()
    assert (verdict["whole"], verdict["rows"], verdict["erased"]) == (True, 4, 2)
    assert str(ANA) not in json.dumps(record.rows())


@pytest.mark.threat(94)
def test_an_erasure_is_on_record_with_the_number_of_rows_and_without_the_person(record: SealedRecord) -> None:
    record.add(call_of(ANA), call_of(ANA))
    record.control(erase=[ANA])
    (row,) = record.rows("kind = 'record_erased'")
    assert (row["outcome"], row["attempts"]) == ("allowed", 2)
    assert {row[name] for name in ("userid", "client", "clientip", "connectionid")} == {None}
    record.control(erase=[ANA])
    assert kinds(record).count("record_erased") == 1


@pytest.mark.threat(94)
def test_a_person_erased_before_their_rows_were_sealed_leaves_nothing_either(record: SealedRecord) -> None:
    (auditid,) = record.control(rows=[call_of(ANA)])["ids"]
    record.control(erase=[ANA], seal=[])
    record.control(seal=[int(time.time())])
    assert [record.row(auditid)[column] for column in PERSONAL[:4]] == [None] * 4
    assert record.is_whole()


@pytest.mark.threat(94)
@pytest.mark.parametrize(
    "column", ["userid = 4712", "clientip = '192.0.2.1'", "useragent = ''", "client = 'x'", "salt = 'aa'"]
)
def test_nothing_can_be_put_into_a_row_that_was_erased(record: SealedRecord, column: str) -> None:
    (auditid,) = record.add(call_of(ANA))
    record.control(erase=[ANA])
    assert record.is_whole()
    record.change(auditid, column)
    fault = record.fault()
    assert (fault["kind"], fault["auditid"]) == ("changed", auditid)


@pytest.mark.threat(94)
def test_a_row_cannot_be_half_erased(record: SealedRecord) -> None:
    (auditid,) = record.add(call_of(ANA))
    record.change(auditid, "userid = NULL")
    assert record.fault()["kind"] == "changed"
    record.change(auditid, "salt = NULL")
    assert record.fault()["kind"] == "changed"


@pytest.mark.threat(94)
def test_what_is_older_than_the_site_keeps_is_removed_and_the_rest_is_verified_from_a_signed_anchor(
    record: SealedRecord, site: MoodleSite
) -> None:
    now = int(time.time())
    for days in (400, 390, 380, 300, 1):
        record.add(call_of(ANA), call_of(BRUNO), at=now - days * DAY_S)
    before = record.seals()
    keep_for(site, 365)
    assert "6 rows" in run_task(site, "apply_retention")
    seals = record.seals()
    assert [seal["sealnumber"] for seal in seals] == [3, 4, 5]
    assert [seal["head"] for seal in seals] == [seal["head"] for seal in before[2:]]
    assert len(record.rows("kind = 'call'")) == 4
    (row,) = record.rows("kind = 'record_pruned'")
    assert row["attempts"] == 6
    record.control(seal=[now])
    assert record.is_whole(head_of(before[3]))
    assert record.is_whole(head_of(before[2]))
    gone = record.attempt(head_of(before[0]))
    assert (gone.returncode, "cannot be compared" in gone.stdout) == (2, True)


@pytest.mark.threat(94)
def test_the_anchor_is_signed_as_it_is_written_down(record: SealedRecord) -> None:
    now = int(time.time())
    for days in (3, 2):
        record.add(call_of(ANA), at=now - days * DAY_S)
    record.control(remove_before=now - DAY_S)
    (anchor,) = record.seals()
    (row,) = record.site.database.table("config", where="name = 'siteidentifier'")
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(record.public_keys()[anchor["anchorkeyid"]]))
    said = chain.statement("mcpgate-anchor", row["value"], anchor, anchor["timeanchored"])
    key.verify(base64.b64decode(anchor["anchorsignature"]), said)
    assert record.is_whole()
    record.add(call_of(BRUNO))
    assert record.verdict()["head"]["chainlength"] == 4


@pytest.mark.threat(93, 94)
@pytest.mark.parametrize(
    "change",
    [
        "timeanchored = timeanchored - 1",
        "anchorsignature = signature",
        "anchorsignature = REVERSE(anchorsignature)",
        "anchorkeyid = 'f00'",
        "anchorkeyid = '', anchorsignature = ''",
        "signature = anchorsignature",
        "head = REPEAT('a', 64)",
        "chainlength = chainlength - 1",
    ],
)
def test_an_anchor_that_this_site_did_not_sign_is_named(record: SealedRecord, change: str) -> None:
    now = int(time.time())
    for days in (3, 2, 0):
        record.add(call_of(ANA), at=now - days * DAY_S)
    record.control(remove_before=now - DAY_S)
    assert record.is_whole()
    record.change_seal(2, change)
    assert record.fault() == {"kind": "signature", "seal": 2}


@pytest.mark.threat(93, 94)
@pytest.mark.parametrize("signed", [True, False])
def test_a_beginning_removed_by_hand_is_not_taken_for_retention(record: SealedRecord, signed: bool) -> None:
    now = int(time.time())
    for days in (4, 3, 2, 0):
        record.add(call_of(ANA), at=now - days * DAY_S)
    record.control(remove_before=now - 3 * DAY_S - 60)
    anchor = record.seals()[0] | ({} if signed else {"anchorkeyid": "", "anchorsignature": ""})
    forged = ", ".join(f"{name} = '{anchor[name]}'" for name in ("timeanchored", "anchorkeyid", "anchorsignature"))
    record.change_seal(3, forged)
    for number in (1, 2):
        record.delete_seal(number)
    assert record.fault() == {"kind": "signature", "seal": 3}


@pytest.mark.threat(93, 94)
def test_a_removed_row_that_is_put_back_is_named(record: SealedRecord) -> None:
    now = int(time.time())
    (old,) = record.add(call_of(ANA), at=now - 3 * DAY_S)
    record.add(call_of(ANA))
    record.copy("old")
    record.control(remove_before=now - DAY_S)
    assert record.is_whole()
    record.restore("old", auditid=old)
    fault = record.fault()
    assert (fault["kind"], fault["auditid"]) == ("extra", old)


@pytest.mark.parametrize("days", [0, 365])
def test_nothing_is_removed_that_is_not_old_enough(record: SealedRecord, site: MoodleSite, days: int) -> None:
    age = 4000 if days == 0 else 364
    record.add(call_of(ANA), at=int(time.time()) - age * DAY_S)
    keep_for(site, days)
    run_task(site, "apply_retention")
    assert kinds(record) == ["call"]


def test_a_row_that_was_erased_can_be_removed_later(record: SealedRecord) -> None:
    now = int(time.time())
    record.add(call_of(ANA), at=now - 3 * DAY_S)
    record.control(erase=[ANA], seal=[now])
    assert record.control(remove_before=now - DAY_S)["removed"] == 1
    assert record.is_whole()


def test_many_who_seal_at_once_seal_each_row_once(record: SealedRecord, door: BridgeDoor) -> None:
    record.control(rows=[call_of(ANA)], times=2500)
    with ThreadPoolExecutor(6) as pool:
        answers = [answer.data for answer in pool.map(lambda _: door.ask("record.seal"), range(6))]
    assert sum(answer["sealed"] for answer in answers) == 2500
    verdict = record.verdict()
    assert (verdict["whole"], verdict["rows"], verdict["waiting"]) == (True, 2500, 0)


def test_sealing_erasing_and_removing_at_once_leave_the_chain_whole(record: SealedRecord) -> None:
    now = int(time.time())
    for days in (5, 4, 3):
        record.add(*[call_of(ANA), call_of(BRUNO)] * 40, at=now - days * DAY_S)
    record.control(rows=[call_of(ANA), call_of(BRUNO)], times=700)
    work = [{"seal": [now]}, {"erase": [ANA]}, {"remove_before": now - DAY_S}, {"seal": [now]}, {"erase": [BRUNO]}]
    with ThreadPoolExecutor(5) as pool:
        list(pool.map(lambda arguments: record.control(**arguments), work))
    record.control(seal=[now])
    verdict = record.verdict()
    assert (verdict["whole"], verdict["waiting"]) == (True, 0)
    assert {row["userid"] for row in record.rows()} == {None}


def test_the_bridge_seals_and_tells_the_end_of_the_chain(record: SealedRecord, door: BridgeDoor) -> None:
    assert door.ask("record.seal").data == {"sealed": 0, "head": None, "holds": None}
    record.control(rows=[call_of(ANA)] * 3)
    first = door.ask("record.seal").data
    (seal,) = record.seals()
    assert first["sealed"] == 3
    assert first["head"] == {
        "number": 1,
        "rows": 3,
        "chainlength": 3,
        "head": seal["head"],
        "timecreated": seal["timecreated"],
        "keyid": seal["keyid"],
        "signature": seal["signature"],
    }
    assert door.ask("record.seal").data == {"sealed": 0, "head": first["head"], "holds": None}


@pytest.mark.threat(93)
def test_the_bridge_tells_whether_the_chain_leads_through_a_head_it_told_before(
    record: SealedRecord, door: BridgeDoor
) -> None:
    now = int(time.time())

    def holds(head: object) -> object:
        return door.ask("record.seal", known=head).data["holds"]

    record.add(call_of(ANA), at=now - 3 * DAY_S)
    record.copy("backup")
    record.add(call_of(ANA), at=now - 2 * DAY_S)
    old, head = ({"number": seal["sealnumber"], "head": seal["head"]} for seal in record.seals())
    assert (holds(old), holds(head)) == (True, True)
    record.control(remove_before=now - DAY_S)
    assert (holds(old), holds(head)) == (None, True)
    record.change_seal(2, "anchorsignature = REVERSE(anchorsignature)")
    assert (holds(old), holds(head)) == (False, True)
    record.restore("backup")
    assert (holds(old), holds(head)) == (True, False)
    record.add(call_of(BRUNO))
    assert (holds(old), holds(head)) == (True, False)
    assert door.ask("record.seal", known={"number": 1, "head": "x"}).code == "bridge_bad_request"


def test_cron_seals_where_no_sidecar_does(record: SealedRecord, site: MoodleSite) -> None:
    record.control(rows=[call_of(ANA)])
    assert "1 rows" in run_task(site, "seal_record")
    assert record.verdict()["rows"] == 1


def sealed_events(site: MoodleSite) -> list[dict[str, object]]:
    rows = site.database.table("logstore_standard_log", where="eventname LIKE '%record_sealed'")
    return [json.loads(row["other"]) for row in rows]


def test_the_end_of_the_chain_leaves_the_site_once_a_minute_and_never_without_a_new_seal(
    record: SealedRecord, site: MoodleSite, door: BridgeDoor
) -> None:
    command, bridge = WebhookCommand(site=site), WebhookBridge(door=door)
    command.make("record.sealed")
    already, now = len(sealed_events(site)), int(time.time()) + 10 * DAY_S
    for second, announced in ((0, 1), (20, 1), (40, 1), (61, 2)):
        record.add(call_of(ANA), at=now + second)
        assert len(sealed_events(site)) - already == announced
    record.add(call_of(ANA), at=now + 70)
    record.control(seal=[now + 122])
    record.control(seal=[now + 300])
    heads = [seal["head"] for seal in record.seals()]
    told = [event["head"] for event in sealed_events(site)[already:]]
    assert told == [heads[0], heads[3], heads[4]]
    messages = []
    for _ in told:
        delivery = bridge.take_one()
        messages.append(json.loads(delivery["body"]))
        assert bridge.report(delivery, "delivered", status=204)
    assert [message["type"] for message in messages] == ["record.sealed"] * 3
    assert [message["data"]["head"] for message in messages] == told
    assert str(ANA) not in json.dumps([messages, sealed_events(site)])
    command.delete_all()


def test_a_fault_is_on_record_once_and_shown_on_the_status_page(record: SealedRecord, site: MoodleSite) -> None:
    ids = record.add(*[call_of(ANA)] * 3)
    assert record.is_whole()
    checks = site.installation.attempt("admin/cli/checks.php", "--verbose", "--filter=local_mcpgate_sealed_record")
    assert "as they were sealed" in checks.stdout, checks
    record.change(ids[1], "outcome = 'denied'")
    for _ in range(2):
        assert record.fault()["kind"] == "changed"
        run_task(site, "verify_record")
    (row,) = record.rows("kind = 'record_broken'")
    assert (row["outcome"], row["errorcode"]) == ("error", "changed")
    assert json.loads(row["argumentkeys"]) == ["seal_1", f"row_{ids[1]}", "place_2"]
    checks = site.installation.attempt("admin/cli/checks.php", "--verbose", "--filter=local_mcpgate_sealed_record")
    assert f"Row with id {ids[1]}" in checks.stdout, checks


def go_on_from(record: SealedRecord, number: int) -> None:
    """Let the nightly verification have come to a seal."""
    record.control(verified=number)


def test_the_nightly_verification_goes_on_where_it_was_and_begins_anew_at_the_end(
    record: SealedRecord, site: MoodleSite
) -> None:
    ids = [record.add(call_of(ANA))[0] for _ in range(3)]
    record.change(ids[0], "outcome = 'denied'")
    go_on_from(record, 2)
    assert "1 rows in 1 seals" in run_task(site, "verify_record")
    assert kinds(record).count("record_broken") == 0
    assert f"Row with id {ids[0]}" in run_task(site, "verify_record")
    assert kinds(record).count("record_broken") == 1


def test_the_nightly_verification_begins_anew_where_retention_took_its_place(
    record: SealedRecord, site: MoodleSite
) -> None:
    now = int(time.time())
    for days in (9, 8, 7, 0):
        record.add(call_of(ANA), at=now - days * DAY_S)
    record.control(remove_before=now - DAY_S)
    record.control(seal=[now])
    go_on_from(record, 2)
    output = run_task(site, "verify_record")
    assert "2 rows in 2 seals" in output
    assert kinds(record).count("record_broken") == 0


def test_the_record_of_one_person_is_exported_to_them_in_parts_of_bounded_size(
    site: MoodleSite, record: SealedRecord
) -> None:
    rows = f"SELECT CONCAT('row-', seq), 1790000000 + seq, {ADMIN}, 'allowed' FROM seq_1_to_25000 ORDER BY seq"  # noqa: S608 - tests' own words
    site.database.execute(f"INSERT INTO mdl_local_mcpgate_audit (recordid, timecreated, userid, outcome) {rows}")
    files = Privacy(site=site, userid=ADMIN).export()
    parts = [[row["recordid"] for row in files[name]["rows"]] for name in NAMES_OF_PARTS]
    assert [len(part) for part in parts] == [10_000, 10_000, 5_000]
    assert [recordid for part in parts for recordid in part] == [f"row-{number}" for number in range(1, 25_001)]
