"""The plugin's PHP parses, runs on PHP 7.4 and keeps Moodle's style."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.tree.checkout import PLUGIN, ROOT, all_php, files, is_one_table, name, plugin_php, program

HERE = Path(__file__).parent
HEADER = "GNU General Public License"
TAGS = ("@package", "@copyright", "@license")
LIMIT_S = 300
CLASSES = [path for path in files(".php", under=PLUGIN / "classes") if not is_one_table(path)]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False)


@pytest.mark.parametrize("path", all_php(), ids=name)
def test_php_finds_no_syntax_error(path: Path) -> None:
    done = run(program("php", "php-cli"), "-l", str(path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_plugin_uses_nothing_newer_than_php_7_4() -> None:
    done = run(program("php", "php-cli"), str(HERE / "php74.php"), *map(name, plugin_php()))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_php_7_4_check_finds_what_it_looks_for() -> None:
    sample = HERE / "samples/newer_than_php74.php.txt"
    done = run(program("php", "php-cli"), str(HERE / "php74.php"), str(sample))
    found = [re.sub(r"^.*?:(\d+): ", r"\1 ", line) for line in done.stdout.splitlines()]
    meant = [f"{number} {what}" for number, what in _announced(sample)]
    assert found == meant


def _announced(sample: Path) -> list[tuple[int, str]]:
    """Return the line and text of each `// finds: …` remark."""
    lines = enumerate(sample.read_text("utf-8").splitlines(), 1)
    return [(number, what) for number, line in lines for what in re.findall(r"// finds: (.+)$", line)]


def test_the_plugin_keeps_moodles_style() -> None:
    phpcs = program("phpcs", "php-codesniffer")
    ours = [*plugin_php(), *files(".php", under=ROOT / "tests/plugin")]
    done = run(phpcs, f"--standard={HERE / 'phpcs.xml'}", "-q", "--report=emacs", "--no-cache", *map(str, ours))
    assert (done.returncode, done.stdout.replace(f"{ROOT}/", "")) == (0, "")


@pytest.mark.parametrize("path", plugin_php(), ids=name)
def test_a_plugin_file_says_whose_it_is_and_under_which_licence(path: Path) -> None:
    head = path.read_text("utf-8")[:4000]
    missing = [word for word in (HEADER, *TAGS) if word not in head]
    assert not missing
    assert re.search(r"^ \* @package\s+local_mcpgate$", head, re.MULTILINE)


@pytest.mark.parametrize("path", CLASSES, ids=name)
def test_a_class_is_strictly_typed_and_stands_where_moodle_looks_for_it(path: Path) -> None:
    source = path.read_text("utf-8")
    assert "declare(strict_types=1);" in source
    folders = path.relative_to(PLUGIN / "classes").parent.parts
    namespace = "\\".join(("local_mcpgate", *folders))
    assert f"namespace {namespace};" in source
    assert re.search(rf"^(?:(?:abstract|final) )*(?:class|interface|trait) {path.stem}\b", source, re.MULTILINE)
