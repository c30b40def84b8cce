"""What a term varied in words now says, and which variation set it, stands with the contract's terms (TVP-3.0-3)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.terms import VariationClauseEntered
from ledger.subjects.variations import OtherChange, ScopeChange, SpecificationChange, VariationAgreed
from ledger.words import Said
from projections.status.standing import standing
from projections.status.status import status
from projections.varied_terms import VariedTerm
from projections.view import FileView
from tests.story import changed, given

ON = date(2026, 6, 6)
REGISTERED = ContractRegistered(
    happened_on=date(2025, 10, 1), reference="C-1", title="Support", start_date=date(2025, 10, 1),
    end_date=date(2027, 9, 30), procedure="thames-valley/1",
)  # fmt: skip


def clause(becomes: str, was: str | None = None, *, name: str = "clause 9", on: date, **said: Any) -> VariationAgreed:
    change = OtherChange(name=name, was=Said(was) if was else None, becomes=Said(becomes))
    return VariationAgreed(happened_on=on, changes=(change,), **said)


def stands(*entries: Entry, on: date = ON) -> list[VariedTerm]:
    view = FileView.of(UUID(int=1), given(REGISTERED, *entries).file, {})
    return list(standing(status(view), on).varied)


FIRST = clause("20 days", "30 days", on=date(2026, 5, 2))


def test_a_term_varied_in_words_is_shown_as_it_stands_with_the_variation_that_set_it() -> None:
    """TVP-3.0-3: the last by the day, and after it what takes effect later."""
    second = clause("12 days", "20 days", on=date(2026, 5, 4), name="Clause 9")
    scope = VariationAgreed(happened_on=date(2026, 5, 5), changes=(ScopeChange(becomes=Said("Day and night care")),))
    later = changed(clause("10 days", "12 days", on=date(2026, 5, 6)), effective_from=date(2026, 9, 1))

    found = stands(FIRST, second, scope, later)

    assert [(one.term, one.says, one.variation, one.position, one.starts_from) for one in found] == [
        ("Clause 9", "12 days", "VAR-002", 3, None), ("scope", "Day and night care", "VAR-003", 4, None),
        ("clause 9", "10 days", "VAR-004", 5, None),
    ]  # fmt: skip
    assert [one.says for one in stands(FIRST, second, on=date(2026, 5, 3))] == ["20 days", "12 days"]


def test_a_variation_that_does_not_start_from_what_the_last_made_of_a_term_says_so() -> None:
    """TVP-3.0-3: the words of two entries cannot be held against one another by a rule, and are shown together."""
    [found] = stands(FIRST, clause("12 days", "30 days", on=date(2026, 5, 4)))

    assert found.starts_from == "it says that it was 30 days; VAR-001 made it 20 days (entry 2)"
    [unsaid] = stands(FIRST, clause("12 days", on=date(2026, 5, 4)))
    assert unsaid.starts_from is None


def test_a_term_varied_for_a_time_stands_as_before_once_that_is_over() -> None:
    for_may = clause("5 days", "20 days", on=date(2026, 5, 4), applies_until=date(2026, 5, 31))

    assert [one.says for one in stands(FIRST, for_may, on=date(2026, 5, 20))] == ["5 days"]
    assert [one.says for one in stands(FIRST, for_may)] == ["20 days"]
    assert [one.starts_from for one in stands(FIRST, for_may, clause("12 days", "20 days", on=ON))] == [None]


def test_parts_of_the_specification_varied_apart_stand_side_by_side_and_what_lacks_its_form_does_not_stand() -> None:
    parts = [
        VariationAgreed(happened_on=on, changes=(SpecificationChange(was=Said("Old"), becomes=Said(says)),))
        for on, says in ((date(2026, 5, 2), "Two visits"), (date(2026, 5, 3), "A key worker"))
    ]
    signed = VariationClauseEntered(happened_on=date(2025, 10, 1), clause="40", signed=True)

    assert [(one.says, one.starts_from) for one in stands(*parts)] == [("Two visits", None), ("A key worker", None)]
    assert stands(signed, changed(FIRST, form="oral")) == []
