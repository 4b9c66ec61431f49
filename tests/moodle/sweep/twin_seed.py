"""The campus with two more courses that differ in nothing but their names and ids."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from tests.moodle.programs import Programs
from tests.moodle.seeded import seeded_site
from tests.moodle.stored_site import StoredSite, at_work, kept_site

PHP = Path(__file__).parent / "php"


def twin_site(programs: Programs) -> StoredSite:
    """Return the stored site with the twin courses, building it first if need be (a minute)."""
    campus = seeded_site(programs)
    digest = hashlib.sha256()
    for source in sorted([*PHP.glob("*.php"), Path(__file__)]):
        digest.update(source.read_bytes())
    name = f"{campus.path.name}-twins-{digest.hexdigest()[:12]}"
    return kept_site(name, lambda target: _add_twins(programs, campus, target))


def _add_twins(programs: Programs, campus: StoredSite, target: Path) -> None:
    target.mkdir()
    campus.copy_to(datadir=target / "db", dataroot=target / "dataroot")
    with at_work(programs, target) as site:
        added = json.loads(site.run(PHP / "seed_twins.php", str(site.dirroot), timeout_s=900))
    people = {**campus.facts["people"], **added.pop("people")}
    (target / "facts.json").write_text(json.dumps({**campus.facts, "people": people, **added}))
