"""A dispute that a notice began is in dispute like any other, whoever served it (docs/adr/0210)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal
from uuid import UUID

from ledger.entry import Entry
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.disputes import (
    DisputeActionPlanAgreed,
    DisputeReferred,
    DisputeSettled,
    FormalEscalationAuthorised,
)
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn
from ledger.subjects.termination import ContractExpired
from ledger.transition import Transition
from ledger.words import Said
from projections.answering.answers import Listed
from projections.dispute_ladder import DisputeShown, dispute_ladder
from projections.duties.due import duties
from projections.duties.how_late import NOTHING_DUE, DutyCount
from projections.programme.counted import Counted, CountedNow
from projections.programme.portfolio import Portfolio, PortfolioRow, portfolio, portfolio_rows
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.view import FileView
from tests.story import given
from tests.worked_dispute import ENTRIES, SIMON

ON = date(2025, 5, 20)


def served(day: int, by: Literal["authority", "provider"] = "provider", **said: Any) -> NoticeServed:
    return NoticeServed(
        happened_on=date(2025, 5, day), notice_kind="dispute", served_by_party=by, concern=Said("Unpaid invoices"),
        method="e-mail", **said,
    )  # fmt: skip


def view(*entries: Entry) -> FileView:
    return FileView.of(UUID(int=1), given(ENTRIES["registered"], ENTRIES["note"], ENTRIES["issue"], *entries).file, {})


def row(*entries: Entry) -> PortfolioRow:
    return shown(status(view(*entries)))[1]


def shown(facts: WholeStatus, duties: DutyCount = NOTHING_DUE) -> tuple[Portfolio, PortfolioRow]:
    """What a portfolio of one contract comes to, and its row."""
    sums, order = portfolio([CountedNow(Counted.of(facts), duties)], ON)
    [found] = portfolio_rows([Listed(facts, duties)], order, ON)
    return sums, found


def ladder(*entries: Entry) -> list[DisputeShown]:
    return dispute_ladder(view(*entries), ON)


def test_a_dispute_the_provider_began_by_its_notice_is_seen_by_those_who_answer_for_all_contracts() -> None:
    """TVP-1.0-8: open disputes, value at risk. Before: no dispute anywhere."""
    begun = served(6)

    assert row(begun).disputes == ("NOT-001",)
    assert "NOT-001" in row(begun).at_risk
    [shown] = ladder(begun)
    assert (shown.id, shown.began_on, shown.over_on) == ("NOT-001", date(2025, 5, 6), None)
    assert "NOT-001 gave the provider's notice" in shown.stands
    assert status(view(begun)).disputes == 1
    assert row().disputes == ()


def test_a_contract_whose_service_is_being_handed_over_stays_among_those_that_are_live() -> None:
    """TVP-1.0-8, TVP-6.0-6: with its dispute, its value and what is overdue; where it is not, it is counted apart."""
    overdue, begun = DutyCount(due=9, overdue=8), served(6)
    expired = ContractExpired(happened_on=date(2025, 5, 15))
    facts = status(view(begun, expired))
    held = Transition(opened_on=date(2025, 5, 15), position=1, why="an option to extend lapsed")
    done = held.model_copy(update={"completed_on": ON})

    sums, found = shown(facts.model_copy(update={"transition": held}), overdue)
    assert (sums.contracts, sums.in_transition, sums.disputes, sums.overdue, sums.ended_and_open) == (1, 1, 1, 8, 0)
    assert sums.value_at_risk == sums.value
    assert (found.in_transition, found.at_risk) == (True, ("NOT-001",))
    for left in (None, done):
        ended = facts.model_copy(update={"transition": left})
        sums, order = portfolio([CountedNow(Counted.of(ended), overdue)], ON)
        assert (sums.contracts, sums.disputes, sums.ended_and_open, order) == (0, 0, 1, [])
    there = status(view(expired))
    outside = there.model_copy(update={"outside": "below the threshold"})
    assert portfolio([CountedNow(Counted.of(there))], ON)[0].ended_and_open == 0
    assert portfolio([CountedNow(Counted.of(there), overdue)], ON)[0].ended_and_open == 1
    assert portfolio([CountedNow(Counted.of(outside), overdue)], ON)[0].ended_and_open == 0


def test_notices_about_one_issue_are_of_one_dispute_and_others_of_their_own() -> None:
    """TVP-5.2-2a."""
    begun = served(6), served(7, issues=("ISS-001",)), served(8, by="authority", issues=("ISS-001",))

    assert row(*begun).disputes == ("NOT-001", "NOT-002")
    first, second = ladder(*begun)
    notice = next(rung for rung in second.rungs if rung.name == "notice")
    assert len(notice.entries) == 2
    assert len(next(rung for rung in first.rungs if rung.name == "notice").entries) == 1
    assert any(step.sentence.startswith("Meet the provider on NOT-003") for step in second.next_steps)


def test_a_meeting_on_one_dispute_is_none_on_another_that_a_notice_alone_began() -> None:
    """TVP-5.2-2c: what names a dispute is that one's; what names none can be of either."""
    other = ENTRIES["issue"].model_copy(update={"happened_on": date(2025, 3, 5)})
    let = FormalEscalationAuthorised(happened_on=date(2025, 4, 28), by=SIMON, issues=("ISS-002",), body="SMG")
    begun = served(6, by="authority", issues=("ISS-001",))
    named = served(7, by="authority", dispute="DSP-001", issues=("ISS-002",))
    put = (other, let, begun, named)
    met = MeetingHeld(
        happened_on=date(2025, 5, 12), meeting_kind="dispute", dispute="DSP-001", dispute_outcome="not-settled"
    )
    referred = DisputeReferred(happened_on=date(2025, 5, 14), to="mediation", model_procedure="CEDR", dispute="DSP-001")

    def due_of(*entries: Entry) -> list[str]:
        kinds = ("dispute-meeting/", "dispute-plan/")
        return [one.id for one in duties(view(*put, *entries)) if one.id.startswith(kinds)]

    assert due_of() == ["dispute-meeting/NOT-001", "dispute-meeting/NOT-002"]
    assert due_of(met) == ["dispute-meeting/NOT-001", "dispute-plan/NOT-002"]
    assert due_of(met, referred) == ["dispute-meeting/NOT-001"]
    unnamed = met.model_copy(update={"dispute": None})
    assert due_of(unnamed) == ["dispute-plan/NOT-001", "dispute-plan/NOT-002"]
    planned = DisputeActionPlanAgreed(happened_on=date(2025, 5, 13), dispute="DSP-001")
    assert [one for one in due_of(unnamed, planned) if "plan" in one] == ["dispute-plan/NOT-001"]


def test_a_dispute_let_begin_about_what_the_notice_named_is_the_same_dispute() -> None:
    """TVP-5.2-1b."""
    agreed = FormalEscalationAuthorised(happened_on=date(2025, 5, 12), by=SIMON, issues=("ISS-001",), body="SMG")

    assert row(served(7, issues=("ISS-001",)), agreed).disputes == ("DSP-001",)


def test_what_names_no_dispute_is_of_the_one_that_a_notice_began() -> None:
    """TVP-5.2-5: it has no id to be named by."""
    referred = DisputeReferred(happened_on=date(2025, 5, 14), to="mediation", model_procedure="CEDR")

    [shown] = ladder(served(6), referred)

    assert shown.id == "NOT-001"
    assert [rung.entries for rung in shown.rungs if rung.name == "mediation"] == [(5,)]


def test_what_was_withdrawn_or_settled_is_in_dispute_no_more() -> None:
    """TVP-5.2-3a; what comes after the settlement begins anew."""
    begun, settled = served(6, issues=("ISS-001",)), DisputeSettled(happened_on=date(2025, 5, 12), settled_at="meeting")

    assert row(begun, NoticeWithdrawn(happened_on=date(2025, 5, 9), notice="NOT-001")).disputes == ()
    assert row(begun, settled).disputes == ()
    [over] = ladder(begun, settled)
    assert over.over_on == date(2025, 5, 12)
    agreed = FormalEscalationAuthorised(happened_on=date(2025, 5, 5), by=SIMON, issues=("ISS-001",), body="SMG")
    named = settled.model_copy(update={"dispute": "DSP-001"})
    assert row(agreed, named, served(14, issues=("ISS-001",))).disputes == ("NOT-001",)


def test_what_is_overdue_on_a_contract_the_procedure_does_not_cover_is_in_no_figure() -> None:
    """HCC-S-c: "so that no compliance figure counts them"; the row says so beside its own number."""
    goods = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-9", title="Copying paper", start_date=date(2025, 2, 1),
        service_category="goods",
    )  # fmt: skip
    care = goods.model_copy(update={"service_category": "social-care"})
    overdue = DutyCount(overdue=6, due=0)

    counted = {}
    for what, registered in (("goods", goods), ("care", care)):
        facts = status(FileView.of(UUID(int=1), given(registered).file, {}))
        sums, its_row = shown(facts, overdue)
        counted[what] = sums.overdue, its_row.overdue, its_row.outside is not None

    assert counted == {"goods": (0, 6, True), "care": (6, 6, False)}
