"""What a function may do to the bridge, and what the bridge lets through of what it answers."""

from __future__ import annotations

import json

import pytest

from tests.moodle.bridge_connection import CLIENT_IP, BridgeConnection, Called
from tests.moodle.campus import MoodleCampus


def test_a_function_runs_as_the_person_from_the_clients_address(smith: BridgeConnection, campus: MoodleCampus) -> None:
    surroundings = smith.call("local_mcpprobe_surroundings").result

    assert surroundings == {
        "userid": campus.people["prof.smith"].userid,
        "address": CLIENT_IP,
        "wsserver": True,
        "inputs": 0,
    }


def test_the_brief_question_gets_the_true_answer(smith: BridgeConnection, campus: MoodleCampus) -> None:
    called = smith.call("mod_assign_get_submission_status", {"assignid": campus.assignment.id})

    summary = called.result["gradingsummary"]
    assert summary["participantcount"] == 6077
    assert summary["submissionssubmittedcount"] == 1243
    assert summary["submissiondraftscount"] == 89


def test_a_call_leaves_one_finished_row_without_values(smith: BridgeConnection, campus: MoodleCampus) -> None:
    called = smith.call("core_course_get_contents", {"courseid": campus.courseid})

    row = called.row
    assert called.answer.data["class"] == "read"
    assert (row["outcome"], row["functionname"], row["functionclass"]) == (
        "allowed",
        "core_course_get_contents",
        "read",
    )
    assert (row["userid"], row["connectionid"]) == (campus.people["prof.smith"].userid, smith.connectionid)
    assert (row["clientip"], row["useragent"], row["node"]) == (CLIENT_IP, "tests", "test")
    assert json.loads(row["argumentkeys"]) == ["courseid"]
    assert row["resultbytes"] > 1000
    assert row["durationms"] >= 0


def test_argument_names_a_function_does_not_declare_stay_out_of_the_record(smith: BridgeConnection) -> None:
    called = smith.call("core_course_get_contents", {"courseid": 1, "my secret diary": "x"})

    assert called.code == "arguments_invalid"
    assert "diary" not in json.dumps(called.row)


@pytest.mark.parametrize("fail", [True, False])
def test_a_transaction_a_function_left_open_is_rolled_back(
    smith: BridgeConnection, campus: MoodleCampus, *, fail: bool
) -> None:
    called = smith.call("local_mcpprobe_leave_transaction", {"fail": fail})

    assert called.code == "function_failed"
    assert (called.row["outcome"], called.row["errorcode"]) == ("error", "function_failed")
    assert not campus.site.database.table("config_plugins", where="plugin = 'local_mcpprobe' AND name = 'uncommitted'")


@pytest.mark.parametrize(
    ("function", "code"),
    [
        ("local_mcpprobe_end", "function_exited"),
        ("local_mcpprobe_redirect", "function_exited"),
        ("local_mcpprobe_exhaust", "function_crashed"),
    ],
)
def test_a_function_that_ends_the_process_still_gets_an_answer_and_a_finished_row(
    smith: BridgeConnection, function: str, code: str
) -> None:
    called = smith.call(function)

    assert called.code == code
    assert (called.row["outcome"], called.row["errorcode"]) == ("error", code)


def test_what_a_function_prints_is_no_part_of_the_answer(smith: BridgeConnection) -> None:
    called = smith.call("local_mcpprobe_chatter")

    assert called.result == {"done": True}
    assert "PROBE-OUTPUT" not in json.dumps(called.answer.body)


@pytest.mark.parametrize(
    "secret", ["0123456789abcdef0123456789abcdef", "PROBESESSK", "fedcba9876543210fedcba9876543210"]
)
def test_secrets_inside_strings_are_blanked(smith: BridgeConnection, secret: str) -> None:
    text = smith.call("local_mcpprobe_secrets").result["text"]

    assert secret not in text
    assert "reply" in text


def test_the_password_of_a_quiz_is_blanked(smith: BridgeConnection, campus: MoodleCampus) -> None:
    courseid = campus.site.facts["courses"]["analysis"]

    quizzes = smith.call("mod_quiz_get_quizzes_by_courses", {"courseids": [courseid]}).result["quizzes"]

    assert [quiz["name"] for quiz in quizzes] == ["Statistics quiz"]
    assert "opensesame" not in json.dumps(quizzes)


def test_the_private_key_of_a_person_is_blanked(smith: BridgeConnection, campus: MoodleCampus) -> None:
    info = smith.call("core_webservice_get_site_info").result

    keys = campus.site.database.table("user_private_key")
    assert info["username"] == "prof.smith"
    assert not [key for key in keys if key["value"] in json.dumps(info)]


def test_a_result_too_large_is_refused_as_such(smith: BridgeConnection) -> None:
    called = smith.call("local_mcpprobe_weigh", {"bytes": 64 * 1024 * 1024})

    assert called.code == "result_too_large"
    assert called.row["outcome"] == "error"


@pytest.mark.threat(80)
def test_what_moodle_itself_denies_is_reported_as_its_denial(smith: BridgeConnection, campus: MoodleCampus) -> None:
    called = smith.call("core_course_get_contents", {"courseid": campus.site.facts["courses"]["chemistry"]})

    assert called.code == "denied_by_moodle"
    assert called.row["outcome"] == "denied"


@pytest.mark.parametrize(
    "arguments",
    [{}, {"courseid": "x"}, {"courseid": [1]}, {"courseid": {"id": 1}}, {"courseid": 1, "more": 2}],
)
def test_arguments_of_another_shape_are_refused_by_path(smith: BridgeConnection, arguments: dict[str, object]) -> None:
    called = smith.call("core_course_get_contents", arguments)

    assert called.code == "arguments_invalid"
    assert set(called.answer.error["detail"]) == {"path", "problem"}


@pytest.mark.threat(74)
@pytest.mark.parametrize("function", ["no_such_function", "tool_mobile_call_external_functions", "", "core_%"])
def test_unknown_and_unreachable_functions_look_alike(smith: BridgeConnection, function: str) -> None:
    unknown = smith.call("no_such_function_either")

    called = smith.call(function)

    assert called.code == "function_unknown"
    assert called.answer.error["message"] == unknown.answer.error["message"]
    assert called.row["outcome"] == "denied"


def test_functions_of_other_plugins_are_hidden_until_listed(smith: BridgeConnection, campus: MoodleCampus) -> None:
    database = campus.site.database
    (listed,) = database.table("local_mcpgate_function", where="name = 'local_mcpprobe_chatter'")
    database.update("local_mcpgate_function", "name = 'unlisted'", where=f"id = {listed['id']}")
    try:
        assert smith.call("local_mcpprobe_chatter").code == "function_unknown"
    finally:
        database.update("local_mcpgate_function", "name = 'local_mcpprobe_chatter'", where=f"id = {listed['id']}")


def test_a_write_is_refused_on_a_read_only_site(smith: BridgeConnection) -> None:
    called = create_event(smith)

    assert called.code in {"write_disabled", "scope_missing"}
    assert called.row["outcome"] == "denied"


def test_a_connection_that_may_only_read_does_not_write_on_a_site_that_lets_others(
    smith: BridgeConnection, campus: MoodleCampus
) -> None:
    campus.set_site_mode("write")
    try:
        called = create_event(smith)
    finally:
        campus.set_site_mode("read")

    assert called.code == "scope_missing"
    assert called.answer.error["detail"] == {"needed": ["api.write"]}
    assert not campus.site.database.table("event", where="name = 'By an assistant'")


def test_an_older_revision_is_told_the_fresh_connection_and_leaves_no_row(
    smith: BridgeConnection, campus: MoodleCampus
) -> None:
    narrowed = smith.revision + 1
    stored = campus.site.database
    stored.update("local_mcpgate_connection", f"revision = {narrowed}", where=f"id = {smith.connectionid}")
    try:
        called = smith.call("core_webservice_get_site_info")
    finally:
        stored.update("local_mcpgate_connection", f"revision = {smith.revision}", where=f"id = {smith.connectionid}")

    assert called.code == "stale_connection"
    fresh = called.answer.error["detail"]["connection"]
    assert (fresh["id"], fresh["revision"]) == (smith.connectionid, narrowed)
    assert called.rows == []


@pytest.mark.parametrize("tokenhashes", [["0" * 64], []])
def test_a_token_of_nobody_is_refused(smith: BridgeConnection, tokenhashes: list[str]) -> None:
    called = smith.call("core_webservice_get_site_info", tokenhashes=tokenhashes)

    assert called.code in {"token_unknown", "bridge_bad_request"}


def create_event(connection: BridgeConnection) -> Called:
    return connection.call(
        "core_calendar_create_calendar_events", {"events": [{"name": "By an assistant", "eventtype": "user"}]}
    )
