"""A rule without a story is a rule nobody has seen at work."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.kinds import RULES

TESTS = Path(__file__).parent
STORIES = "\n".join(
    path.read_text(encoding="utf-8")
    for path in (*sorted(TESTS.glob("*.py")), *sorted((TESTS / "subjects").glob("*.py")))
    if path.name not in (Path(__file__).name, "test_kept_where_asked.py")
)


@pytest.mark.parametrize("rule", [rule.id for rule in RULES])
def test_a_story_names_every_rule(rule: str) -> None:
    assert f'"{rule}"' in STORIES, f"no story in tests/subjects says what {rule} finds, and what keeps it"
