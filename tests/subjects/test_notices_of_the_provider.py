"""Both parties' notices run by the same clocks: what the provider serves on the authority counts as ours on it."""

from datetime import date, time
from typing import Any

import pytest

from ledger.contract_terms import NoticeAddress
from ledger.dates.calendar import Period
from ledger.serving.service_clauses import MODEL_SERVICES_EXAMPLE
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.notices import Addressee, Notice, NoticeReceiptConfirmed, NoticeServed, RemedyPeriodExtended
from ledger.subjects.people import LeadOfficerAppointed, ProviderContactNamed, RepresentativeAppointed
from ledger.subjects.terms import (
    DefaultClauseEntered,
    NoticeAddressGiven,
    NoticeClauseEntered,
    TerminationClauseEntered,
    WorkingDayDefined,
)  # fmt: skip
from ledger.words import Said
from tests.story import PIA, RUTH, Story, given

START = date(2025, 1, 6)
TEN = Period(count=10, unit="working-days")
ADDRESSES = {
    "authority": NoticeAddress(method="e-mail", address="contracts@county.example"),
    "provider": NoticeAddress(method="e-mail", address="notices@haven.example"),
}
PEOPLE = (
    ContractRegistered(happened_on=START, reference="C-1", title="Home care", end_date=date(2027, 3, 31)),
    LeadOfficerAppointed(happened_on=START, person="Ann Ashe"),
    RepresentativeAppointed(happened_on=START, person="Ruth Reed", nominated_by="Ann Ashe"),
    ProviderContactNamed(happened_on=START, person="Pia Prior", role="contract-manager"),
)
CLAUSES = (
    NoticeClauseEntered(happened_on=START, clause="43.3", methods=MODEL_SERVICES_EXAMPLE.methods),
    WorkingDayDefined(happened_on=START, clause="1.1"),
    *(NoticeAddressGiven(happened_on=START, party=p, addresses=(a,)) for p, a in ADDRESSES.items()),  # type: ignore[arg-type]
)
CURE = DefaultClauseEntered(happened_on=START, clause="30.2", notice_kind="default", cure_period=TEN)


def notice(party: Any, on: date, at: time | None = None, **said: Any) -> NoticeServed:
    """A notice of default, of either party to the other."""
    other = "provider" if party == "authority" else "authority"
    to = "Pia Prior" if other == "provider" else "Ruth Reed"
    parts: dict[str, Any] = {
        "happened_on": on, "happened_at": at, "notice_kind": "default", "served_by_party": party, "method": "e-mail",
        "address": ADDRESSES[other].address, "recipients": (Addressee(person=to),),
        "by": RUTH if party == "authority" else PIA, "remedy_required": Said("Pay what is due, or give the visits"),
    }  # fmt: skip
    return NoticeServed(**(parts | said))


def served(story: Story) -> Notice:
    return story.recorded().file.notices.by_id["NOT-001"]


@pytest.mark.parametrize(
    ("on", "at", "counts_on", "ends_on"),
    [
        (date(2025, 4, 14), time(11), date(2025, 4, 15), date(2025, 5, 1)),  # over Easter
        (date(2025, 4, 17), time(16), date(2025, 4, 22), date(2025, 5, 7)),  # Maundy Thursday; 5 May is a bank holiday
        (date(2025, 12, 24), time(23), date(2025, 12, 29), date(2026, 1, 13)),
        (date(2025, 8, 2), None, date(2025, 8, 4), date(2025, 8, 18)),  # a Saturday
    ],
)
def test_a_notice_of_either_party_counts_on_the_same_day_and_gives_the_same_time(
    on: date, at: time | None, counts_on: date, ends_on: date
) -> None:
    ours, theirs = (served(given(*PEOPLE, *CLAUSES, CURE).when(notice(party, on, at))) for party in ADDRESSES)

    assert (ours.valid, theirs.valid) == (True, True)
    assert (ours.counts_on, ours.remedy_ends()) == (counts_on, ends_on)
    assert (theirs.counts_on, theirs.remedy_ends()) == (counts_on, ends_on)
    assert ours.worked is not None
    assert theirs.worked is not None
    assert ours.worked.remedy == theirs.worked.remedy


def test_without_a_clause_on_service_the_providers_notice_too_counts_on_proved_receipt() -> None:
    waiting = given(*PEOPLE, CURE).when(notice("provider", date(2025, 4, 14)))

    received = waiting.when(
        NoticeReceiptConfirmed(happened_on=date(2025, 4, 16), notice="NOT-001", received_on=date(2025, 4, 15))
    )

    assert served(waiting).counts_on is None
    assert served(received).counts_on == date(2025, 4, 15)


def test_what_time_the_provider_has_says_nothing_of_what_the_authority_has() -> None:
    """A clause on the provider's default is about the authority's notices, one on non-payment about the provider's."""
    of_ours = CURE.model_copy(update={"given_by": "authority"})
    of_theirs = DefaultClauseEntered(
        happened_on=START, clause="33.1", notice_kind="default", given_by="provider",
        cure_period=Period(count=30, unit="calendar-days"),
    )  # fmt: skip
    on = date(2025, 6, 2)

    without = served(given(*PEOPLE, *CLAUSES, of_ours).when(notice("provider", on, time(10))))
    ours = served(given(*PEOPLE, *CLAUSES, of_ours, of_theirs).when(notice("authority", on, time(10))))
    theirs = served(given(*PEOPLE, *CLAUSES, of_ours, of_theirs).when(notice("provider", on, time(10))))

    assert without.remedy_ends() is None
    assert ours.remedy_ends() == date(2025, 6, 17)
    assert theirs.remedy_ends() == date(2025, 7, 3)


def test_a_right_to_end_that_gives_time_itself_is_followed_where_no_clause_on_default_gives_any() -> None:
    """Of two such rights the shorter: what is due and the conditions then show the day the first right arises."""
    of_ours = CURE.model_copy(update={"given_by": "authority"})
    ending = (
        TerminationClauseEntered(
            happened_on=START, clause=number, trigger="unremedied-default", held_by="provider", first_notice="default",
            cure_period=Period(count=days, unit="calendar-days"),
        )
        for number, days in (("31.7", 60), ("31.6", 30))
    )  # fmt: skip
    on = date(2025, 6, 2)
    clauses = (*PEOPLE, *CLAUSES, of_ours, *ending)

    shorter = served(given(*clauses).when(notice("provider", on, time(10))))
    cited = served(given(*clauses).when(notice("provider", on, time(10), clause="31.7")))
    ours = served(given(*clauses).when(notice("authority", on, time(10))))

    assert shorter.remedy_ends() == date(2025, 7, 3)
    assert cited.remedy_ends() == date(2025, 8, 2)
    assert ours.remedy_ends() == date(2025, 6, 17)


def test_the_authority_may_be_given_longer() -> None:
    on_file = given(*PEOPLE, *CLAUSES, CURE).when(notice("provider", date(2025, 6, 2), time(10)))

    extended = on_file.when(
        RemedyPeriodExtended(happened_on=date(2025, 6, 10), notice="NOT-001", to_date=date(2025, 7, 1))
    )

    assert [n.id for n in on_file.file.notices.running(date(2025, 6, 17))] == ["NOT-001"]
    assert on_file.file.notices.running(date(2025, 6, 18)) == []
    assert [n.id for n in extended.file.notices.running(date(2025, 7, 1))] == ["NOT-001"]
    assert extended.file.notices.running(date(2025, 7, 2)) == []


def test_the_providers_notice_too_must_go_to_the_address_in_force() -> None:
    wrong = notice("provider", date(2025, 6, 2), address="old@county.example")

    story = given(*PEOPLE, *CLAUSES, CURE).when(wrong)

    assert served(story).valid is False
    assert served(story).counts_on is None
