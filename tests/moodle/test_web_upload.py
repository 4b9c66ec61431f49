"""An admin without a shell installs the zip through Moodle's own pages."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

from sidecar.demo_check.browser import Browser, Page
from sidecar.demo_check.forms import Form
from tests.browser import log_in, new_browser
from tests.campus import Person
from tests.moodle.seeded import ADMIN_PASSWORD
from tests.moodle.site import MoodleSite
from tests.moodle.tree import REPOSITORY

INSTALLER = "/admin/tool/installaddon/index.php"
CONFIRMATIONS = (("installzipconfirm", "1"), ("confirmupgrade", "1"), ("confirmplugincheck", "1"))
MAX_PAGES = 10
ZIP_NAME = "local_mcpgate.zip"


async def test_the_zip_installs_through_moodles_own_pages(new_site: Callable[..., MoodleSite]) -> None:
    site = new_site(plugin=False)
    admin = Person(username="admin", password=ADMIN_PASSWORD, userid=2)
    async with new_browser() as browser:
        await log_in(browser, await browser.open(f"{site.wwwroot}/login/index.php"), admin)
        page = await upload(browser, site, built_zip())
        assert "Validation successful" in page.text, page.text
        for _ in range(MAX_PAGES):
            if (form := confirmation(page)) is None:
                break
            page = await browser.submit(page, form, {})
        settings = await browser.open(f"{site.wwwroot}/admin/settings.php?section=local_mcpgate_settings")

    declared = re.search(r"\$plugin->version\s*=\s*(\d+)", (REPOSITORY / "moodle_plugin/version.php").read_text())
    installed = site.database.table("config_plugins", where="plugin = 'local_mcpgate' AND name = 'version'")
    assert declared is not None
    assert [row["value"] for row in installed] == [declared[1]]
    assert "s_local_mcpgate_publicurl" in settings.form_with("s_local_mcpgate_publicurl").fields


def built_zip() -> bytes:
    command = [sys.executable, "build.py", "zip"]
    done = subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=60)
    return (REPOSITORY / done.stdout.strip()).read_bytes()


async def upload(browser: Browser, site: MoodleSite, content: bytes) -> Page:
    """Put the zip into the form's file picker and send the form; return the page that validates it."""
    page = await browser.open(f"{site.wwwroot}{INSTALLER}")
    form = page.form_with("zipfile")
    upload_repository = re.search(r'"id":"(\d+)","name":"[^"]*","type":"upload"', page.text)
    assert upload_repository is not None
    picked = {
        "sesskey": form.fields["sesskey"],
        "repo_id": upload_repository[1],
        "itemid": form.fields["zipfile"],
        "env": "filepicker",
        "savepath": "/",
        "title": ZIP_NAME,
    }
    answer = await browser._http.post(
        f"{site.wwwroot}/repository/repository_ajax.php?action=upload",
        data=picked,
        files={"repo_upload_file": (ZIP_NAME, content, "application/zip")},
    )
    assert answer.json()["file"] == ZIP_NAME
    return await browser.submit(page, form, {}, "submitbutton")


def confirmation(page: Page) -> Form | None:
    """Return the form that goes on with installing, if the page has one."""
    for name, value in CONFIRMATIONS:
        for form in page.forms:
            if form.fields.get(name) == value:
                return form
    return None
