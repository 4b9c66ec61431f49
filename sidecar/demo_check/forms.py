"""The forms of a page, as a browser without scripts would fill and send them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_UNSENT = ("submit", "button", "image", "reset", "file")


@dataclass(kw_only=True)
class Form:
    """One form: what it would send untouched, its buttons, and the values its choices offer."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, values: Mapping[str, str], button: str | None = None) -> dict[str, str]:
        """Return what is sent with ``values`` filled in and ``button`` pressed; ``KeyError`` for what is not there."""
        for name, value in values.items():
            if name not in self.fields and name not in self.choices:
                raise KeyError(name)
            if name in self.choices and value not in self.choices[name]:
                raise KeyError(f"{name}={value}")
        pressed = {} if button is None else {button: self.buttons[button]}
        return {**self.fields, **values, **pressed}


def read_forms(html: str) -> list[Form]:
    """Return the forms of a page in their order."""
    reader = _FormReader()
    reader.feed(html)
    return reader.forms


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(action=given.get("action", ""), method=given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None and "disabled" not in given:
            self._control(tag, given, self._form)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def _control(self, tag: str, given: dict[str, str], form: Form) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select is not None:
            _add_option(form, self._select, given)
        elif not name:
            return
        elif tag == "select":
            self._select = name
        elif tag == "button" or (tag == "input" and given.get("type") == "submit"):
            if given.get("type", "submit") == "submit":
                form.buttons[name] = given.get("value", "")
        elif tag == "textarea":
            form.fields[name] = ""
        elif tag == "input":
            _add_input(form, name, given)


def _add_option(form: Form, name: str, given: dict[str, str]) -> None:
    value = given.get("value", "")
    form.choices.setdefault(name, []).append(value)
    if "selected" in given or name not in form.fields:
        form.fields[name] = value


def _add_input(form: Form, name: str, given: dict[str, str]) -> None:
    kind = given.get("type", "text").lower()
    if kind in _UNSENT:
        return
    if kind == "radio":
        form.choices.setdefault(name, []).append(given.get("value", "on"))
    if kind not in ("radio", "checkbox"):
        form.fields[name] = given.get("value", "")
    elif "checked" in given:
        form.fields[name] = given.get("value", "on")
