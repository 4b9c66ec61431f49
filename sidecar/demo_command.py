"""The command ``moodle-mcp demo``."""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from click.core import ParameterSource

from sidecar.bridge.demo.population.people import RESIDENTS
from sidecar.demo_check.check import check
from sidecar.demo_check.question import CheckError
from sidecar.demo_server import address_of, build_demo, listen
from sidecar.log_output import configure_logging
from sidecar.serve import run_app
from sidecar.site.errors import SiteError
from sidecar.site.state_dir import own_state_dir

DEFAULT_PORT = 8765


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True, help="0 takes a free one."
)
@click.option(
    "--state-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the campus here; without it, it is gone when the demo ends.",
)
@click.option("--check", "only_check", is_flag=True, help="Connect a client at a free port, ask the question, and end.")
@click.pass_context
def demo(ctx: click.Context, port: int, state_dir: Path | None, only_check: bool) -> None:
    """Serve a made-up campus on this computer, to try things out."""
    if only_check and ctx.get_parameter_source("port") is not ParameterSource.DEFAULT:
        raise click.UsageError("--check takes a free port by itself: leave out --port.")
    configure_logging("plain", "warning")
    try:
        with _folder(state_dir) as folder:
            if only_check:
                click.echo(asyncio.run(check(folder, click.echo)))
            else:
                _serve(port, folder)
    except SiteError as error:
        raise click.ClickException(f"[{error.code}] {error}") from None
    except CheckError as error:
        raise click.ClickException(f"[check_failed] {error}") from None


def _serve(port: int, folder: Path) -> None:
    with listen(port) as listener:
        wwwroot = address_of(listener)
        app = build_demo(state_dir=folder, wwwroot=wwwroot)
        run_app(app, listener, lambda: click.echo(welcome(f"{wwwroot}/mcp")))


@contextlib.contextmanager
def _folder(state_dir: Path | None) -> Iterator[Path]:
    with contextlib.ExitStack() as stack:
        parent = state_dir or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="moodle-mcp-demo-")))
        yield stack.enter_context(own_state_dir(parent))


def welcome(mcp_url: str) -> str:
    """Return what a person needs to know to try the campus at ``mcp_url``."""
    width = max(len(resident.username) for resident in RESIDENTS)
    people = "\n".join(
        f"  {resident.username:{width}}  {resident.password:12}  {resident.part}" for resident in RESIDENTS
    )
    vscode = json.dumps({"name": "moodle-demo", "type": "http", "url": mcp_url})
    return f"""\
The demo campus is open. MCP URL:

  {mcp_url}

People, with their passwords:
{people}

Add it to
  Claude Code  claude mcp add --transport http moodle-demo {mcp_url}
               then /mcp inside Claude Code to log in
  VS Code      code --add-mcp '{vscode}'
  Inspector    npx @modelcontextprotocol/inspector
               then transport Streamable HTTP and the MCP URL
  ChatGPT and claude.ai connect from the internet and need a public https address,
               which this demo has not. For a real site: Settings, Connectors,
               add a custom connector, and its MCP URL.

Then ask: How many students submitted the final project in the Project Management course?
Ctrl+C closes the campus."""
