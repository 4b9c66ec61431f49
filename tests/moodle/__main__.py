"""``python -m tests.moodle``: boot a site, say where it is, and keep it until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import time

from tests.moodle.programs import MoodleUnavailable
from tests.moodle.seeded import ADMIN_PASSWORD
from tests.moodle.site import MoodleSite
from tests.moodle.tree import plugin_fingerprint


def main() -> int:
    arguments = _parse()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        site = MoodleSite(prefix=arguments.prefix, plugin=not arguments.stock)
    except MoodleUnavailable as missing:
        print(f"cannot run a real Moodle: {missing}", file=sys.stderr)
        return 1
    with site, contextlib.suppress(KeyboardInterrupt):
        _describe(site)
        _stay(site, follow=arguments.follow)
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.moodle", description="Boot a throw-away Moodle.")
    parser.add_argument("--prefix", default="", help="where Moodle lives below the host, for example /moodle")
    parser.add_argument("--stock", action="store_true", help="without the plugin")
    parser.add_argument("--follow", action="store_true", help="copy changed plugin files in and purge caches")
    return parser.parse_args()


def _describe(site: MoodleSite) -> None:
    people = ", ".join(sorted(site.facts["people"]))
    print(
        f"Moodle     {site.wwwroot}",
        f"MCP        {site.mcp_url} (start the sidecar on 127.0.0.1:{site.sidecar_port})",
        f"code       {site.installation.dirroot}",
        f"data       {site.installation.dataroot}",
        f"database   mariadb --no-defaults -uroot --socket={site.database.socket} moodle",
        f"admin      admin / {ADMIN_PASSWORD}",
        f"people     {people} / {site.facts['password']}",
        f"logs       {site.path}/*.log",
        sep="\n",
        flush=True,
    )


def _stay(site: MoodleSite, *, follow: bool) -> None:
    copied = plugin_fingerprint()
    while True:
        time.sleep(1)
        if follow and (found := plugin_fingerprint()) != copied:
            site.compose_plugin()
            site.installation.run("admin/cli/purge_caches.php")
            copied = found
            print("plugin copied", flush=True)


if __name__ == "__main__":
    sys.exit(main())
