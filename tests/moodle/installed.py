"""A stored site with our plugin installed, kept until a file of the plugin changes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from tests.kept import kept_alone
from tests.moodle.programs import Programs
from tests.moodle.stored_site import StoredSite, at_work
from tests.moodle.tree import add_plugins, added_files

FINGERPRINT = "fingerprint"


def copy_installed(programs: Programs, stored: StoredSite, *, probe: bool, datadir: Path, dataroot: Path) -> None:
    """Copy the data of ``stored`` as it is once Moodle installed our plugin, and with ``probe`` those of the tests.

    One such site is kept for each stored one. It is made anew, in half a minute, when a file that
    is installed is not what it was.
    """
    with kept_alone(f"{stored.path.name}-{'probe' if probe else 'plugin'}") as folder:
        fingerprint = _fingerprint(probe=probe)
        if not _was_made_from(folder, fingerprint):
            shutil.rmtree(folder, ignore_errors=True)
            _install(programs, stored, folder, probe=probe)
            (folder / FINGERPRINT).write_text(fingerprint)
        StoredSite(path=folder).copy_to(datadir=datadir, dataroot=dataroot)


def _was_made_from(folder: Path, fingerprint: str) -> bool:
    kept = folder / FINGERPRINT
    return kept.is_file() and kept.read_text() == fingerprint


def _install(programs: Programs, stored: StoredSite, target: Path, *, probe: bool) -> None:
    target.mkdir()
    stored.copy_to(datadir=target / "db", dataroot=target / "dataroot")
    with at_work(programs, target) as site:
        add_plugins(site.dirroot, probe=probe)
        site.upgrade()


def _fingerprint(*, probe: bool) -> str:
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for name, source in sorted(added_files(probe=probe).items()):
        digest.update(f"{name} {hashlib.sha256(source.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
