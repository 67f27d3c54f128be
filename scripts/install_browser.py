"""Make sure a Chromium is there: the machine's, else Debian's, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def installed_browser() -> str | None:
    """Path of a Chromium already on the machine, or None (Playwright's own included)."""
    for name in NAMES:
        if (found := shutil.which(name)) and _runs(found):
            return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def _runs(path: str) -> bool:
    """Whether it starts: some systems ship a stub that only points to another installer."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def install() -> None:
    """Install Chromium with apt where that is possible, else with Playwright."""
    can_apt = shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0
    if can_apt:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
    if installed_browser() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if installed_browser() is None:
        install()
    browser = installed_browser()
    if browser is None:
        sys.exit("No Chromium found and none could be installed: the browser tests need one.")
    print(f"Browser for the tests: {browser}")
