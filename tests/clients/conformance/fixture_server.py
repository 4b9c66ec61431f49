"""``python -m tests.clients.conformance.fixture_server demo|serve``: the sidecar, with the suite's fixtures for tools.

Host, origin, token, policy and rates are the product's, and its arguments are too.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from sidecar.demo_server import address_of, build_demo, listen
from sidecar.log_output import configure_logging
from sidecar.serve import run_app, serve
from sidecar.site.config import Config
from sidecar.site.state_dir import own_state_dir
from tests.clients.conformance.fixture_handlers import FixtureHandlers


def main() -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    on_demo = commands.add_parser("demo", help="on the demo campus")
    on_demo.add_argument("--port", type=int, default=0)
    on_demo.add_argument("--state-dir", type=Path, required=True)
    on_moodle = commands.add_parser("serve", help="for a Moodle site")
    on_moodle.add_argument("--config", type=Path, required=True)
    asked = parser.parse_args()
    configure_logging("plain", "warning")
    if asked.command == "demo":
        _serve_demo(asked.port, asked.state_dir)
    else:
        serve(Config.load(asked.config), _announce, handlers=FixtureHandlers)


def _serve_demo(port: int, folder: Path) -> None:
    with own_state_dir(folder) as state_dir, listen(port) as listener:
        wwwroot = address_of(listener)
        app = build_demo(state_dir=state_dir, wwwroot=wwwroot, handlers=FixtureHandlers)
        run_app(app, listener, lambda: _announce(f"{wwwroot}/mcp"))


def _announce(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
