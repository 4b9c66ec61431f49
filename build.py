#!/usr/bin/env python3
"""Run the demo, the tests and the checks, or pack the plugin, from a fresh checkout.

python3 build.py demo  [options of `moodle-mcp demo`]    try it on a built-in campus
python3 build.py test  [options of pytest]               run the tests
python3 build.py check [options of pytest]               ruff, mypy, and what keeps the tree honest
python3 build.py zip                                     dist/local_mcpgate-<release>.zip for Moodle

Needs Python 3.11 or newer and nothing else: the locked packages go to .venv, which is
renewed when a lock file changes.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit("build.py needs Python 3.11 or newer; this is %s. Try python3.11 build.py." % sys.version.split()[0])  # noqa: UP031
try:
    import fcntl
except ImportError:
    sys.exit("build.py runs on Linux and macOS. On Windows, use it inside WSL.")

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import time
import venv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ROOT / ".venv"
LOCKS = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
UNUSED_AFTER_S = 7 * 24 * 3600
SHARED_RUN = ("-n=auto", "--maxprocesses=4", "--dist=loadscope", "--no-loadscope-reorder")
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def demo(options: list[str]) -> int:
    """Become `moodle-mcp demo`, so that Ctrl-C and the exit code are its own."""
    python = environment("run")
    sys.stdout.flush()
    os.execve(python, [str(python), "-m", "sidecar", "demo", *options], importing_from_checkout())  # noqa: S606


def test(options: list[str]) -> int:
    """Run every test but those of the tree; pytest lists what it skipped and why."""
    return in_checkout(environment("dev"), "pytest", "--ignore=tests/tree", *SHARED_RUN, *options)


def check(options: list[str]) -> int:
    """Run all checks, the failed ones too, and name them at the end."""
    python = environment("dev")
    steps = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "mypy": ["mypy"],
        "tree": ["pytest", "tests/tree", *options],
    }
    failed = [name for name, command in steps.items() if in_checkout(python, *command, title=name) != 0]
    print(f"\ncheck: {'failed: ' + ', '.join(failed) if failed else 'all of ' + ', '.join(steps) + ' passed'}")
    return 1 if failed else 0


def pack(options: list[str]) -> int:
    """Write the plugin's zip; the same tree gives the same bytes."""
    if options:
        sys.exit("build.py zip takes no options.")
    release = re.search(r"\$plugin->release = '([^']+)'", (ROOT / "moodle_plugin/version.php").read_text("utf-8"))
    if release is None:
        sys.exit("moodle_plugin/version.php names no release.")
    target = ROOT / "dist" / f"local_mcpgate-{release[1]}.zip"
    target.parent.mkdir(exist_ok=True)
    # Stored, not deflated: zlib's output differs from one Python to the next.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, source in sorted(plugin_files().items()):
            entry = zipfile.ZipInfo(f"mcpgate/{name}", ZIP_TIME)
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, source.read_bytes())
    print(target.relative_to(ROOT))
    return 0


def plugin_files() -> dict[str, Path]:
    """Return the files of the installed plugin: their path inside it, and where they are here."""
    files = {"LICENSE": ROOT / "LICENSE"}
    for source in (ROOT / "moodle_plugin").rglob("*"):
        parts = source.relative_to(ROOT / "moodle_plugin").parts
        if source.is_file() and parts[0] != "tests" and not any(part.startswith(".") for part in parts):
            files["/".join(parts)] = source
    for source in (ROOT / "lang").glob("*/local_mcpgate.php"):
        files[f"lang/{source.parent.name}/{source.name}"] = source
    return files


def environment(kind: str) -> Path:
    """Return the Python of the environment that holds what the lock of this kind names, made on first use."""
    key = hashlib.sha256(LOCKS[kind].read_bytes() + sys.version.encode() + sys.base_prefix.encode()).hexdigest()[:12]
    home = ENVIRONMENTS / f"{kind}-{key}"
    python, complete = home / "bin" / "python", home / "complete"
    with one_at_a_time():
        if not (complete.exists() and python.exists()):
            make_environment(home, python, LOCKS[kind])
            remove_unused(kind, but=home)
        complete.touch()
    return python


def make_environment(home: Path, python: Path, lock: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit("This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv.")
    print(f"Installing the packages of {lock.name} into {home.relative_to(ROOT)} (once) ...", flush=True)
    venv.create(home, clear=True, symlinks=True, with_pip=True)
    pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries=2"]
    command = [str(python), *pip, "--require-hashes", "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        shutil.rmtree(home)
        sys.exit(f"{done.stdout}{done.stderr}\nThe packages could not be installed: is the package index reachable?")


def remove_unused(kind: str, but: Path) -> None:
    """Remove environments of earlier locks that nothing has started from for a week."""
    for home in ENVIRONMENTS.glob(f"{kind}-*"):
        complete = home / "complete"
        if home != but and complete.exists() and time.time() - complete.stat().st_mtime > UNUSED_AFTER_S:
            shutil.rmtree(home)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the environments for this process; the lock falls with the process."""
    ENVIRONMENTS.mkdir(exist_ok=True)
    with (ENVIRONMENTS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def in_checkout(python: Path, module: str, *arguments: str, title: str = "") -> int:
    if title:
        print(f"\n== {title}", flush=True)
    command = [str(python), "-m", module, *arguments]
    return subprocess.run(command, cwd=ROOT, env=importing_from_checkout(), check=False).returncode


def importing_from_checkout() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


COMMANDS: dict[str, Callable[[list[str]], int]] = {"demo": demo, "test": test, "check": check, "zip": pack}


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        asked_for_help = sys.argv[1:] in (["-h"], ["--help"])
        print(__doc__, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 2
    return COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
