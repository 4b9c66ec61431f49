"""Forms are read and sent as a browser without scripts would."""

from __future__ import annotations

import pytest

from sidecar.demo_check.forms import Form, Value, read_forms

PAGE = """
<input name="outside" value="1">
<form method="POST" action="go.php">
  <input type="hidden" name="sesskey" value="abc"><input type="hidden" name="ask" value="0">
  <input type="checkbox" name="ask" value="1"><input type="text" name="gone" value="1" disabled>
  <textarea name="lines">
one &amp; two
three</textarea>
  <select name="one"><option value="a">A</option><option value="b" selected>B</option></select>
  <select name="first"><option value="a">A</option><option value="b">B</option></select>
  <select name="many[]" multiple><option value="1">1</option><option value="2">2</option></select>
  <input type="checkbox" name="chosen[]" value="x" checked><input type="checkbox" name="chosen[]" value="y" checked>
  <input type="checkbox" name="chosen[]" value="z"><input type="radio" name="mode" value="r" checked>
  <input type="radio" name="mode" value="w"><button name="yes" value="1">Yes</button>
</form>
"""
UNTOUCHED = {
    "sesskey": "abc",
    "ask": "0",
    "lines": "one & two\nthree",
    "one": "b",
    "first": "a",
    "chosen[]": ["x", "y"],
    "mode": "r",
}


@pytest.fixture
def form() -> Form:
    (found,) = read_forms(PAGE)
    return found


def test_a_form_left_as_it_is_sends_what_it_shows(form: Form) -> None:
    assert (form.action, form.method) == ("go.php", "post")
    assert form.filled({}) == UNTOUCHED


def test_what_is_filled_in_and_pressed_is_sent_with_it(form: Form) -> None:
    chosen: dict[str, Value] = {"many[]": ["2"], "ask": "1", "mode": "w", "chosen[]": ["z"]}
    assert form.filled(chosen, "yes") == {**UNTOUCHED, **chosen, "yes": "1"}


@pytest.mark.parametrize(
    "values",
    [{"more": "1"}, {"gone": "1"}, {"outside": "1"}, {"mode": "x"}, {"many[]": ["1", "3"]}, {"ask": "2"}],
    ids=str,
)
def test_nothing_is_sent_that_the_form_does_not_offer(form: Form, values: dict[str, Value]) -> None:
    with pytest.raises(KeyError):
        form.filled(values)
