"""The command ``moodle-mcp``."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import click

from sidecar import __version__
from sidecar.log_output import LogFormat, configure_logging
from sidecar.site.config import Config
from sidecar.site.errors import SiteError


class _Refused(click.ClickException):
    """One clear line: the code, what is wrong, what to do next."""

    def __init__(self, error: SiteError) -> None:
        super().__init__(f"[{error.code}] {error}")


class _Commands(click.Group):
    """Imports what only the demo needs when the demo is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), "demo"})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "demo":
            return super().get_command(ctx, cmd_name)
        command: Any = importlib.import_module("sidecar.demo_command").demo
        return command if isinstance(command, click.Command) else None


@click.group(cls=_Commands)
@click.version_option(__version__, package_name="moodle-mcp")
def main() -> None:
    """Connect MCP clients to a Moodle site."""


@main.command()
@click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    required=True,
    help="The file that `php local/mcpgate/cli/sidecar.php` wrote.",
)
@click.option("--log-format", type=click.Choice(["plain", "json"]), default="plain", show_default=True)
@click.option("--log-level", type=click.Choice(["debug", "info", "warning", "error"]), default="info")
def serve(path: Path, log_format: LogFormat, log_level: str) -> None:
    """Serve one Moodle site until told to stop."""
    configure_logging(log_format, log_level)
    from sidecar.serve import serve as serve_site  # noqa: PLC0415 - a mistake in the config is told at once

    try:
        serve_site(Config.load(path), click.echo)
    except SiteError as error:
        raise _Refused(error) from None
