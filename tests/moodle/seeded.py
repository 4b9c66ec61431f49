"""An installed and filled site without our plugin, built once and kept in the user's cache."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

from tests.moodle.installation import SCRIPTS, Installation
from tests.moodle.programs import Programs
from tests.moodle.settings_file import TEMPLATES
from tests.moodle.stored_site import StoredSite, at_work, kept_site

ADMIN_PASSWORD = "Admin.2026!"


def seeded_site(programs: Programs) -> StoredSite:
    """Return the stored site for this Moodle and this seed, building it first if need be (minutes)."""
    return kept_site(_name(programs), lambda target: _build(programs, target))


def _build(programs: Programs, target: Path) -> None:
    target.mkdir()
    with at_work(programs, target) as site:
        _install(site)
        (target / "facts.json").write_text(site.run(SCRIPTS / "seed.php", str(site.dirroot)))


def _install(site: Installation) -> None:
    site.run(
        "admin/cli/install_database.php",
        "--agree-license",
        "--lang=en",
        "--adminuser=admin",
        f"--adminpass={ADMIN_PASSWORD}",
        "--adminemail=admin@campus.example",
        "--fullname=Example Campus",
        "--shortname=campus",
        "--supportemail=help@campus.example",
        timeout_s=1800,
    )


def _name(programs: Programs) -> str:
    version = (programs.moodle_dir / "version.php").read_bytes()
    release = re.search(rb"\$release\s*=\s*'([\d.]+)", version)
    digest = hashlib.sha256(version)
    for source in sorted([*SCRIPTS.glob("seed*.php"), TEMPLATES / "mariadb.cnf", Path(__file__)]):
        digest.update(source.read_bytes())
    digest.update(subprocess.run([programs.mariadbd, "--version"], check=True, capture_output=True).stdout)
    return f"{release.group(1).decode() if release else 'unknown'}-{digest.hexdigest()[:12]}"
