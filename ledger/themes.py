"""What contracts are reviewed for, theme by theme, and in what form that is shared which an authority works by.

Stored inside entries, and so recorded formats.
"""

from __future__ import annotations

from typing import Literal

Theme = Literal["supplier-development", "risk", "governance", "service-improvement", "value-for-money"]

Form = Literal[
    "guidance", "template", "model-terms", "exemplar", "best-practice", "answer", "communication",
    "provider-assessment", "market-position-statement",
]  # fmt: skip

__all__ = ["Form", "Theme"]
