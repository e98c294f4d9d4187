"""A real Chromium, and the app served as in real life for it to look at."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, ViewportSize

from lab.benchmarks.servers import find_free_port

ROOT = Path(__file__).parents[1]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Whatever a page might ask of another machine is not found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
START_SECONDS = 60
DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine."""
    found = [path for name in PROGRAMS if (path := shutil.which(name))]
    if not found:
        raise RuntimeError("Chromium is missing; ./trigpoint test installs it.")
    open_plan = [] if _may_build_walls() else ["--no-sandbox"]
    return playwright.chromium.launch(
        executable_path=found[0], args=[*FLAGS, *open_plan]
    )


def _may_build_walls() -> bool:
    """Say whether Chromium can wall its processes off: not as root, nor in most containers."""
    tried = ["unshare", "--user", "true"]
    return os.getuid() != 0 and subprocess.run(tried, check=False).returncode == 0


@dataclass(frozen=True)
class Tab:
    """A browser tab that remembers what went wrong behind the page."""

    page: Page
    #: Errors of scripts, refusals of the security policy, answers that did not come.
    complaints: list[str]


def open_tab(browser: Browser, base_url: str, **options: Any) -> Tab:
    """Open a tab of a new person; options are those of playwright's `new_context`."""
    settings = {"base_url": base_url, "viewport": DESKTOP, "reduced_motion": "reduce"}
    tab = Tab(browser.new_context(**(settings | options)).new_page(), [])
    tab.page.on("pageerror", lambda error: tab.complaints.append(f"script: {error}"))
    tab.page.on(
        "requestfailed",
        # What the browser itself gives up, because it goes elsewhere or saves a file, is no failure.
        lambda request: (
            tab.complaints.append(f"no answer: {request.url}")
            if request.failure != "net::ERR_ABORTED"
            else None
        ),
    )
    tab.page.on(
        "console",
        lambda line: (
            tab.complaints.append(f"console: {line.text}")
            if line.type == "error"
            else None
        ),
    )
    return tab


def follow(page: Page, link: str, *, exact: bool = False) -> None:
    """Click the first link with these words and wait for the whole page that it opens.

    A click alone returns before the old page is gone: what is read next may be of the old page, of none, or of
    half a new one.
    """
    with page.expect_navigation():
        page.get_by_role("link", name=link, exact=exact).first.click()


def press(page: Page, button: str, *, exact: bool = False) -> None:
    """Click a button that opens another page, and wait for the whole of it, as `follow` does."""
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=exact).click()


def barriers(page: Page) -> list[str]:
    """Return what axe finds on a page that keeps people out, in both themes."""
    return [
        f"{page.url} ({theme}): {violation['id']}, {violation['help']}: {node['html'][:160]}"
        for theme in ("light", "dark")
        for violation in _violations(page, theme)
        for node in violation["nodes"]
    ]


def _violations(page: Page, theme: str) -> list[dict[str, Any]]:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]  # one of the two words it takes
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return found


@contextmanager
def serving(database_url: str, data: Path) -> Iterator[str]:
    """Run the program the way `./trigpoint run` does and yield its address."""
    port = find_free_port()
    run = [
        sys.executable,
        "-P",
        "-m",
        "quiz",
        "run",
        f"--port={port}",
        f"--data={data}",
    ]
    env = environment(database_url)
    log = data / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(run, cwd=data, env=env, stdout=output, stderr=output)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait()


def environment(database_url: str) -> dict[str, str]:
    """Return the environment in which the program runs from this checkout on a database."""
    return os.environ | {
        "TRIGPOINT_DATABASE_URL": database_url,
        "PYTHONPATH": str(ROOT),
    }


def wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait until the program answers; say what it said when it does not."""
    for _ in range(START_SECONDS * 20):
        try:
            urllib.request.urlopen(address).close()
        except (URLError, ConnectionError):
            if server.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not start:\n" + log.read_text())
