"""A decision to end the contract by another than whoever may is none until it is ratified, nor once it was refused."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.at_once import ended_at_once
from ledger.entry import Actor, Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.notices import NoticeServed
from ledger.subjects.records import DepartureRatified, DepartureRefused
from ledger.subjects.termination import ContractTerminated, EarlyTerminationProposed, TerminationAuthorised
from ledger.words import Said
from projections.duties.due import duties
from projections.ending.readiness import readiness
from projections.status.proposed_ends import proposals
from projections.status.status import status
from tests.story import ANN, changed, given
from tests.worked_through import view_of

RULE, DECIDED = "termination.decided-by-the-office-entitled", "termination.decided"
PCC, SMG = Actor(person="Paula Cole", office="pcc"), Actor(person="Shona May", office="smg")
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="R-1", title="Victims' advice", procedure="thames-valley/1",
    start_date=date(2025, 2, 1), end_date=date(2027, 1, 31),
)  # fmt: skip
PROPOSED = EarlyTerminationProposed(happened_on=date(2026, 1, 5), by=ANN, grounds=("default",))
BY_NOBODY = TerminationAuthorised(happened_on=date(2026, 1, 10), by=SMG, proposal="TRM-001", immediate=True)
WORDS = {"happened_on": date(2026, 1, 12), "position": 3, "rule": RULE, "reason": Said("No"), "by": PCC}
REFUSED, RATIFIED = DepartureRefused.model_validate(WORDS), DepartureRatified.model_validate(WORDS)
ANEW = TerminationAuthorised(happened_on=date(2026, 1, 14), by=PCC, proposal="TRM-001", reason=Said("No money"))
NOTICE = NoticeServed(
    happened_on=date(2026, 1, 20), notice_kind="termination", proposal="TRM-001", by=ANN, ends_on=date(2026, 4, 20),
    received_on=date(2026, 1, 20),
)  # fmt: skip
ENDED = ContractTerminated(
    happened_on=date(2026, 4, 20), notice="NOT-001", proposal="TRM-001", by=ANN, by_party="authority"
)


@pytest.mark.parametrize("more", [(), (REFUSED,)])
def test_a_contract_ended_on_a_decision_of_nobody_who_may_is_asked_about_as_without_one(
    more: tuple[Entry, ...],
) -> None:
    """TVP-5.0-7 (docs/adr/0490): waiting or refused."""
    given(REGISTERED, PROPOSED).when(BY_NOBODY).departs_from(RULE)
    story = given(REGISTERED, PROPOSED, BY_NOBODY, *more, NOTICE).when(ENDED).departs_from(DECIDED)

    [shown] = proposals(view_of(story.file))
    assert shown.authorised_on is None
    [no] = shown.without_authority
    assert (no.position, "refused on 12 January 2026" in no.why) == (3, bool(more))
    assert ended_at_once(given(REGISTERED, PROPOSED, BY_NOBODY, *more).file, date(2026, 1, 31)) is None
    [judged] = readiness(view_of(story.file), date(2026, 4, 20)).judgements
    assert next(one.state for one in judged.conditions if one.id == "TC-20") == "unauthorised"


@pytest.mark.parametrize(
    ("more", "since"),
    [((RATIFIED,), 12), ((ANEW,), 14), ((REFUSED, ANEW), 14), ((REFUSED, RATIFIED), 12)],
)
def test_it_is_decided_once_whoever_may_ratified_it_or_decided(more: tuple[Entry, ...], since: int) -> None:
    """TVP-5.0-7 (docs/adr/0490, docs/adr/0479)."""
    story = given(REGISTERED, PROPOSED, BY_NOBODY, *more, NOTICE).when(ENDED).keeps(DECIDED)

    [shown] = proposals(view_of(story.file))
    assert shown.authorised_on == date(2026, 1, since)
    assert f"ratify/3/{RULE}" not in {one.id for one in duties(view_of(story.file))}


AT_THE_NOTICE = "notice.termination-decided"


@pytest.mark.parametrize("decisions", [(), (BY_NOBODY,), (BY_NOBODY, REFUSED)])
def test_a_notice_of_an_end_nobody_who_may_decided_is_for_them_to_ratify_or_refuse(
    decisions: tuple[Entry, ...],
) -> None:
    """TVP-5.0-7 (docs/adr/0511)."""
    story = given(REGISTERED, PROPOSED, *decisions).when(NOTICE).departs_from(AT_THE_NOTICE)

    assert story.last is not None
    position = story.last.position
    [held] = [one for one in story.last.departures if one.rule == AT_THE_NOTICE]
    assert held.level == "authorise"
    [ratify] = [one for one in duties(view_of(story.file)) if one.id == f"ratify/{position}/{AT_THE_NOTICE}"]
    assert ratify.office == "pcc"
    assert status(view_of(story.file)).counts.unauthorised == (2 if decisions == (BY_NOBODY,) else 1)


def test_whoever_may_decides_after_the_notice_and_need_not_ratify_it_as_well() -> None:
    """TVP-5.0-7, docs/adr/0479, docs/adr/0511."""
    late = ANEW.model_copy(update={"happened_on": date(2026, 1, 26)})
    story = given(REGISTERED, PROPOSED).when(NOTICE).when(late)

    assert not [one for one in duties(view_of(story.file)) if one.id.startswith("ratify/")]


def test_a_notice_of_a_decided_end_or_by_who_decides_is_not_remarked_on() -> None:
    """TVP-5.0-7: so is none of the provider's, nor one that lets the contract run to its end."""
    given(REGISTERED, PROPOSED, ANEW).when(NOTICE).keeps(AT_THE_NOTICE)
    given(REGISTERED, PROPOSED, BY_NOBODY, RATIFIED).when(NOTICE).keeps(AT_THE_NOTICE)
    given(REGISTERED, PROPOSED).when(NOTICE.model_copy(update={"by": PCC})).keeps(AT_THE_NOTICE)
    at_the_end = NOTICE.model_copy(update={"ends_on": date(2027, 1, 31)})
    given(REGISTERED, PROPOSED).when(at_the_end).keeps(AT_THE_NOTICE)


def test_where_the_procedure_names_nobody_who_decides_a_reason_is_asked_for() -> None:
    """HCC-9.4-f: Legal Services carry it out, and no office decides (docs/adr/0511)."""
    ours = REGISTERED.model_copy(update={"procedure": "hampshire/1"})
    story = given(ours, PROPOSED).when(NOTICE).departs_from(AT_THE_NOTICE)

    assert story.last is not None
    [held] = [one for one in story.last.departures if one.rule == AT_THE_NOTICE]
    assert held.level == "explain"


def test_a_decision_that_names_no_proposal_is_settled_by_none_on_a_later_one() -> None:
    """TVP-5.0-7 (docs/adr/0479, docs/adr/0490): it was on the one in point on its own day."""
    unnamed = changed(BY_NOBODY, proposal=None)
    again = changed(PROPOSED, happened_on=date(2026, 2, 5))
    on_another = changed(ANEW, happened_on=date(2026, 2, 10), proposal="TRM-002")
    on_this = changed(ANEW, happened_on=date(2026, 2, 10))

    def due(*more: Entry) -> bool:
        there = duties(view_of(given(REGISTERED, PROPOSED, unnamed, again, *more).file))
        return f"ratify/3/{RULE}" in {one.id for one in there}

    assert due()
    assert due(on_another)
    assert due(changed(on_another, proposal=None))
    assert not due(on_this)
