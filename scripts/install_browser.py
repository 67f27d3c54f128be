"""Make sure a Chromium is there: the machine's, else Debian's, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first has no tabs and menus to draw: tests take two thirds of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
CAN_APT = shutil.which("apt-get") is not None and hasattr(os, "geteuid") and os.geteuid() == 0


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
    if CAN_APT:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        for package in NAMES[:2]:
            if subprocess.run(["apt-get", "install", "-y", "-qq", package]).returncode == 0:
                break
    if installed_browser() is None:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if installed_browser() is None or (CAN_APT and shutil.which(NAMES[0]) is None):
        install()
    browser = installed_browser()
    if browser is None:
        sys.exit("No Chromium found and none could be installed: the browser tests need one.")
    print(f"Browser for the tests: {browser}")
