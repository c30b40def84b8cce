"""Test vectors that others published. They are no part of the project; where they are not there, it is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[3] / "shared" / "vectors"


def vectors(path: str) -> Path:
    """The file or folder of vectors; without it the test is skipped, by name."""
    found = FOLDER / path
    if not found.exists():
        pytest.skip(f"../shared/vectors/{path} is not there: vectors are not part of the project")
    return found


def read(path: str) -> Any:
    return json.loads(vectors(path).read_text())
