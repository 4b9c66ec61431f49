"""Pages, budget, and what is left out of results."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar.results.budget import size
from sidecar.results.cleaning import clean, clean_text
from sidecar.results.cursor import Cursor, question_digest
from sidecar.results.errors import CursorError
from sidecar.results.projection import parse_fields
from sidecar.results.shaping import MAX_RESULT_BYTES, Shaped, Wish, shape

QUESTION = question_digest("f", {"courseid": 5}, [])
PEOPLE = {"users": [{"id": number, "name": f"Person {number}"} for number in range(5000)], "warnings": []}


def shaped(answer: Any, **wish: Any) -> Shaped:
    return shape(answer, Wish(question=QUESTION, **wish))


def every_page(answer: Any, **wish: Any) -> list[Any]:
    elements: list[Any] = []
    cursor = None
    while True:
        page = shaped(answer, cursor=cursor, **wish)
        assert size(page.result) <= MAX_RESULT_BYTES
        elements += page.result["users"]
        following = page.extras.get("page", {}).get("next_cursor")
        if following is None:
            return elements
        cursor = Cursor.decode(following, question=QUESTION)


def test_pages_of_a_long_list_together_are_the_list() -> None:
    assert every_page(PEOPLE, limit=700) == PEOPLE["users"]
    assert every_page(PEOPLE) == PEOPLE["users"]
    assert every_page(PEOPLE, fields=parse_fields(["users[*].id"])) == [{"id": number} for number in range(5000)]


def test_a_page_says_where_it_is_and_how_to_go_on() -> None:
    page = shaped(PEOPLE, limit=2).extras["page"]
    assert (page["list"], page["offset"], page["returned"], page["total"]) == ("users", 0, 2, 5000)
    assert Cursor.decode(page["next_cursor"], question=QUESTION).offset == 2


def test_a_result_over_the_budget_says_what_was_left_out() -> None:
    answer = shaped(PEOPLE)
    assert size(answer.result) <= MAX_RESULT_BYTES
    assert "cursor" in answer.extras["truncated"]
    assert answer.extras["page"]["returned"] == len(answer.result["users"]) > 500


def test_a_result_whose_size_is_known_is_cut_all_the_same() -> None:
    known = shape(PEOPLE, Wish(question=QUESTION), answer_bytes=size(PEOPLE))
    assert known == shaped(PEOPLE)


def test_a_result_known_to_fit_is_not_measured_again(monkeypatch: pytest.MonkeyPatch) -> None:
    few = {"users": PEOPLE["users"][:50]}
    expected, few_bytes = shaped(few), size(few)
    monkeypatch.delattr("sidecar.results.shaping.size")
    assert shape(few, Wish(question=QUESTION), answer_bytes=few_bytes) == expected


def test_a_small_result_is_left_whole_and_without_notes() -> None:
    answer = {"participantcount": 6077, "submitted": 1243, "list": [1, 2]}
    assert shaped(answer) == Shaped(result=answer)


def test_a_wrapper_of_one_is_looked_through_for_the_list_that_matters() -> None:
    answer = {"assignments": [{"id": 1, "submissions": [{"id": number} for number in range(100)]}], "warnings": []}
    page = shaped(answer, limit=10)
    assert page.extras["page"]["list"] == "assignments[0].submissions"
    assert page.result == {"assignments": [{"id": 1, "submissions": [{"id": n} for n in range(10)]}], "warnings": []}


def test_one_element_too_large_for_the_budget_is_shortened_with_a_note() -> None:
    answer = [{"text": "x" * 200_000, "files": [{"name": "y" * 500}] * 300, "id": 7}]
    result = shaped(answer)
    assert size(result.result) <= MAX_RESULT_BYTES
    assert result.result[0]["id"] == 7
    assert "more characters" in result.result[0]["text"]
    assert "fields" in result.extras["truncated"]


def test_a_result_that_cannot_be_shortened_is_left_out_with_a_note() -> None:
    answer = {f"key{number}": number for number in range(20_000)}
    result = shaped(answer)
    assert result.result is None
    assert "fields" in result.extras["truncated"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "é",
        "!!!!",
        "bnVsbA",
        "W10",
        Cursor(question=QUESTION, offset=1).encode()[:-3],
        Cursor(question="another", offset=1).encode(),
    ],
)
@pytest.mark.threat(69)
def test_a_cursor_of_another_question_or_of_nobody_is_refused(text: str) -> None:
    with pytest.raises(CursorError) as refused:
        Cursor.decode(text, question=QUESTION)
    assert refused.value.code == "cursor_invalid"


@pytest.mark.parametrize(
    "payload", [[QUESTION, -1], [QUESTION, 1.5], [QUESTION, True], [QUESTION, 1, None], [QUESTION]]
)
@pytest.mark.threat(69)
def test_a_forged_cursor_asks_for_a_page_or_for_nothing(payload: list[Any]) -> None:
    import base64

    text = base64.urlsafe_b64encode(json.dumps(payload).encode()).decode().rstrip("=")
    with pytest.raises(CursorError):
        Cursor.decode(text, question=QUESTION)


def test_a_cursor_into_a_list_that_is_gone_is_refused_and_past_its_end_is_empty() -> None:
    with pytest.raises(CursorError):
        shaped({"other": 1}, cursor=Cursor(question=QUESTION, offset=0, path=("users",)))
    with pytest.raises(CursorError):
        shaped(PEOPLE, cursor=Cursor(question=QUESTION, offset=0, path=("users", 0, "id")))
    past = shaped(PEOPLE, cursor=Cursor(question=QUESTION, offset=9999, path=("users",)))
    assert past.result["users"] == []
    assert "next_cursor" not in past.extras["page"]


@given(question=st.text(max_size=30), offset=st.integers(0, 10**9), path=st.lists(st.text(max_size=5) | st.integers(0)))
def test_a_cursor_comes_back_as_it_left(question: str, offset: int, path: list[str | int]) -> None:
    cursor = Cursor(question=question, offset=offset, path=tuple(path))
    assert Cursor.decode(cursor.encode(), question=question) == cursor


def test_equal_questions_have_equal_digests_whatever_their_order() -> None:
    assert question_digest("f", {"a": 1, "b": 2}) == question_digest("f", {"b": 2, "a": 1})
    assert question_digest("f", {"a": 1}) != question_digest("f", {"a": "1"})


@pytest.mark.threat(85)
def test_what_people_do_not_see_is_taken_out_and_scripts_and_emoji_stay() -> None:
    hidden = "a\x00b\x1b[31mc\u202ed\u2066e\u200bf\U000e0041g\U000e0100h\ufeffi\x9bj\ud800k"
    assert clean_text(hidden) == "ab[31mcdefghijk"
    kept = "línea\n\tune 👨\u200d👩\u200d👧 में क्\u200dष العربية ﷽ 中文"
    assert clean_text(kept) == kept


@pytest.mark.threat(85)
def test_keys_and_numbers_are_cleaned_too() -> None:
    assert clean({"a\u202e": [float("nan"), 1.5, "x\u200b"]}) == {"a": [None, 1.5, "x"]}


def test_a_bottomless_result_is_cut() -> None:
    answer: Any = "end"
    for _ in range(500):
        answer = [answer]
    assert "end" not in json.dumps(clean(answer))
