"""Every number of the source documents is a cited row of a procedure with a duty or a rule, or has a reason here."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ledger.kinds import RULES
from ledger.procedures import Procedure, read
from tests.requirements_table import known_ids

ROOT = Path(__file__).parent.parent.parent
ROWS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("numbers.toml").read_text(encoding="utf-8"))["row"]
DUTIES = {
    name for path in (ROOT / "projections" / "duties").glob("*.py")
    for name in re.findall(r'view,\s*f?"([a-z-]+/?)', path.read_text(encoding="utf-8"))
}  # fmt: skip
NAMES = {rule.id for rule in RULES}


EACH = pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['of']}: {row['says']}")


def test_all_24_rows_of_section_k_are_here_and_the_numbers_left_open_beside_them() -> None:
    of = [row["of"] for row in ROWS]

    assert sorted(name for name in of if name != "open") == [f"K-{number:02}" for number in range(1, 25)]
    assert of.count("open") >= 15
    assert {demand for row in ROWS for demand in row["ids"]} <= set(known_ids())


@EACH
def test_a_number_stands_in_the_procedure_whose_text_states_it_with_its_citation(row: dict[str, Any]) -> None:
    assert row.get("number") or row.get("reason")

    for number in row.get("number", ()):
        value, citation = _stated(read(number["procedure"]), number)
        assert value == number["value"]
        assert citation in row["ids"]


@EACH
def test_a_number_has_a_duty_or_a_rule_or_a_reason(row: dict[str, Any]) -> None:
    assert row.get("duty") or row.get("rule") or row.get("reason")
    assert row.get("duty") is None or row["duty"] in DUTIES
    assert row.get("rule") is None or row["rule"] in NAMES


def _stated(procedure: Procedure, number: dict[str, Any]) -> tuple[int, str]:
    if "meeting" in number:
        kind = procedure.meeting(number["meeting"])
        assert kind is not None
        return kind.per_year, kind.citation
    return procedure.setting(number["setting"]), procedure.cited(number["setting"])
