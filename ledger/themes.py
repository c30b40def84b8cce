"""What contracts are reviewed for, theme by theme. Stored inside entries, and so a recorded format."""

from __future__ import annotations

from typing import Literal

Theme = Literal["supplier-development", "risk", "governance", "service-improvement", "value-for-money"]

__all__ = ["Theme"]
