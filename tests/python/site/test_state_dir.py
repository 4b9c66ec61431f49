from __future__ import annotations

import os
from pathlib import Path

import pytest

from sidecar.site.errors import StateDirError
from sidecar.site.state_dir import own_state_dir


def test_the_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    with own_state_dir(tmp_path / "a" / "state") as folder:
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_second_sidecar_keeps_out_of_the_folder(tmp_path: Path) -> None:
    with own_state_dir(tmp_path), pytest.raises(StateDirError, match="Another sidecar"), own_state_dir(tmp_path):
        raise AssertionError
    with own_state_dir(tmp_path):
        pass


def test_a_file_in_the_way_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(StateDirError) as caught, own_state_dir(tmp_path / "state"):
        raise AssertionError
    assert caught.value.code == "state_dir_unusable"
    assert "state_dir" in caught.value.next_step


def test_a_file_of_another_account_is_named_as_a_cause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StateDirError) as caught, own_state_dir(tmp_path):
        raise AssertionError
    assert caught.value.code == "state_dir_unusable"
    assert "another account" in caught.value.next_step
    assert "chown" in caught.value.next_step


def test_a_full_disk_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StateDirError, match="No space left") as caught, own_state_dir(tmp_path):
        raise AssertionError
    assert caught.value.code == "state_dir_unusable"
    assert "Make room" in caught.value.next_step
    assert [entry.name for entry in tmp_path.iterdir()] == ["lock"]
