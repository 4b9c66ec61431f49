"""The forms of a page, as a browser without scripts would fill and send them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

Value = str | list[str]
"""What one name sends: several texts where several choices may be made."""

_UNSENT = ("submit", "button", "image", "reset", "file")


@dataclass(kw_only=True)
class Form:
    """One form: what it would send untouched, its buttons, and the values its choices offer."""

    action: str
    method: str
    fields: dict[str, Value] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, values: Mapping[str, Value], button: str | None = None) -> dict[str, Value]:
        """Return what is sent with ``values`` filled in and ``button`` pressed; ``KeyError`` for what is not there."""
        for name, value in values.items():
            if name not in self.fields and name not in self.choices:
                raise KeyError(name)
            chosen = {value} if isinstance(value, str) else {*value}
            if name in self.choices and not chosen <= {*self.choices[name]}:
                raise KeyError(f"{name}={value}")
        pressed = {} if button is None else {button: self.buttons[button]}
        return {**self.fields, **values, **pressed}


def read_forms(html: str) -> list[Form]:
    """Return the forms of a page in their order."""
    reader = _FormReader()
    reader.feed(html)
    return reader.forms


@dataclass(frozen=True, kw_only=True, slots=True)
class _Select:
    name: str
    many: bool


class _FormReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: _Select | None = None
        self._textarea: str | None = None
        self._text = ""

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
        elif tag == "textarea" and self._form is not None and self._textarea is not None:
            self._form.fields[self._textarea] = self._text.removeprefix("\n")
            self._textarea = None

    def handle_data(self, data: str) -> None:
        if self._textarea is not None:
            self._text += data

    def _control(self, tag: str, given: dict[str, str], form: Form) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select is not None:
            _add_option(form, self._select, given)
        elif not name:
            return
        elif tag == "select":
            self._select = _Select(name=name, many="multiple" in given)
            form.choices.setdefault(name, [])
        elif tag == "button" or (tag == "input" and given.get("type") == "submit"):
            if given.get("type", "submit") == "submit":
                form.buttons[name] = given.get("value", "")
        elif tag == "textarea":
            self._textarea, self._text = name, ""
        elif tag == "input":
            _add_input(form, name, given)


def _add_option(form: Form, select: _Select, given: dict[str, str]) -> None:
    name, value = select.name, given.get("value", "")
    form.choices[name].append(value)
    if select.many:
        if "selected" in given:
            _add_chosen(form, name, value)
    elif "selected" in given or name not in form.fields:
        form.fields[name] = value


def _add_input(form: Form, name: str, given: dict[str, str]) -> None:
    kind, value = given.get("type", "text").lower(), given.get("value", "")
    if kind in _UNSENT:
        return
    if kind not in ("radio", "checkbox"):
        form.fields[name] = value
        return
    value = given.get("value", "on")
    form.choices.setdefault(name, []).append(value)
    if "checked" in given and kind == "radio":
        form.fields[name] = value
    elif "checked" in given:
        _add_chosen(form, name, value)


def _add_chosen(form: Form, name: str, value: str) -> None:
    """Add one of several that are sent together; a name without brackets sends one, its last."""
    chosen = form.fields.get(name)
    form.fields[name] = [*(chosen if isinstance(chosen, list) else []), value] if name.endswith("[]") else value
