"""That a provider is dealt with at several levels of both organisations is asked for until the file shows it."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.entry import Entry
from ledger.subjects.agreement import ContractCommenced, ContractRegistered
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.people import ProviderContactNamed
from ledger.words import Said
from projections.duties.due import duties
from tests.story import changed, given
from tests.worked_through import view_of

BOUND = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="T", procedure="thames-valley/1")
BEGUN = ContractCommenced(happened_on=date(2025, 2, 3))
CALL = ContactLogged(
    happened_on=date(2025, 3, 3), direction="to-provider", means="e-mail", level="operational", summary=Said("The rota")
)  # fmt: skip
NAMED = ProviderContactNamed(
    happened_on=date(2025, 3, 4), person="Pia Prior", role="contract-manager", level="operational"
)  # fmt: skip


def asked(*entries: Entry) -> list[str]:
    return [one.sentence for one in duties(view_of(given(*entries).file)) if one.id == "provider-levels"]


def test_a_provider_of_whom_nobody_is_named_is_asked_for_somebody() -> None:
    """TVP-2.0-4: only where the procedure has it dealt with at several levels, and once the service runs."""
    [sentence] = asked(BOUND, BEGUN)
    assert sentence == (
        "Name whom of the provider is dealt with at which levels: nothing on file is of any, and nobody of the provider"
        " is named."
    )
    assert asked(BOUND) == []
    assert asked(changed(BOUND, procedure="hampshire/1"), BEGUN) == []


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ((CALL, CALL), "all that is on file is of the operational level, and nobody of the provider is named"),
        ((CALL, NAMED), "all that is on file is of the operational level"),
        ((CALL, changed(CALL, level="management", direction="within-authority"), NAMED),
         "all that is on file is of the operational level"),
    ],
)  # fmt: skip
def test_contacts_of_one_level_alone_are_not_at_several(entries: tuple[Entry, ...], words: str) -> None:
    """TVP-2.0-4: "taking place at multiple levels in the organisations"."""
    assert asked(BOUND, BEGUN, *entries) == [f"Name whom of the provider is dealt with at another level: {words}."]


def test_people_named_or_contacts_had_at_another_level_are_enough() -> None:
    """TVP-2.0-4."""
    assert asked(BOUND, BEGUN, CALL, changed(CALL, level="management")) == []
    director = changed(NAMED, role="director", person="Dee Dock", level="escalation")
    assert asked(BOUND, BEGUN, NAMED, director) == []
    assert asked(BOUND, BEGUN, CALL, director) == []
