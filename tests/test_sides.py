"""Whose act each kind of entry is: what is the authority's alone does nothing as the provider's (ADR 0193)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_args

import pytest
from pydantic_core import to_json

from api.kind_examples import example_of
from api.kind_schemas import components
from ledger.contract_file import ContractFile
from ledger.entry import Actor, Entry, Recorded
from ledger.folding import extended
from ledger.kinds import BY_NAME, RULES
from ledger.procedures import read
from ledger.registers import Register
from ledger.rules import NOT_IN_POINT
from ledger.sides import AUTHORITYS_ALONE, EITHERS, OF_WHOSE_IT_IS, PARTY_OF_AN_ACT
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.issues import IssueRaised, IssueResolved
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn, RemedyAssessed
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.records import AMENDING, EntrySupplemented
from ledger.words import SUBMITTED, Said
from tests.each import each
from tests.story import ANN, CLERK, PIA, given
from tests.test_kept_where_asked import smallest

[RULE] = (rule for rule in RULES if rule.id == "actor.of-the-side-whose-act-it-is")
DAY = date(2025, 3, 3)
REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care")


@cache
def registered() -> ContractFile:
    return given(REGISTERED).file


def of_the_provider(kind: str) -> Entry:
    return smallest(BY_NAME[kind]).model_copy(update={"by": PIA})


def with_it(file: ContractFile, entry: Entry) -> ContractFile:
    """A file with one more entry on it, whatever would be said of it."""
    position, prefix = file.position + 1, entry.begins()
    at = datetime(2027, 1, 1, tzinfo=UTC)
    given_id = file.next_id(prefix) if prefix else None
    return extended(file, [Recorded(entry, file.known[0].file_id, position, at, CLERK, given_id=given_id)])


def registers(file: ContractFile) -> dict[str, object]:
    return {name: held for name, held in file.__dict__.items() if isinstance(held, Register)}


NOT_WHOSE_ACT = {
    "contract-provision-agreed": "owed_by", "credit-clause-entered": "held_by", "default-clause-entered": "given_by",
    "meeting-cancelled": "cancelled_by", "meeting-rescheduled": "requested_by", "notice-address-given": "party",
    "notice-clause-entered": "given_by", "service-transfer-plan-signed": "party", "sum-fell-due": "owed_by",
    "termination-clause-entered": "held_by", "termination-event-occurred": "party",
}  # fmt: skip
"""Fields that name a party and do not say whose act the entry is: who owes, holds a right, or asked for it; for whom a
signatory signed, of which a rule of its own asks."""


def test_of_every_field_that_names_a_party_it_is_said_whether_it_says_whose_act_it_is() -> None:
    """TVP-3.1-9: a new one has to be put in a table, here or in ledger/sides.py."""
    naming = {
        (kind, name)
        for kind, fields in BY_NAME.items() for name, field in fields.model_fields.items()
        if name != "by" and {"authority", "provider"} <= _values(field.annotation)
    }  # fmt: skip
    assert naming == {*PARTY_OF_AN_ACT.items(), *NOT_WHOSE_ACT.items()}


def _values(of: Any) -> set[Any]:
    return {of} if isinstance(of, str) else set().union(*map(_values, get_args(of)))


def test_of_every_kind_it_is_said_whose_act_it_is() -> None:
    """HCC-4.1-a: a new kind has to be put in one of the three tables."""
    tables = (AUTHORITYS_ALONE, EITHERS, frozenset(OF_WHOSE_IT_IS))
    assert set().union(*tables) == set(BY_NAME), "put the kind in one of the three tables of ledger/sides.py"
    assert sum(map(len, tables)) == len(BY_NAME), "a kind stands in two tables of ledger/sides.py"


@each("kind", sorted(AUTHORITYS_ALONE))
def test_what_is_the_authoritys_alone_does_nothing_for_the_provider(kind: str) -> None:
    """HCC-4.1-a, HCC-6.3-b, HCC-A4-b, TVP-5.2-9b: it is asked about, stays on file, and no register takes it in."""
    theirs, file = of_the_provider(kind), registered()
    after = with_it(file, theirs)

    assert RULE.found(file, theirs, read("hampshire"))
    assert RULE.found(file, smallest(BY_NAME[kind]).model_copy(update={"by": ANN}), read("hampshire")) is None
    assert RULE.found(file, smallest(BY_NAME[kind]).model_copy(update={"by": None}), read("hampshire")) == NOT_IN_POINT
    assert after.entries[-1].entry == theirs
    assert registers(after) == registers(file)


@each("kind", sorted(kind for kind in EITHERS if BY_NAME[kind] not in AMENDING))
def test_what_either_side_may_do_is_not_asked_about_for_its_side(kind: str) -> None:
    assert RULE.found(registered(), of_the_provider(kind), read("hampshire")) == NOT_IN_POINT


def naming(prefix: str) -> Iterator[Entry]:
    """The smallest entry of every kind that names what an id of that prefix was given to, naming the first."""
    nouns = {kind.noun for kind in BY_NAME.values() if kind.gives == prefix}
    for kind in BY_NAME.values():
        shape = components()[kind.__name__]
        fields = {name: held for name, held in shape["properties"].items() if held.get("x-refers-to") in nouns}
        for name in fields:
            said = {**example_of(shape, components()), "kind": kind.model_fields["kind"].default, name: f"{prefix}-001"}
            yield kind.model_validate_json(to_json(said), context=SUBMITTED)


@pytest.mark.parametrize("kind", sorted(kind for kind in AUTHORITYS_ALONE if BY_NAME[kind].gives))
def test_what_goes_on_from_what_does_nothing_is_judged_and_folded_all_the_same(kind: str) -> None:
    """HCC-2.1-a: a fact is recorded, whatever it goes on from."""
    theirs = with_it(registered(), of_the_provider(kind))
    for goes_on in naming(BY_NAME[kind].gives or ""):
        for rule in RULES:
            if isinstance(goes_on, rule.of):
                rule.found(theirs, goes_on, read("hampshire"))
        assert with_it(theirs, goes_on).entries


def test_folded_anew_it_still_does_nothing() -> None:
    """HCC-4.1-a: also once a correction has the subject folded anew, and on a file as it stood on a day."""
    lead = LeadOfficerAppointed(happened_on=DAY, person="Pia Prior", by=PIA)
    ann = LeadOfficerAppointed(happened_on=date(2025, 1, 7), person="Ann Ashe", by=ANN)
    later = IssueRaised(happened_on=date(2025, 6, 2), nature=Said("Late"), by=ANN)
    file = given(REGISTERED, lead, later, ann).file

    for seen in (file, file.in_effect_on(date(2025, 4, 1))):
        holder = seen.people.holder("lead-officer", date(2025, 4, 1))
        assert holder is not None
        assert holder.person == "Ann Ashe"


@pytest.mark.parametrize("whose", ["authority", "provider"])
def test_who_began_it_settles_it_and_judges_it(whose: str) -> None:
    """HCC-9.1-b, TVP-5.1-4a: the provider's own issue and notice are its own to settle and to withdraw."""
    by = ANN if whose == "authority" else PIA
    raised = IssueRaised(happened_on=DAY, nature=Said("Invoices are paid late"), by=by)
    served = NoticeServed(happened_on=DAY, notice_kind="default", served_by_party=whose, by=by)  # type: ignore[arg-type]
    story = given(REGISTERED, raised, served)
    theirs = (
        IssueResolved(happened_on=date(2025, 4, 1), issue="ISS-001", by=PIA),
        RemedyAssessed(happened_on=date(2025, 4, 1), notice="NOT-001", result="remedied", by=PIA),
        NoticeWithdrawn(happened_on=date(2025, 4, 1), notice="NOT-001", by=PIA),
    )
    for entry in theirs:
        told = story.when(entry)
        (told.departs_from if whose == "authority" else told.keeps)(RULE.id)
    settled = story.when(theirs[0]).recorded().file.issues.by_id["ISS-001"]
    assert settled.is_open == (whose == "authority")


def test_only_who_gave_a_notice_takes_it_back() -> None:
    """TVP-3.1-9, TVP-5.1-4a: an officer of the authority does not withdraw the provider's."""
    rule = "act.of-the-party-that-did-it"
    served = NoticeServed(happened_on=DAY, notice_kind="dispute", by=ANN)
    ours = given(REGISTERED, served)
    theirs = given(REGISTERED, served.model_copy(update={"served_by_party": "provider", "by": PIA}))
    back = NoticeWithdrawn(happened_on=date(2025, 4, 1), notice="NOT-001", by=ANN)

    theirs.when(back).refused(rule, "NOT-001 is the provider's", "only who gave it takes it back")
    for by in (PIA, None, Actor(person="Reed & Co", party="third-party")):
        theirs.when(back.model_copy(update={"by": by})).keeps(rule)
    ours.when(back).keeps(rule)


def test_an_office_of_the_authoritys_is_not_the_providers_by_being_typed() -> None:
    """HCC-A4-b: what the procedure gives to an office is not done in it by somebody of the provider."""
    typed = Actor(person="Jo Bloggs", office="county-manager-contracts", party="provider")
    story = given(REGISTERED)
    told = story.when(LeadOfficerAppointed(happened_on=DAY, person="Jo Bloggs", by=typed)).departs_from(RULE.id)
    told.when(EntrySupplemented(happened_on=DAY, position=2, words=Said("By telephone"), by=PIA)).keeps(RULE.id)
