"""What a large record costs: a page of it, a month of it as a file, sealing, verifying and retention.

Run ``python -m tests.bench.record_size`` from the repository. It boots a real Moodle, fills its record with
``--rows`` rows of a year and prints figures. A page is asked for over HTTP as a manager's browser does, and
timed beside a list of the plugin that is empty, so that what Moodle itself needs for a page can be seen.
With ``--check`` it ends with 1 when a filtered page needs more than 200 ms beyond that, or a month's file
more than 16 MiB beyond that of a day.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.moodle.campus import MoodleCampus
from tests.moodle.programs import Programs
from tests.moodle.record_command import SCRIPT, Downloader
from tests.moodle.record_rows import insert_rows
from tests.moodle.sealed_record import SealedRecord

FILTERS = Path(__file__).parent.parent / "moodle/php/record_filters.php"
DAY_S = 86400
ROUNDS = 5
MOST_PAGE_S = 0.2
MOST_GROWTH_KIB = 16 * 1024
PAGES: dict[str, dict[str, Any]] = {
    "one person": {"userid": {"operator": 2, "value": [7]}},
    "refused": {"outcome": {"operator": 1, "value": "denied"}},
    "one address": {"clientip": {"operator": 3, "value": "192.0.2.77"}},
    "one function": {"functionname": {"operator": 3, "value": "mod_forum_get_posts"}},
    "a month": {"timecreated": {"operator": 3, "from": 0, "to": 0}},
    "words in the program": {"useragent": {"operator": 1, "value": "nothing like it"}},
}


def page_s(somebody: Downloader, path: str) -> float:
    """Return the median time of a page."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        somebody.get(path)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def choose(campus: MoodleCampus, username: str, values: dict[str, Any]) -> None:
    """Set filters of the record as somebody's browser does."""
    installation = campus.site.installation
    userid = campus.people[username].userid
    installation.run(FILTERS, str(installation.dirroot), json.dumps(values), str(userid))


def export(campus: MoodleCampus, *options: str) -> tuple[int, float, int]:
    """Return the rows, seconds and greatest memory (KiB) of an export."""
    command = [Programs.find().php, "-d", "memory_limit=128M", str(campus.site.installation.dirroot / SCRIPT), *options]
    started = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=campus.site.installation.dirroot) as child:
        assert child.stdout
        lines = sum(1 for _ in child.stdout) - 1
        # Of this child alone: getrusage() would tell the most that any child ever took.
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"the export ended with {child.returncode}")
    return lines, time.perf_counter() - started, used.ru_maxrss


def measure_pages(campus: MoodleCampus, now: int) -> float:
    """Print what pages need; return the most that a filtered one needs beyond an empty list."""
    manager = Downloader(campus.site, campus.people["coord.edu"])
    empty = page_s(manager, "local/mcpgate/webhooks.php")
    print(f"page: an empty list {empty * 1000:.0f} ms")
    print(f"page: the record without a filter {page_s(manager, 'local/mcpgate/audit.php') * 1000:.0f} ms")
    beyond = []
    for name, values in PAGES.items():
        chosen = {"timecreated": {"operator": 3, "from": now - 30 * DAY_S, "to": now}} if name == "a month" else values
        choose(campus, "coord.edu", chosen)
        seconds = page_s(Downloader(campus.site, campus.people["coord.edu"]), "local/mcpgate/audit.php")
        print(f"page: {name} {seconds * 1000:.0f} ms")
        beyond.append(seconds - empty)
    return max(beyond[:-1])


def measure_exports(campus: MoodleCampus, now: int) -> int:
    """Print what files need; return by how much a month's takes more memory (KiB) than a day's."""
    peaks = []
    for name, days in (("day", 1), ("month", 30)):
        since = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(now - days * DAY_S))
        rows, seconds, peak = export(campus, f"--from={since}")
        print(f"CSV: a {name}, {rows:,} rows, {rows / seconds:,.0f} rows/s, at most {peak / 1024:.0f} MiB")
        peaks.append(peak)
    return peaks[1] - peaks[0]


def measure_seals(campus: MoodleCampus, rows: int, now: int, seconds: int) -> None:
    """Print what sealing for some time, verifying that, and removing the older half of it need."""
    record = SealedRecord(site=campus.site)
    sealed, started = 0, time.perf_counter()
    while sealed < rows and time.perf_counter() - started < seconds:
        sealed += record.control(seal=[now - 60])["sealed"]
    spent = time.perf_counter() - started
    print(f"sealing: {sealed:,} rows, {sealed / spent:,.0f} rows/s")
    started = time.perf_counter()
    verdict = record.verdict()
    spent = time.perf_counter() - started
    print(f"verifying: {verdict['rows']:,} rows, {verdict['rows'] / spent:,.0f} rows/s, whole: {verdict['whole']}")
    started = time.perf_counter()
    removed = record.control(remove_before=now)["removed"]
    spent = time.perf_counter() - started
    print(f"retention: {removed:,} rows, {removed / spent:,.0f} rows/s, whole after it: {record.is_whole()}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.record_size", description="Measure a large record.")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seal-seconds", type=int, default=600, help="stop sealing after that long")
    parser.add_argument("--check", action="store_true", help="end with 1 when a budget is missed")
    arguments = parser.parse_args()
    with MoodleCampus(durable=True) as campus:
        campus.sidecar.stop()
        now = int(time.time())
        people = sorted(person.userid for person in campus.people.values())
        insert_rows(
            campus.site.database,
            arguments.rows,
            userids=[*people, *range(100, 300)],
            since=now - 365 * DAY_S,
            until=now,
        )
        beyond = measure_pages(campus, now)
        growth = measure_exports(campus, now)
        measure_seals(campus, arguments.rows, now, arguments.seal_seconds)
    missed = beyond > MOST_PAGE_S or growth > MOST_GROWTH_KIB
    return 1 if arguments.check and missed else 0


if __name__ == "__main__":
    sys.exit(main())
