"""Finding functions by what people ask."""

from __future__ import annotations

import pytest

from sidecar.catalogue.entry import FunctionEntry
from sidecar.catalogue.index import FunctionIndex
from sidecar.catalogue.index_file import write_index
from sidecar.catalogue.vocabulary import EVERYDAY
from tests.python.catalogue.stock_functions import stock_catalogue, stock_functions

FIRST_PAGE = 20
GOLDEN = [
    ("how many students submitted the assignment", "mod_assign_get_submission_status", 5),
    ("How many students submitted the final assignment?", "mod_assign_get_submission_status", 5),
    ("how many students submitted the final project in Project Management", "mod_assign_get_submission_status", 5),
    ("who submitted the homework", "mod_assign_get_submissions", FIRST_PAGE),
    ("list my courses", "core_enrol_get_users_courses", FIRST_PAGE),
    ("what is in this course", "core_course_get_contents", FIRST_PAGE),
    ("course contents", "core_course_get_contents", 3),
    ("grades of students in a course", "gradereport_user_get_grade_items", 5),
    ("Summarise this week's forum posts into 5 topics", "mod_forum_get_forum_discussions", 5),
    ("Summarise this week's forum posts into 5 topics", "mod_forum_get_discussion_posts", 5),
    ("Which students are at risk of failing?", "gradereport_user_get_grade_items", 5),
    ("Which students are at risk of failing?", "core_completion_get_course_completion_status", 5),
    ("I didn't understand lesson 6, explain it differently", "mod_lesson_get_page_data", FIRST_PAGE),
    ("What do I still need to submit this month?", "core_calendar_get_action_events_by_timesort", 3),
    ("How have I been performing so far?", "gradereport_overview_get_course_grades", 3),
    ("Generate the engagement report by course for this semester", "core_reportbuilder_list_reports", FIRST_PAGE),
    ("Which courses have had no activity for over 30 days?", "core_course_get_courses", 5),
    ("Enrol this cohort of 60 students in the onboarding course", "enrol_manual_enrol_users", 3),
    ("participants of a course", "core_enrol_get_enrolled_users", 3),
    ("create forum discussion", "mod_forum_add_discussion", 3),
    ("send a message to a user", "core_message_send_instant_messages", 3),
    ("upcoming deadlines", "core_calendar_get_calendar_upcoming_view", 3),
    ("search courses by name", "core_course_search_courses", 3),
    ("completion status of activities", "core_completion_get_activities_completion_status", 3),
    ("quiz attempts of a user", "mod_quiz_get_user_attempts", 3),
    ("site information", "core_webservice_get_site_info", 3),
    ("core_course_get_contents", "core_course_get_contents", 1),
    ("cuántos estudiantes entregaron la tarea", "mod_assign_get_submission_status", 5),
    ("notas dos alunos", "gradereport_user_get_grade_items", 5),
    ("Welche Teilnehmer hat der Kurs?", "core_enrol_get_enrolled_users", 5),
    ("les devoirs de mon cours", "mod_assign_get_assignments", 3),
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> FunctionIndex:
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.sqlite"
    write_index(path, stock_catalogue())
    return FunctionIndex.open(path)


def not_never(entry: FunctionEntry) -> bool:
    return entry.function_class != "never"


@pytest.mark.parametrize(("question", "function", "within"), GOLDEN)
def test_an_everyday_question_finds_its_function(
    index: FunctionIndex, question: str, function: str, within: int
) -> None:
    names = [entry.name for entry in index.search(question, not_never)]
    assert function in names[:within]


def test_only_what_is_admitted_is_found(index: FunctionIndex) -> None:
    found = index.search("course", lambda entry: entry.component == "mod_page")
    assert {entry.component for entry in found} == {"mod_page"}
    assert index.search("course", lambda entry: False) == []


def test_reading_comes_before_writing_unless_the_question_is_to_write(index: FunctionIndex) -> None:
    asked = [entry.function_class for entry in index.search("how many courses", not_never)]
    told = [entry.name for entry in index.search("delete courses", not_never)]
    assert asked[:5] == ["read"] * 5
    assert "core_course_delete_courses" in told[:3]


@pytest.mark.parametrize(
    "query", ['"', "'; DROP TABLE words", "NEAR(a b)", "name:x", "*", "()", "\x00", "😀", "a" * 5000]
)
def test_the_language_of_the_index_cannot_be_spoken(index: FunctionIndex, query: str) -> None:
    assert isinstance(index.search(query, not_never), list)


def test_the_same_question_has_the_same_answer(index: FunctionIndex) -> None:
    answers = [[entry.name for entry in index.search("forum posts", not_never)] for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]


def test_every_function_is_listed_by_name_and_found_exactly(index: FunctionIndex) -> None:
    names = [entry.name for entry in index.all(lambda entry: True)]
    assert names == sorted(function["name"] for function in stock_functions())
    assert index.find("core_course_get_contents") is not None
    assert index.find("core_course_get_content") is None
    assert index.find("CORE_course_get_contents") is None


def test_the_functions_of_the_everyday_questions_exist_and_can_be_reached() -> None:
    classes = {function["name"]: function["class"] for function in stock_functions()}
    assert {name: classes.get(name) for name in EVERYDAY if classes.get(name) in (None, "never")} == {}


def test_a_contract_says_where_arguments_are_wrong_and_what_was_expected(index: FunctionIndex) -> None:
    entry = index.find("core_course_get_contents")
    assert entry is not None
    contract = index.contract(entry)
    assert contract.problem({"courseid": 5}) is None
    problems = [
        contract.problem({}),
        contract.problem({"courseid": "5"}),
        contract.problem({"courseid": 5, "secret": "value"}),
        contract.problem({"courseid": 5, "options": [{"name": "x", "value": []}]}),
    ]
    assert [(problem.path, problem.expected) for problem in problems if problem] == [
        ("arguments", "missing: courseid"),
        ("courseid", "expected integer or null, got string"),
        ("arguments", "unknown names are not accepted; known: courseid, options"),
        ("options[0].value", "expected string or null, got array"),
    ]
    assert contract.argument_keys({"courseid": 5, "x": 1, "y": 2}) == ("courseid", "+2")
