"""What the tests keep in the user's cache is made once, whole, and not for ever."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest

from tests import kept as cache
from tests.kept import UNUSED_AFTER_S, kept, kept_alone


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "moodle-mcp"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/x/cache", "HOME": "/home/someone"}, "/x/cache"),
        ({"HOME": "/home/someone"}, "/home/someone/.cache"),
        ({}, tempfile.gettempdir()),
    ],
    ids=["configured", "at home", "homeless"],
)
def test_it_is_kept_in_the_persons_cache(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert cache.cache_root() == Path(expected)


def test_a_build_that_was_killed_is_built_again_once(store: Path) -> None:
    built: list[Path] = []

    def interrupted(folder: Path) -> None:
        folder.mkdir()
        (folder / "half").touch()
        raise KeyboardInterrupt

    def complete(folder: Path) -> None:
        folder.mkdir()
        built.append(folder)

    with pytest.raises(KeyboardInterrupt):
        kept("site", interrupted)

    assert kept("site", complete) == kept("site", complete) == store / "site"
    assert len(built) == 1
    assert list((store / "site").iterdir()) == []


def test_what_nobody_asked_for_in_a_week_goes_when_something_is_made(store: Path) -> None:
    names = ("old", "in use", "young")
    folders = {name: kept(name, Path.mkdir) for name in names}
    long_ago = time.time() - UNUSED_AFTER_S - 1
    for name in ("old", "in use"):
        os.utime(store / f"{name}.lock", (long_ago, long_ago))

    with kept_alone("in use"):
        os.utime(store / "in use.lock", (long_ago, long_ago))
        kept("new", Path.mkdir)

    assert [name for name in names if folders[name].exists()] == ["in use", "young"]


def test_asking_for_it_makes_it_young_again(store: Path) -> None:
    kept("site", Path.mkdir)
    os.utime(store / "site.lock", (0, 0))
    kept("site", Path.mkdir)
    assert time.time() - (store / "site.lock").stat().st_mtime < 60
