"""What is missing for a real Moodle is named as the reason why there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.moodle.programs import MoodleUnavailable, Programs


def test_a_folder_without_moodle_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOODLE_DIR", str(tmp_path))

    with pytest.raises(MoodleUnavailable, match=f"no Moodle in {tmp_path}"):
        Programs.find()


def test_a_missing_program_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "version.php").write_text("<?php")
    monkeypatch.setenv("MOODLE_DIR", str(tmp_path))
    monkeypatch.setattr("shutil.which", lambda name, path=None: None)

    with pytest.raises(MoodleUnavailable, match=r"php is not installed \(Debian: apt-get install php-cli\)"):
        Programs.find()
