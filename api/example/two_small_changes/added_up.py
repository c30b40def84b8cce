"""May and June 2026: a second change, smaller than the first, which makes a tenth of the two."""

from __future__ import annotations

from datetime import date

from api.example.cast import AUTHORITY_NAME
from api.example.paper import letter
from api.example.telling import Desk, Story
from api.example.two_small_changes.parties import (
    AISHA,
    AISHAS,
    DIANE,
    DIANES,
    PROVIDER,
    TOTAL,
    WILL,
    WITH_BOTH,
    WITH_DAMP,
)
from ledger.subjects.actions import ActionAssigned, ActionCompleted
from ledger.subjects.records import NoteMade
from ledger.subjects.regulation import ModificationAssessed, StatutoryNoticePublished
from ledger.subjects.variations import TotalValueChange, VariationAgreed, VariationEvaluated, VariationProposed
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def damp(desk: Desk) -> Story:
    """Tell the first change, of March: six per cent, and no notice is needed."""
    yield desk.record(
        "2026-03-04 10:30", AISHAS,
        VariationProposed(happened_on=date(2026, 3, 4), by=AISHA, variation_kind="scope", reason_code="user-need",
                          decide="change-now", thematic_review=desk["risk looked at"],
                          reason=Said("Damp and mould, in some 300 homes."),
                          changes=(TotalValueChange(was=TOTAL, becomes=WITH_DAMP),)),
        VariationEvaluated(happened_on=date(2026, 3, 4), variation="VAR-001", effect_on_cost=Said("£580,000 to 2030."),
                           effect_on_outcome=Said("300 homes are dry by the winter."), by=AISHA,
                           effect_on_risk=Said("Less: what the provider itself scored lowest is dealt with."),
                           effect_on_time=Said("None.")),
        ModificationAssessed(happened_on=date(2026, 3, 4), variation="VAR-001", ground="not-substantial", by=DIANE,
                             scope_changes=False, favours_provider=False,
                             reasons=Said("Six per cent of the value, repairs of homes as before.")),
    )
    yield desk.record(
        "2026-03-16 15:00", DIANES,
        _agreed(desk, "VAR-001", date(2026, 3, 16), date(2026, 3, 23), "Damp and mould in some 300 homes.", first=True),
    )
    yield desk.record(
        "2026-03-17 09:15", AISHAS,
        ActionAssigned(happened_on=date(2026, 3, 17), arises_from=desk["risk looked at"], step=1, owner=DIANE, by=AISHA,
                       due_on=date(2026, 3, 17), description=Said("Add damp work, as VAR-001 now does.")),
        ActionCompleted(happened_on=date(2026, 3, 17), action="ACT-001", confirmed_by=AISHA, by=DIANE),
        ActionAssigned(happened_on=date(2026, 3, 17), arises_from=desk["value looked at"], step=1, owner=AISHA,
                       by=AISHA, due_on=date(2026, 5, 29), description=Said("Write to Will for the books.")),
    )


def added_up(desk: Desk) -> Story:
    """Tell the second change, which is published before it is made."""
    yield desk.record(
        "2026-05-12 09:50", AISHAS,
        VariationProposed(happened_on=date(2026, 5, 12), by=AISHA, variation_kind="scope", reason_code="demand",
                          decide="change-now", reason=Said("The forty flats at Dock Street, taken over in April."),
                          changes=(TotalValueChange(was=WITH_DAMP, becomes=WITH_BOTH),)),
        VariationEvaluated(happened_on=date(2026, 5, 12), variation="VAR-002", effect_on_cost=Said("£450,000 to 2030."),
                           effect_on_outcome=Said("Forty tenants are served as all others."), by=AISHA,
                           effect_on_risk=Said("None."), effect_on_time=Said("None.")),
        ModificationAssessed(happened_on=date(2026, 5, 12), variation="VAR-002", ground="additional", by=DIANE,
                             scope_changes=False, favours_provider=False,
                             reasons=Said("Less than five per cent by itself; more than a tenth with the damp work, "
                                          "with which it could have been made. A notice comes first.")),
        NoteMade(happened_on=date(2026, 5, 12), by=DIANE,
                 words=Said("I had it down as too small to publish. The file added the two.")),
    )
    yield desk.record(
        "2026-05-15 14:00", DIANES,
        StatutoryNoticePublished(happened_on=date(2026, 5, 15), notice="contract-change", variation="VAR-002", by=DIANE,
                                 number="EX-2026-0461", where="Central platform", standstill_days=8),
    )
    yield desk.record(
        "2026-05-22 11:40", AISHAS,
        ActionCompleted(happened_on=date(2026, 5, 22), action="ACT-002", confirmed_by=DIANE, by=AISHA,
                        words=Said("Asked for, and looked through with Will: nothing is charged twice.")),
    )
    yield desk.record(
        "2026-06-01 16:20", DIANES,
        _agreed(desk, "VAR-002", date(2026, 6, 1), date(2026, 6, 15), "The forty flats at Dock Street.", first=False),
    )


def _agreed(desk: Desk, variation: str, on: date, since: date, words: str, *, first: bool) -> VariationAgreed:
    was, becomes = (TOTAL, WITH_DAMP) if first else (WITH_DAMP, WITH_BOTH)
    deed = letter(on, AUTHORITY_NAME, PROVIDER, f"Deed of variation {1 if first else 2}",
                  f"{words} The whole price rises from {was} to {becomes}.",
                  signed="Aisha Bell for the council; Will Tarn for Tarn and Pell")
    return VariationAgreed(
        happened_on=on, variation=variation, effective_from=since, authorised_by=DIANE, by=AISHA,
        changes=(TotalValueChange(was=was, becomes=becomes),), agreed_by_provider="Will Tarn", form="signed-document",
        signatories=(AISHA, WILL), exhibits=(desk.paper(deed),),
    )
