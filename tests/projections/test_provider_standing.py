"""Where a provider stands across contracts: by each body that buys, and with what its contracts show."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.entry import Entry
from ledger.names import searched_by
from ledger.organisations import Identifier, Organisation, same_organisation
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised
from ledger.subjects.provider import ProviderOpened
from ledger.subjects.termination import ProviderExclusionDecided
from ledger.words import Said
from projections.provider_standing import ProviderStanding, provider_standing
from projections.read_models.status_rows import status_keys
from projections.status.status import status
from projections.status.status_facts import Status
from projections.view import FileView
from tests.story import given

NUMBER = Identifier(scheme="GB-COH", id="01234567")
OPENED = ProviderOpened(happened_on=date(2024, 1, 8), reference="LARK", name="Larkfield", identifiers=(NUMBER,))
BOTH = ("Thames Valley OPCC", "Thames Valley Police")


def contract(reference: str, *parties: Organisation, entries: tuple[Entry, ...] = ()) -> Status:
    first, *others = parties
    registered = ContractRegistered(
        happened_on=date(2024, 1, 8), reference=reference, title=f"Contract {reference}", provider=first,
        joint_providers=tuple(others), start_date=date(2024, 2, 1), end_date=date(2026, 1, 31),
        procedure="thames-valley/1",
    )  # fmt: skip
    return status(FileView.of(UUID(int=2), given(registered, *entries).file, {}))


def excluded(since: date, until: date | None, **said: Any) -> ProviderExclusionDecided:
    return ProviderExclusionDecided(
        happened_on=date(2024, 3, 4), cause="repeated-poor-performance", from_date=since, until_date=until, **said
    )


def stands(on: date, *contracts: Status, own: tuple[Entry, ...] = ()) -> ProviderStanding:
    view = FileView.of(UUID(int=1), given(OPENED, *own).file, {}, default_procedure="thames-valley")
    return provider_standing(view, contracts, on)


def test_a_provider_is_kept_out_of_the_tenders_of_the_bodies_an_exclusion_covers() -> None:
    """TVP-5.2-9b: one that names no body covers all the procedure knows."""
    since, until = date(2025, 1, 1), date(2025, 12, 31)

    for named, out in ((BOTH, BOTH), (BOTH[:1], BOTH[:1]), ((), BOTH)):
        found = stands(date(2025, 6, 1), own=(excluded(since, until, buying_bodies=named),))
        assert tuple(body.body for body in found.bodies if body.excluded) == out
        assert tuple(body.body for body in found.bodies) == BOTH
    days = (date(2024, 12, 31), since, until, date(2026, 1, 1))
    own = (excluded(since, until),)
    assert [stands(day, own=own).bodies[0].excluded for day in days] == [False, True, True, False]
    assert [stands(day, own=own).exclusions[0].state for day in days] == ["to-come", "in-force", "in-force", "over"]


def test_the_exclusion_that_lasts_longest_counts_and_one_without_an_end_outlasts_all() -> None:
    short, long = excluded(date(2025, 1, 1), date(2025, 6, 30)), excluded(date(2025, 3, 1), date(2026, 2, 28))

    assert stands(date(2025, 4, 1), own=(short, long)).bodies[0].until == date(2026, 2, 28)
    endless = stands(date(2025, 4, 1), own=(long, excluded(date(2025, 1, 1), None))).bodies[0]
    assert (endless.excluded, endless.until) == (True, None)
    assert "without an end on file" in endless.sentence


def test_exclusions_that_follow_on_each_other_keep_a_provider_out_until_the_last_of_them_ends() -> None:
    """TVP-5.2-9b: also where they were decided on files of several contracts."""
    first, on = excluded(date(2025, 1, 1), date(2025, 6, 30)), date(2025, 4, 1)
    next_one, later = excluded(date(2025, 7, 1), date(2025, 12, 31)), excluded(date(2026, 1, 2), date(2026, 3, 31))
    elsewhere = contract("C-1", Organisation(name="Larkfield"), entries=(next_one,))

    assert stands(on, elsewhere, own=(later, first)).bodies[0].until == date(2025, 12, 31)
    assert stands(on, own=(first, later)).bodies[0].until == date(2025, 6, 30)
    assert stands(on, own=(first, excluded(date(2025, 7, 1), None))).bodies[0].until is None
    assert stands(on, own=(later,)).bodies[0].excluded is False


@pytest.mark.parametrize("default", ["hampshire", "thames-valley"])
def test_a_body_that_buys_stands_once_by_whatever_name_exclusions_call_it(default: str) -> None:
    """TVP-5.2-9b: with the latest day, also on the file of a provider whose own procedure does not know the body."""
    until = [date(2028, 4, 30), date(2030, 5, 19), date(2029, 1, 1)]
    named = [(), ("OPCC", "Thames Valley Police"), ("opcc", "police")]
    decided = [excluded(date(2026, 5, 1), day, buying_bodies=who) for day, who in zip(until, named, strict=True)]
    theirs = contract("T6", Organisation(name="Larkfield"), entries=tuple(decided))
    view = FileView.of(UUID(int=1), given(OPENED).file, {}, default_procedure=default)

    found = provider_standing(view, [theirs], date(2026, 6, 1))

    assert [(body.body, body.until) for body in found.bodies] == [(body, date(2030, 5, 19)) for body in BOTH]
    assert found.sentence.startswith("Larkfield is kept out of tenders of Thames Valley OPCC and Thames Valley Police")


def test_a_body_that_no_procedure_knows_stands_once_whatever_the_case_of_its_name() -> None:
    """TVP-5.2-9b."""
    decided = [
        excluded(date(2025, 1, 1), date(day, 1, 1), buying_bodies=(who,))
        for day, who in ((2026, "The Trust"), (2027, "the trust"))
    ]
    view = FileView.of(UUID(int=1), given(OPENED, *decided).file, {})

    [body] = provider_standing(view, [], date(2025, 6, 1)).bodies

    assert (body.body, body.until) == ("The Trust", date(2027, 1, 1))


def test_its_contracts_are_found_by_number_or_name_and_what_they_show_is_theirs() -> None:
    """TVP-2.0-5: alone or with others; of another provider none."""
    issue = IssueRaised(happened_on=date(2025, 1, 6), nature=Said("Late"))
    by_number = contract("C-1", Organisation(name="Other words", identifiers=(NUMBER,)), entries=(issue,))
    with_others = contract("C-2", Organisation(name="Elsewhere"), Organisation(name="LARKFIELD"))
    another = contract("C-3", Organisation(name="Larkfield Homes"))

    found = stands(date(2025, 6, 1), by_number, with_others, another)

    assert [(one.reference, one.role) for one in found.contracts] == [("C-1", "sole"), ("C-2", "joint")]
    first = found.contracts[0]
    assert (first.open_issues, first.stage) == (1, "live")
    assert "gb-coh 01234567" in status_keys(by_number).provider_key


def test_an_exclusion_on_a_contract_of_several_is_of_the_one_it_names() -> None:
    """TVP-5.2-9a: recorded once, on the contract's file, and shown on each provider's it is about."""
    parties = (Organisation(name="Elsewhere"), Organisation(name="Larkfield"))
    span = (date(2025, 1, 1), date(2025, 12, 31))

    def shown(named: str | None) -> ProviderStanding:
        return stands(date(2025, 6, 1), contract("C-2", *parties, entries=(excluded(*span, provider=named),)))

    assert [len(shown(named).exclusions) for named in ("Larkfield", "Elsewhere", None)] == [1, 0, 1]
    found = shown(None)
    assert found.exclusions[0].file == "C-2"
    assert found.sentence == (
        "Larkfield is kept out of tenders of Thames Valley OPCC and Thames Valley Police on 1 June 2025;"
        " 1 contract of it on file"
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Goodmeals Ltd", "GOODMEALS  LTD.", True), ("Goodmeals Ltd", "Goodmeals Limited", True),
        ("Smith & Sons p.l.c.", "Smith and Sons PLC", True), ("O\u2019Hara Care CIC", "O'Hara Care CIC", True),
        ("Goodmeals Ltd", "Goodmeals plc", False), ("Goodmeals Ltd", "Goodmeals", False),
        ("Goodmeals North Ltd", "Goodmeals Ltd", False), ("Ltd", "Limited Ltd", False),
    ],
)  # fmt: skip
def test_an_organisation_is_the_same_however_its_legal_form_is_written_and_two_of_them_are_not(
    one: str, other: str, same: bool
) -> None:
    """TVP-5.2-9b: a tender of Goodmeals Limited is one of Goodmeals Ltd; that of Goodmeals plc may be another's."""
    assert same_organisation(Organisation(name=one), Organisation(name=other)) is same
    if same:
        assert searched_by(one) in other.casefold().replace("\u2019", "'")


def test_an_exclusion_that_names_another_than_its_contracts_provider_is_of_whom_it_names() -> None:
    """TVP-5.2-9a."""
    span = (date(2025, 1, 1), date(2025, 12, 31))
    theirs = contract("C-2", Organisation(name="Elsewhere"), entries=(excluded(*span, provider="Larkfield"),))

    view = FileView.of(UUID(int=1), given(OPENED).file, {}, default_procedure="thames-valley")
    found = provider_standing(view, [], date(2025, 6, 1), excluding=[theirs])

    assert [(row.file, row.state) for row in found.exclusions] == [("C-2", "in-force")]


def test_a_contract_whose_procedure_is_not_installed_here_stands_on_the_page_all_the_same() -> None:
    """TVP-5.2-9b: its exclusions name bodies by the names they were given."""
    span = (date(2025, 1, 1), date(2025, 12, 31))
    theirs = contract("C-2", Organisation(name="Larkfield"), entries=(excluded(*span, buying_bodies=("Marlshire",)),))

    found = stands(date(2025, 6, 1), theirs.model_copy(update={"procedure": "marlshire/1"}))

    assert [one.reference for one in found.contracts] == ["C-2"]
    assert [body.body for body in found.bodies if body.excluded] == ["Marlshire"]
