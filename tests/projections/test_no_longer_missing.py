"""What was missing with an entry, and is asked for no more though nobody said it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.performance import ImprovementTargetAgreed
from ledger.subjects.termination import ContractExpired
from ledger.words import Said
from projections.duties.due import due, duties
from projections.duties.settled import settled
from tests import bought
from tests.story import given
from tests.subjects.test_procurement import on_file
from tests.worked_through import view_of


def test_where_it_was_advertised_is_asked_for_until_buying_came_to_an_award_or_a_contract() -> None:
    """HCC-A7-c: nothing can be made of it any more, on old files least of all."""
    silent = [
        {name: said for name, said in fields.items() if name not in ("channels", "closes_on", "closes_at")}
        if fields["kind"] == "tender-advertised" else fields
        for fields in bought.COMPETITION
    ]  # fmt: skip
    kinds = [fields["kind"] for fields in silent]
    advertised, evaluated = kinds.index("tender-advertised") + 1, kinds.index("tenders-evaluated") + 1
    given_up: dict[str, Any] = {
        "kind": "procurement-abandoned",
        "happened_on": "2025-03-20",
        "reasons": "Funds withdrawn",
    }
    registered = {**silent[-1], "happened_on": "2025-04-01"}

    def asked(*those: dict[str, Any]) -> bool:
        return f"details/{advertised}" in {one.id for one in duties(view_of(on_file(*those).file))}

    assert asked(*silent[:advertised])
    assert asked(*silent[:evaluated])
    assert asked(*silent[:evaluated], given_up | {"begun_anew": True})
    assert not asked(*silent[:evaluated], given_up)
    assert not asked(*silent[:advertised], registered)
    assert not asked(*silent)


def test_the_figures_of_an_improvement_are_asked_for_until_the_contract_is_over() -> None:
    """TVP-1.0-5: what stayed unsaid then can be judged by nobody."""
    end = date(2025, 12, 31)
    registered = ContractRegistered(
        happened_on=date(2025, 1, 1), reference="C-1", title="Home care", start_date=date(2025, 1, 1), end_date=end,
        procedure="hampshire/1",
    )  # fmt: skip
    aim = ImprovementTargetAgreed(happened_on=date(2025, 4, 20), improves="quality", text=Said("Calls in time"))
    over = ContractExpired(happened_on=end)

    def asked(day: date, *entries: Entry) -> bool:
        view = view_of(given(registered, aim, *entries).file)
        return "details/2" in {one.duty.id for one in due(duties(view), day)}

    assert asked(date(2025, 12, 30))
    assert asked(date(2025, 12, 30), over)
    assert not asked(date(2026, 2, 1), over)
    [told] = [one for one in settled(view_of(given(registered, aim, over).file)).duties if one.id == "details/2"]
    assert told.not_asked is not None
