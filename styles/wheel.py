"""Sees to it that no wheel leaves without its stylesheets: hatchling calls this before it packs one."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StylesheetsHook(BuildHookInterface[Any]):
    """Builds the stylesheets where they are missing; an editable install leaves that to `make setup`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if version == "standard" and not (root / "api/pages/static/vendor/cleartrail.css").is_file():
            runpy.run_path(str(root / "styles" / "build.py"))["build"]()
