"""When the form of a contract is recommended (CPC307-B3)."""

from __future__ import annotations

from datetime import date

from ledger.subjects.agreement import ContractRegistered
from tests.story import changed, given
from tests.subjects.test_design import BEFORE, FORM


def test_a_form_of_contract_is_recommended_before_the_contract_is_made() -> None:
    """CPC307-B3: by the day it was agreed; where that is not said, by the day it began."""
    rule = "design.form-before-the-contract"
    registered = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Rounds", start_date=date(2025, 3, 1)
    )
    agreed = changed(registered, agreed_on=date(2025, 1, 2))

    given(registered, *BEFORE).when(FORM).keeps(rule)
    given(agreed, *BEFORE).when(FORM).departs_from(rule)
    late = given(registered, *BEFORE).when(changed(FORM, happened_on=date(2025, 3, 4))).departs_from(rule)
    assert late.last is not None
    found = [one.found for one in late.last.departures if one.rule == rule]
    assert found == ["the contract began on 1 March 2025, before that"]
    given(changed(registered, start_date=None), *BEFORE).when(FORM).keeps(rule)
