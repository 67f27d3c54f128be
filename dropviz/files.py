"""Where the files are that are no modules: the app, its pages, its assets and settings.

In a checkout they lie beside the package; a wheel has them in the package's folder ``app/``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
FOLDER = _PACKAGE / "app" if (_PACKAGE / "app").is_dir() else _PACKAGE.parent
APP = FOLDER / "app.py"
PAGES = FOLDER / "pages"
ASSETS = FOLDER / "assets"
