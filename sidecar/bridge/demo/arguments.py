"""Checks arguments against a function's tree, as strictly as Moodle does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sidecar.bridge.demo.trees import DEFAULT, REQUIRED, Tree
from sidecar.bridge.errors import BridgeError

_WORDS = {
    "alpha": r"[A-Za-z]*",
    "alphanum": r"[A-Za-z0-9]*",
    "alphanumext": r"[A-Za-z0-9_-]*",
    "capability": r"[a-z0-9_/:]*",
}
_INTEGER = re.compile(r"-?\d{1,18}")


def checked_arguments(tree: Tree, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments with types made right and defaults filled in; raises ``arguments_invalid``."""
    checked: dict[str, Any] = _structure(tree, arguments, "")
    return checked


def _checked(tree: Tree, given: Any, path: str) -> Any:
    if tree["t"] == "s":
        return _structure(tree, given, path)
    if tree["t"] == "m":
        if not isinstance(given, list):
            raise _invalid(path, "a list is needed")
        return [_checked(tree["content"], item, f"{path}[{number}]") for number, item in enumerate(given)]
    if given is None:
        if not tree["null"]:
            raise _invalid(path, "null is not allowed")
        return None
    return _scalar(tree["type"], given, path)


def _structure(tree: Tree, given: Any, path: str) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise _invalid(path, "an object is needed")
    checked = {}
    for name, child in tree["keys"].items():
        if name in given:
            checked[name] = _checked(child, given[name], _join(path, name))
        elif child["req"] == REQUIRED:
            raise _invalid(_join(path, name), "this argument is required")
        elif child["req"] == DEFAULT:
            checked[name] = child.get("default")
    if given.keys() - tree["keys"].keys():
        names = ", ".join(tree["keys"])
        raise _invalid(path, f"the only names are {names}" if names else "there are none")
    return checked


def _scalar(param_type: str, given: Any, path: str) -> Any:
    if isinstance(given, dict | list):
        raise _invalid(path, "a single value is needed")
    try:
        match param_type:
            case "int":
                return _integer(given)
            case "bool":
                return _boolean(given)
            case _:
                return _word(param_type, given)
    except ValueError as error:
        raise _invalid(path, str(error)) from error


def _integer(given: Any) -> int:
    if isinstance(given, int):
        return int(given)
    if isinstance(given, str) and _INTEGER.fullmatch(given):
        return int(given)
    raise ValueError("a whole number is needed")


def _boolean(given: Any) -> bool:
    if given in (True, False, "0", "1"):
        return bool(int(given))
    raise ValueError("true or false is needed")


def _word(param_type: str, given: Any) -> str:
    text = str(given)
    if not re.fullmatch(_WORDS.get(param_type, r"[\s\S]*"), text):
        raise ValueError(f"a text of type {param_type} is needed")
    return text


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _invalid(path: str, problem: str) -> BridgeError:
    subject = f'The argument "{path}"' if path else "The arguments"
    return BridgeError("arguments_invalid", f"{subject}: {problem}.", {"path": path, "problem": problem})
