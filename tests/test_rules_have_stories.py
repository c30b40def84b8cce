"""A rule without a story is a rule nobody has seen at work."""

from __future__ import annotations

import re
from pathlib import Path

from ledger.kinds import RULES
from tests.each import each

TESTS = Path(__file__).parent
QUOTED = re.compile(r'(?<=")[a-z0-9.-]+(?=")')
NAMED = {
    name
    for path in (*sorted(TESTS.glob("*.py")), *sorted((TESTS / "subjects").glob("*.py")))
    if path.name not in (Path(__file__).name, "test_kept_where_asked.py")
    for name in QUOTED.findall(path.read_text(encoding="utf-8"))
}


@each("rule", [rule.id for rule in RULES])
def test_a_story_names_every_rule(rule: str) -> None:
    assert rule in NAMED, f"no story in tests/subjects says what {rule} finds, and what keeps it"
