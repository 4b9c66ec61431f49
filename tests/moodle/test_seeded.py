"""Where the filled site is kept, and that a killed build does no harm."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.moodle import seeded
from tests.moodle.programs import MoodleUnavailable, Programs


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"XDG_CACHE_HOME": "/x/cache", "HOME": "/home/someone"}, "/x/cache"),
        ({"HOME": "/home/someone"}, "/home/someone/.cache"),
        ({}, tempfile.gettempdir()),
    ],
    ids=["configured", "at home", "homeless"],
)
def test_the_filled_site_is_kept_in_the_persons_cache(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert seeded.cache_root() == Path(expected)


def test_a_build_that_was_killed_is_built_again_once(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    builds: list[Path] = []

    def interrupted(_programs: Programs, target: Path) -> None:
        target.mkdir()
        (target / "facts.json").write_text("{")
        raise KeyboardInterrupt

    def complete(_programs: Programs, target: Path) -> None:
        target.mkdir()
        (target / "facts.json").write_text('{"complete": true}')
        builds.append(target)

    monkeypatch.setattr(seeded, "_build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        seeded.seeded_site(programs)
    monkeypatch.setattr(seeded, "_build", complete)

    assert seeded.seeded_site(programs).facts == {"complete": True}
    assert seeded.seeded_site(programs).facts == {"complete": True}
    assert len(builds) == 1


def test_a_folder_without_moodle_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOODLE_DIR", str(tmp_path))

    with pytest.raises(MoodleUnavailable, match=f"no Moodle in {tmp_path}"):
        Programs.find()


def test_a_missing_program_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "version.php").write_text("<?php")
    monkeypatch.setenv("MOODLE_DIR", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda name, path=None: None)

    with pytest.raises(MoodleUnavailable, match=r"php is not installed \(Debian: apt-get install php-cli\)"):
        Programs.find()
