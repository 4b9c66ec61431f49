"""The campus with two more courses that differ in nothing but their names and ids."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.moodle.database import Database
from tests.moodle.installation import Installation
from tests.moodle.programs import Programs
from tests.moodle.scratch import Scratch
from tests.moodle.seeded import SeededSite, kept_site, seeded_site
from tests.moodle.tree import copy_tree

PHP = Path(__file__).parent / "php"


def twin_site(programs: Programs) -> SeededSite:
    """Return the stored site with the twin courses, building it first if need be (a minute)."""
    campus = seeded_site(programs)
    digest = hashlib.sha256()
    for source in sorted([*PHP.glob("*.php"), Path(__file__)]):
        digest.update(source.read_bytes())
    name = f"{campus.path.name}-twins-{digest.hexdigest()[:12]}"
    return kept_site(name, lambda target: _add_twins(programs, campus, target))


def _add_twins(programs: Programs, campus: SeededSite, target: Path) -> None:
    target.mkdir()
    campus.copy_to(datadir=target / "db", dataroot=target / "dataroot")
    with Scratch() as scratch:
        dirroot = scratch.path / "www"
        copy_tree(programs.moodle_dir, dirroot)
        database = Database(programs, datadir=target / "db", run_dir=scratch.path)
        database.start()
        try:
            site = Installation(
                programs,
                dirroot=dirroot,
                dataroot=target / "dataroot",
                database=database,
                wwwroot="http://127.0.0.1",
            )
            added = json.loads(site.run(PHP / "seed_twins.php", str(dirroot), timeout_s=900))
        finally:
            database.stop()
    people = {**campus.facts["people"], **added.pop("people")}
    (target / "facts.json").write_text(json.dumps({**campus.facts, "people": people, **added}))
