"""What a wheel takes along from beside the package.

A hook, and no table in ``pyproject.toml``, since an editable install must not get copies.
"""

from __future__ import annotations

from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Streamlit reads pyproject.toml where it looks for the browser's modules.
BESIDE = ("app.py", "pages", "assets", ".streamlit", "pyproject.toml")


class WheelHook(BuildHookInterface[BuilderConfig]):
    """Puts those files into the folder ``app/`` of the package: see ``dropviz/files.py``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add them to a wheel, unless it is the one of an editable install."""
        if version == "standard":
            build_data["force_include"] |= {name: f"dropviz/app/{name}" for name in BESIDE}
