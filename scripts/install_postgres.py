"""Make sure a PostgreSQL server is there for the tests: the machine's, else Debian's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def postgres_programs() -> Path | None:
    """Folder of ``initdb`` and ``postgres``, the newest where there are several, or None."""
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: float(folder.parent.name), default=None)


def install() -> None:
    """Install it with apt where that is possible."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "postgresql"], check=False)


if __name__ == "__main__":
    if postgres_programs() is None:
        install()
    programs = postgres_programs()
    if programs is None:
        sys.exit(
            "No PostgreSQL server found and none could be installed: the tests of the store need "
            "one (initdb and postgres)."
        )
    print(f"PostgreSQL for the tests: {programs}")
