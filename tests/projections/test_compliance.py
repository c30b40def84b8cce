"""How the procedure is kept: rule by rule on one contract, and the seven standards counted over contracts by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from ledger.contract_file import ContractFile
from ledger.dates.span import Span
from ledger.entry import Actor, Entry, Money
from ledger.subjects.agreement import ContractCommenced, ContractRegistered, Organisation
from ledger.subjects.contacts import ContactLogged
from ledger.subjects.default_process import DefaultProcessConcluded
from ledger.subjects.issues import (
    IssueNotifiedToProvider,
    IssueRaised,
    IssueResolved,
    IssueSignificanceAssessed,
    ResolutionPlanAgreed,
)
from ledger.subjects.meetings import Attendee, MeetingHeld, MeetingMinutesCirculated, MeetingMinutesRecorded
from ledger.subjects.money import BudgetPositionRecorded
from ledger.subjects.notices import NoticeServed, NoticeWithdrawn
from ledger.subjects.people import (
    ContractSupportOfficerAssigned,
    LeadOfficerAppointed,
    RepresentativeAppointed,
    RoleAppointmentEnded,
    SeniorResponsibleOfficerAppointed,
)
from ledger.subjects.procurement import ProcurementOptionSelected, ServiceNeedEstablished
from ledger.subjects.records import (
    AlternativeArrangementAgreed,
    CorrectionConfirmed,
    EntryCorrected,
    MeetingsInstead,
    ProcedureBound,
    SettingInstead,
)
from ledger.subjects.termination import ContractExpired, ContractTerminated, EarlyTerminationProposed
from ledger.subjects.terms import ServiceSpecificationIssued, TerminationClauseEntered
from ledger.subjects.tiers import ContractClassified
from ledger.subjects.variations import EndDateChange, VariationAgreed
from ledger.words import Document, Said
from projections.briefing import briefing
from projections.duties.due import due, duties
from projections.duties.settled import settled
from projections.monitoring.tools_used import Kept, ToolKept, counted_by_tool
from projections.procedure.compliance import Compliance, RuleKept, compliance
from projections.procedure.kept_indicators import COUNTED_FROM, KeptByAuthority, StandardCount, standards
from projections.procedure.kept_indicators import kept_by_authority as counted_across
from projections.status.status import status
from projections.status.status_facts import WholeStatus
from projections.view import FileView
from tests.story import ANN, COLLEAGUE, COUNTY, SURVEYED, changed, given, reviewed

JANUARY, TODAY = date(2025, 1, 6), date(2026, 3, 31)
LEAD = LeadOfficerAppointed(happened_on=JANUARY, person="Ann Ashe", post="Service Manager")
REPRESENTATIVE = RepresentativeAppointed(happened_on=JANUARY, person="Ann Ashe", authority_extent=Said("All"))
SPECIFICATION = ServiceSpecificationIssued(
    happened_on=JANUARY, activity_information_required=True, survey_interval_months=12
)
MINUTES = Said(Document("ab" * 32, "Minutes"))


def registered(reference: str, **said: Any) -> ContractRegistered:
    usual: dict[str, Any] = {
        "title": "Home care", "start_date": JANUARY, "end_date": date(2027, 3, 31), "procedure": "hampshire/1",
        "provider": Organisation(name="Care Ltd"),
        "exhibits": (SURVEYED,),
    }  # fmt: skip
    return ContractRegistered(happened_on=JANUARY, reference=reference, **(usual | said))


def met(on: date, number: int, *, sent: bool = True) -> tuple[Entry, ...]:
    """A monitoring meeting, with its minutes written, filed and, if so, sent round."""
    lead = Attendee(person="Ann Ashe", office="lead-officer")
    meeting = f"MTG-{number:03}"
    entries: list[Entry] = [
        MeetingHeld(happened_on=on, attendees=(lead,)),
        MeetingMinutesRecorded(happened_on=on, meeting=meeting, document=MINUTES),
    ]
    if sent:
        officer = Actor(person="Sam Shah", office="contract-support-officer")
        entries.append(MeetingMinutesCirculated(happened_on=on, meeting=meeting, recipients=(ANN, officer)))
    return tuple(entries)


def budget(on: date, forecast: int) -> BudgetPositionRecorded:
    year = Span(first=date(2025, 4, 1), last=date(2026, 3, 31))
    return BudgetPositionRecorded(
        happened_on=on, period=year, budget=Money(pence=1_000_00), actual=Money(pence=1), forecast=Money(pence=forecast)
    )


def view(file: ContractFile) -> FileView:
    return FileView.of(UUID(int=1), file, {})


def facts(*entries: Entry) -> WholeStatus:
    return status(view(given(*entries).file))


def by_number(counts: tuple[StandardCount, ...]) -> dict[str, tuple[int, int, str | None]]:
    return {one.number: (one.met, one.of, one.share) for one in counts}


WHOLE = facts(
    registered("C-1"), LEAD, REPRESENTATIVE, SPECIFICATION, *met(date(2025, 6, 2), 1), *met(date(2025, 12, 1), 2),
    budget(date(2026, 3, 2), 1_050_00), reviewed(date(2026, 3, 2)),
)  # fmt: skip
"""A contract on which every standard is kept."""
BARE = facts(
    registered("C-2", provider=Organisation(name="Other Ltd")), LEAD,
    RoleAppointmentEnded(happened_on=date(2026, 1, 5), office="lead-officer", person="Ann Ashe"),
    SPECIFICATION.model_copy(update={"survey_interval_months": 24}), *met(date(2025, 6, 2), 1, sent=False),
    budget(date(2026, 3, 2), 1_060_00),
    EarlyTerminationProposed(happened_on=date(2026, 2, 2), grounds=("default",)),
)  # fmt: skip
"""A contract on which none is."""


def rule(name: str, *entries: Entry) -> RuleKept:
    return next(one for one in compliance(view(given(*entries).file), TODAY).rules if one.rule == name)


def test_a_rule_whose_condition_never_arose_is_not_said_to_be_kept() -> None:
    """HCC-3.1-a: nothing was bought by this file, no extra meeting held, none before the start; then each is."""
    begun = ContractCommenced(happened_on=JANUARY)
    held = MeetingHeld(happened_on=date(2025, 6, 2), attendees=(Attendee(person="Ann Ashe", office="lead-officer"),))
    extra = held.model_copy(update={"meeting_kind": "ad-hoc", "ad_hoc_reason": Said("Late visits")})
    officer = Attendee(person="Ola Odd", office="contract-support-officer")
    early = held.model_copy(update={"happened_on": date(2025, 1, 6), "attendees": (*held.attendees, officer)})
    later = registered("C-1", start_date=date(2025, 2, 3), service_category="social-care")
    before = (registered("C-1", service_category=None), begun, held)

    for name, after in (
        ("commencement.contract-countersigned", ()), ("contract.provider-as-awarded", ()),
        ("meeting.extra-with-reason", (extra,)), ("meeting.support-officer-before-start", (later, early)),
        ("meeting.support-officer-near-end", (held.model_copy(update={
            "happened_on": date(2026, 6, 2), "attendees": (*held.attendees, officer)}),)),
        ("contract.social-care-only", (later,)),
    ):  # fmt: skip
        nothing = rule(name, *before)
        assert (nothing.state, nothing.acts) == ("not-yet", 0), name
        if after:
            told = after if after[0].opens else (*before, *after)
            assert (rule(name, *told).state, rule(name, *told).acts) == ("kept", 1), name


def test_a_contract_with_a_procedure_and_one_notice_kept_only_what_it_did() -> None:
    """HCC-3.1-a: what no act on file could have broken is not yet asked, though nothing was broken."""
    file = given(
        registered("C-1"), ProcedureBound(happened_on=JANUARY, procedure="hampshire/1"),
        NoticeServed(happened_on=date(2025, 3, 3), notice_kind="default"),
    ).file  # fmt: skip

    kept = {one.rule: one.acts for one in compliance(view(file), TODAY).rules if one.state == "kept"}

    assert kept == {
        "contract.names-its-provider": 1,  # Care Ltd
        "contract.ends-after-it-starts": 1,  # both days are given
        "contract.procedure-known": 1,
        "procedure.is-known": 1,
        "notice.under-a-contract": 1,  # after it began
    }


def test_what_an_assessment_or_a_classification_was_not_about_it_did_not_keep() -> None:
    """HCC-3.1-a, TVP-5.0-4, IMP-18-b: no harm was found and no high risk; then each is."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"))
    assessed = IssueSignificanceAssessed(happened_on=date(2025, 3, 5), issue="ISS-001", significant=False)
    harm = assessed.model_copy(update={"significant": True, "harm": True, "harm_facts": Said("A fall")})
    low = ContractClassified(happened_on=date(2025, 3, 3), tier="silver", risk="low")
    senior = SeniorResponsibleOfficerAppointed(happened_on=date(2025, 3, 3), person="Sol Senior")
    tiered = registered("C-1", procedure="tiered/1")
    disputed = MeetingMinutesRecorded(
        happened_on=date(2025, 6, 9), meeting="MTG-001", state="disputed", provider_comments=Said("We sent it")
    )
    spread = ResolutionPlanAgreed(happened_on=date(2025, 3, 4), issues=("ISS-001",), complete_by=date(2025, 4, 1))
    settled = IssueResolved(happened_on=date(2025, 4, 1), issue="ISS-001", satisfactory=False)

    for name, before, after in (
        ("issue.significance-facts", (registered("C-1"), raised, assessed), (harm,)),
        ("issue.significance-measured", (registered("C-1"), raised, assessed),
         (assessed.model_copy(update={"clients_affected": 1, "client_group": 50}),)),
        ("classification.senior-officer-for-high-risk", (tiered, low),
         (senior, low.model_copy(update={"risk": "high"}))),
        ("minutes.say-what-is-disputed", (registered("C-1"), *met(date(2025, 6, 2), 1)),
         (disputed,)),
        ("issue.known-above-when-settled",
         (registered("C-1", procedure="thames-valley/1"), raised, spread, settled), ()),
    ):  # fmt: skip
        assert (rule(name, *before).state, rule(name, *before).acts) == ("not-yet", 0), name
        if after:
            assert (rule(name, *before, *after).state, rule(name, *before, *after).acts) == ("kept", 1), name


# --- the seven standards --------------------------------------------------------------------------------------------


def test_the_seven_standards_are_counted_over_contracts_as_by_hand() -> None:
    """HCC-12.1, HCC-12.2, HCC-12.3, HCC-12.4-a, HCC-12.4-b, HCC-12.5, HCC-12.6, HCC-12.7.

    Of two contracts one keeps every standard and one keeps none; of three meetings of the last twelve months two were
    documented in full; one early termination was proposed, and no process had been worked through.
    """
    counts = standards([WHOLE, BARE], TODAY)

    assert by_number(counts) == {
        "12.1": (1, 2, "50.0"), "12.2": (1, 2, "50.0"), "12.3": (1, 2, "50.0"), "12.4a": (1, 2, "50.0"),
        "12.4b": (2, 3, "66.7"), "12.5": (0, 1, "0.0"), "12.6": (1, 2, "50.0"), "12.7": (1, 1, "100.0"),
    }  # fmt: skip
    assert {one.not_met for one in counts} == {("C-2",), ()}


def test_meetings_of_a_contract_that_ended_within_the_year_are_to_be_documented_like_any_other() -> None:
    """HCC-12.4-b: the meetings are counted, and not the contracts."""
    ended = ContractExpired(happened_on=date(2026, 1, 5))
    gone = facts(
        registered("C-6", end_date=date(2026, 1, 5)),
        *met(date(2025, 6, 2), 1),
        *met(date(2025, 12, 1), 2, sent=False),
        ended,
    )

    assert by_number(standards([gone], TODAY))["12.4b"] == (1, 2, "50.0")
    kept = kept_by_authority([gone, WHOLE], TODAY)
    assert by_number(kept.standards)["12.4b"] == (3, 4, "75.0")
    assert by_number(kept.standards)["12.4a"] == (1, 1, "100.0")  # how often is asked of those that are live
    assert kept.contracts == 1


def ended_without_a_proposal(**said: Any) -> tuple[Entry, ...]:
    """Notice of termination and the ending that followed it, without any proposal before them."""
    notice = NoticeServed(
        happened_on=date(2026, 2, 2), notice_kind="termination", served_by_party="authority", ends_on=date(2026, 3, 2),
        clause=said.get("clause"),
    )  # fmt: skip
    ended = ContractTerminated(happened_on=date(2026, 3, 2), ends_on=date(2026, 3, 2), notice="NOT-001", **said)
    return notice, ended


def test_a_contract_ended_for_a_failing_that_nobody_proposed_counts_as_thought_of_before_the_process() -> None:
    """HCC-12.5: the notice and the ending that follows it are one; what rests on no failing needs no process."""
    right = TerminationClauseEntered(happened_on=JANUARY, clause="31.1", trigger="unremedied-default")
    out, insolvent = (
        TerminationClauseEntered(happened_on=JANUARY, clause="32.1", trigger=trigger)
        for trigger in ("convenience", "insolvency")
    )  # fmt: skip

    def counted(*entries: Entry, on: date = TODAY) -> tuple[int, int, str | None]:
        return by_number(standards([facts(registered("C-4"), LEAD, *entries)], on))["12.5"]

    assert counted(*ended_without_a_proposal()) == (0, 1, "0.0")
    assert counted(right, *ended_without_a_proposal(clause="31.1")) == (0, 1, "0.0")
    assert counted(*ended_without_a_proposal()[:1]) == (0, 1, "0.0")
    assert counted(*ended_without_a_proposal(), on=date(2026, 2, 1)) == (0, 0, None)
    for clause in (out, insolvent):
        assert counted(clause, *ended_without_a_proposal(clause="32.1")) == (0, 0, None)
    assert counted(*ended_without_a_proposal(by_party="both")) == (0, 0, None)
    failed = DefaultProcessConcluded(happened_on=date(2026, 1, 12), notices=("NOT-001",), result="not-remedied")
    given_before = NoticeServed(happened_on=date(2025, 12, 1), notice_kind="default")
    notice, _ = ended_without_a_proposal()
    assert counted(given_before, failed, notice) == (1, 1, "100.0")
    assert counted(given_before, notice) == (0, 1, "0.0")


def test_a_proposal_that_names_failings_counts_whatever_it_calls_its_grounds() -> None:
    """HCC-12.5: it calls itself convenience, and names an issue or a notice; what follows it is not counted again."""
    issue = IssueRaised(happened_on=date(2025, 6, 2), nature=Said("Visits missed"))
    default = NoticeServed(happened_on=date(2025, 7, 1), notice_kind="default")
    proposed = EarlyTerminationProposed(happened_on=date(2026, 1, 5), grounds=("convenience",))
    notice, _ = ended_without_a_proposal()

    def counted(**said: Any) -> tuple[int, int, str | None]:
        entries = (issue, default, proposed.model_copy(update=said), notice)
        return by_number(standards([facts(registered("C-4"), LEAD, *entries)], TODAY))["12.5"]

    assert counted() == (0, 0, None)
    assert counted(issues=("ISS-001",)) == counted(notices=("NOT-001",)) == (0, 1, "0.0")


def test_an_end_begun_by_a_notice_and_proposed_after_it_counts_once_as_of_the_notice() -> None:
    """HCC-12.5, docs/adr/0350: whether the process was worked through by then; a notice taken back was thought of."""
    default = NoticeServed(happened_on=date(2026, 1, 5), notice_kind="default")
    notice, _ = ended_without_a_proposal()
    failed = DefaultProcessConcluded(happened_on=date(2026, 2, 3), notices=("NOT-001",), result="not-remedied")
    proposed = EarlyTerminationProposed(happened_on=date(2026, 2, 4), grounds=("default",), notices=("NOT-001",))
    ended = ContractTerminated(happened_on=date(2026, 3, 2), ends_on=date(2026, 3, 2), proposal="TRM-001")

    def counted(*entries: Entry) -> tuple[int, int, str | None]:
        return by_number(standards([facts(registered("C-4"), LEAD, default, *entries)], TODAY))["12.5"]

    assert counted(notice, proposed, ended) == (0, 1, "0.0")
    assert counted(failed, proposed) == (1, 1, "100.0")
    assert counted(notice, failed, proposed, ended) == (0, 1, "0.0")
    withdrawn = NoticeWithdrawn(happened_on=date(2026, 2, 3), notice="NOT-002")
    assert counted(notice, withdrawn, failed, proposed) == (1, 2, "50.0")
    assert counted(notice, proposed.model_copy(update={"grounds": ("convenience",), "notices": ()})) == (0, 1, "0.0")


def test_a_contract_under_another_procedure_counts_in_the_standards_that_are_that_procedures_too() -> None:
    """HCC-12.1 and HCC-12.4 have their own clauses in the strategy (TVP-4.0-7, TVP-3.1-1, TVP-4.0-14)."""
    bound = ProcedureBound(happened_on=date(2025, 1, 6), procedure="thames-valley/1")
    theirs = facts(registered("C-9"), bound, LEAD, SPECIFICATION, budget(date(2026, 3, 2), 1_050_00))

    alone, both = standards([theirs], TODAY), by_number(standards([WHOLE, theirs], TODAY))

    assert [one.number for one in alone if not one.not_asked] == ["12.1", "12.4a", "12.4b"]
    assert {number: of for number, (_, of, _) in by_number(alone).items() if of} == {"12.1": 1, "12.4a": 1}
    assert (both["12.1"], both["12.2"], both["12.6"]) == ((2, 2, "100.0"), (1, 1, "100.0"), (1, 1, "100.0"))


def test_a_review_is_counted_from_the_day_it_was_due() -> None:
    """HCC-12.7: due on 31 March 2026, twelve months before the end; the day after it is late."""
    on_the_day, after = standards([BARE], TODAY)[-1], standards([BARE], TODAY + timedelta(days=1))[-1]

    assert (on_the_day.of, on_the_day.not_yet) == (0, ("C-2",))
    assert (after.met, after.of, after.not_met) == (0, 1, ("C-2",))
    late = facts(registered("C-3"), reviewed(date(2026, 4, 1)))
    assert by_number(standards([late], date(2026, 4, 2)))["12.7"] == (0, 1, "0.0")


def test_of_a_contract_of_a_year_or_less_no_review_twelve_months_before_its_end_is_counted() -> None:
    """HCC-12.7: twelve months before its end it had not begun."""
    year = registered("C-4", start_date=date(2025, 4, 1), end_date=date(2026, 3, 31))

    for facts_of in (facts(year), facts(year, reviewed(date(2025, 10, 1)))):
        [found] = [one for one in standards([facts_of], TODAY) if one.number == "12.7"]
        assert (found.of, found.not_met, found.not_yet) == (0, (), ("C-4",))


def test_meetings_are_counted_over_twelve_months_and_two_or_more_are_enough() -> None:
    """HCC-12.4-a, N-01: those of 2 June and 1 December 2025 count on 1 June 2026, and one of them the day after."""
    assert by_number(standards([WHOLE], date(2026, 6, 1)))["12.4a"] == (1, 1, "100.0")
    assert by_number(standards([WHOLE], date(2026, 6, 2)))["12.4a"] == (0, 1, "0.0")


def test_of_a_meeting_that_counts_it_is_said_that_nobody_of_the_provider_is_said_to_have_been_there() -> None:
    """HCC-12.4-a: it counts, for a list of who was there is often short (docs/adr/0174)."""
    theirs = Attendee(person="Pia Prior", office="provider-contract-manager", party="provider")
    first, (second, *_) = met(date(2025, 6, 2), 1), met(date(2025, 12, 1), 2)
    with_them = changed(second, attendees=(theirs,))

    def alone(on: date, **said: Any) -> list[str]:
        there = given(registered("C-1", **said), LEAD, *first, with_them)
        return [one.id for one in compliance(view(there.file), on).met_alone]

    assert alone(date(2026, 6, 1)) == ["MTG-001"]
    assert alone(date(2026, 6, 2)) == alone(date(2025, 6, 1)) == []
    assert alone(date(2026, 6, 1), procedure="tiered/1") == []


def test_the_standard_is_two_meetings_a_year_whatever_the_specification_asks_for() -> None:
    """HCC-12.4-a, K-01: one held is too few where one is asked for, two are enough where twelve are; beside the share
    stands whether the contract's own number was met."""
    once = facts(
        registered("C-5"), SPECIFICATION.model_copy(update={"meetings_per_year": 1}), *met(date(2026, 3, 2), 1)
    )
    twice = (*met(date(2025, 6, 2), 1), *met(date(2025, 12, 1), 2))
    monthly = facts(registered("C-6"), SPECIFICATION.model_copy(update={"meetings_per_year": 12}), *twice)

    [found] = [one for one in standards([once, monthly, WHOLE], TODAY) if one.number == "12.4a"]

    assert (found.met, found.of, found.not_met) == (2, 3, ("C-5",))
    assert [(own.reference, own.asked, own.held) for own in found.own_meetings] == [("C-5", 1, 1), ("C-6", 12, 2)]


def test_fewer_meetings_are_the_standard_only_where_and_while_that_was_agreed_for_the_contract() -> None:
    """TVP-4.0-1, HCC-12.4-a: agreed by the procedure's owner; a specification that follows does not undo it, and more
    that were agreed make no higher standard."""
    fewer = AlternativeArrangementAgreed(
        happened_on=JANUARY, by=COUNTY, arrangement=Said("We talk"),
        reason=Said("One user"), meetings=(MeetingsInstead(id="regular", a_year=1),),
    )  # fmt: skip
    once = (SPECIFICATION.model_copy(update={"meetings_per_year": 1}), *met(date(2025, 6, 2), 1))
    more = fewer.model_copy(update={"meetings": (MeetingsInstead(id="regular", a_year=4),)})
    short = fewer.model_copy(update={"until_date": date(2026, 1, 31)})
    unentitled = fewer.model_copy(update={"by": ANN})
    twice = (*met(date(2025, 6, 2), 1), *met(date(2025, 12, 1), 2))

    for entries, kept in (
        ((fewer, *once), 1), ((short, *once), 0), ((unentitled, *once), 0), ((more, *twice), 1),
    ):  # fmt: skip
        assert by_number(standards([facts(registered("C-5"), *entries)], TODAY))["12.4a"][:2] == (kept, 1)
    until_then = facts(registered("C-5", start_date=date(2024, 6, 3)), short, *met(date(2025, 6, 2), 1))
    assert by_number(standards([until_then], date(2026, 1, 31)))["12.4a"][:2] == (1, 1)


def test_a_meeting_recorded_twice_is_one_of_those_asked_for() -> None:
    """HCC-12.4-a."""
    twice = facts(registered("C-5"), *met(date(2026, 3, 2), 1), *met(date(2026, 3, 2), 2))

    assert by_number(standards([twice], TODAY))["12.4a"] == (0, 1, "0.0")


def test_a_contract_not_a_year_old_is_not_asked_how_often_it_was_met_about() -> None:
    young = facts(registered("C-4", start_date=date(2025, 6, 2)))

    assert standards([young], date(2026, 5, 31))[3].not_yet == ("C-4",)
    assert standards([young], date(2026, 6, 1))[3].not_met == ("C-4",)


def test_a_budget_position_is_current_for_three_months() -> None:
    """HCC-12.6: five percent over is within the tolerance, six is not."""
    assert by_number(standards([WHOLE], date(2026, 6, 2)))["12.6"] == (1, 1, "100.0")
    assert by_number(standards([WHOLE], date(2026, 6, 3)))["12.6"] == (0, 1, "0.0")
    assert WHOLE.kept.budget is not None
    assert BARE.kept.budget is not None
    assert (WHOLE.kept.budget.percent, BARE.kept.budget.percent) == ("5.0", "6.0")


def test_a_contract_is_not_asked_for_a_budget_position_before_its_first_is_due() -> None:
    """HCC-12.6: six months after it began, as its duty says; one that is on record counts from its day."""
    young = registered("C-4", start_date=date(2026, 4, 6))
    without, beyond = facts(young), facts(young, budget(date(2026, 5, 4), 1_060_00))

    def at(found: WholeStatus, on: date) -> tuple[int, tuple[str, ...]]:
        [counted] = [one for one in standards([found], on) if one.number == "12.6"]
        return counted.of, counted.not_yet

    assert at(without, date(2026, 10, 6)) == (0, ("C-4",))
    assert at(without, date(2026, 10, 7)) == (1, ())
    assert at(beyond, date(2026, 5, 3)) == (0, ("C-4",))
    assert at(beyond, date(2026, 5, 4)) == (1, ())


def test_the_position_of_a_year_that_is_over_is_none_of_the_year_that_goes_on() -> None:
    """HCC-12.6: recorded in June, it says how the budget stood when that year ended."""
    of_last_year = facts(registered("C-5"), budget(date(2026, 7, 1), 1_000_00))

    assert by_number(standards([of_last_year], date(2026, 6, 30)))["12.6"] == (0, 1, "0.0")
    assert by_number(standards([of_last_year], date(2026, 7, 1)))["12.6"] == (0, 1, "0.0")
    soon = facts(registered("C-5"), budget(date(2026, 4, 13), 1_000_00))
    assert by_number(standards([soon], date(2026, 6, 30)))["12.6"] == (1, 1, "100.0")


def kept_by_authority(statuses: Iterable[WholeStatus], on: date) -> KeptByAuthority:
    """As it is asked for across contracts: of statuses that have no more than it is counted from."""
    whole = list(statuses)
    asked = (*COUNTED_FROM, "file_id", "reference", "position", "kept")
    found = counted_across((WholeStatus(**{name: getattr(one, name) for name in asked}) for one in whole), on)
    assert found == counted_across(whole, on)
    return found


def kept(on: date = TODAY) -> KeptByAuthority:
    return kept_by_authority(iter((WHOLE, BARE)), on)  # gone through once: none need be kept at hand


def test_they_are_counted_for_each_lead_officer_and_for_contracts_that_have_none() -> None:
    """HCC-2.1-d."""
    officers = {one.officer: one for one in kept().officers}

    assert list(officers) == ["Ann Ashe", "nobody"]
    assert (officers["Ann Ashe"].contracts, officers["nobody"].contracts) == (("C-1",), ("C-2",))
    assert by_number(officers["Ann Ashe"].standards)["12.1"] == (1, 1, "100.0")
    assert by_number(officers["nobody"].standards)["12.1"] == (0, 1, "0.0")


def test_departures_are_reported_by_provider_and_by_officer_so_that_uneven_treatment_shows() -> None:
    """HCC-2.1-c: by whoever led the contract on the day of each act."""
    found = kept()
    by_provider = {one.provider: (one.acts, one.departures) for one in found.providers}
    ann = next(one for one in found.officers if one.officer == "Ann Ashe")
    nobody = next(one for one in found.officers if one.officer == "nobody")

    assert by_provider["Care Ltd"] == (WHOLE.counts.entries, WHOLE.counts.departures)
    assert ann.departures + nobody.departures == WHOLE.counts.departures + BARE.counts.departures
    assert nobody.acts == 2  # the budget position and the proposal; she left at the end of 5 January
    assert dict(nobody.rules)["termination.process-worked-through"] == 1


def test_whose_contracts_do_not_use_which_tool_of_the_toolkit_is_reported_across_contracts_and_on_each() -> None:
    """TVP-4.0-17: of live contracts under the procedure that has the toolkit; the strategy itself is to be read."""
    asked: dict[str, Any] = {"procedure": "thames-valley/1"}
    logged = ContactLogged(happened_on=date(2025, 2, 3), direction="to-provider", means="call", summary=Said("Rota"))
    told = (registered("T-1", **asked), LEAD, logged, logged.model_copy(update={"happened_on": date(2025, 2, 4)}))
    left = RoleAppointmentEnded(happened_on=date(2026, 1, 5), office="lead-officer", person="Ann Ashe")
    bare = facts(registered("T-2", **asked), LEAD, left)
    over = facts(registered("T-3", **asked), LEAD, ContractExpired(happened_on=date(2026, 1, 5)))

    found = {one.id: one for one in kept_by_authority([WHOLE, facts(*told), bare, over], TODAY).tools}

    log = found["contact-log"]
    assert (log.used, log.of, [(one.officer, one.contracts) for one in log.not_used]) == (1, 2, [("nobody", ("T-2",))])
    risks = [(one.officer, one.contracts) for one in found["risk-log"].not_used]
    assert risks == [("Ann Ashe", ("T-1",)), ("nobody", ("T-2",))]
    assert "strategy" not in found
    assert len(found) == 7
    assert {one.id: one.since for one in judged(*told).tools if one.since} == {"contact-log": date(2025, 2, 3)}
    assert judged(registered("C-1"), LEAD).tools == ()


def test_of_each_officers_contracts_without_a_tool_ten_are_named_and_the_others_counted() -> None:
    """TVP-4.0-17."""
    bare = facts(registered("T", procedure="thames-valley/1"), LEAD)
    many = [bare.model_copy(update={"reference": f"T-{number:02}"}) for number in range(12)]

    log = next(one for one in kept_by_authority(many, TODAY).tools if one.id == "contact-log")

    (ann,) = log.not_used
    assert (log.used, log.of, ann.officer, len(ann.contracts), ann.more) == (0, 12, "Ann Ashe", 10, 2)


def test_a_tool_of_two_procedures_is_counted_under_the_title_and_clause_that_each_gives_it() -> None:
    """TVP-4.0-17."""
    ours = ToolKept(id="risk-log", title="Risk log", citation="TVP-4.0-22", since=TODAY, position=3)
    theirs = ToolKept(id="risk-log", title="Register of risks", citation="OWN-1", since=None, position=None)
    contracts = (Kept("T-1", "thames-valley/1", "Ann", (ours,)), Kept("O-1", "own/1", "Ann", (theirs,)))

    found = counted_by_tool(contracts, "nobody")

    assert [(one.procedure, one.title, one.citation, one.used, one.of) for one in found] == [
        ("thames-valley/1", "Risk log", "TVP-4.0-22", 1, 1), ("own/1", "Register of risks", "OWN-1", 0, 1),
    ]  # fmt: skip


def test_a_contract_that_ended_counts_no_more_but_for_its_last_meetings_its_review_and_how_its_end_was_proposed() -> (
    None
):
    ended = WholeStatus.model_validate(
        BARE.model_dump() | {"ended": [{"on": TODAY, "how": "terminated", "by_party": "authority", "position": 12}]},
        strict=False,
    )
    on_the_day, after = (by_number(standards([ended], on)) for on in (TODAY, TODAY + timedelta(days=1)))

    assert {number: of for number, (_, of, _) in on_the_day.items() if of} == {"12.4b": 1, "12.5": 1}
    assert {number: of for number, (_, of, _) in after.items() if of} == {"12.4b": 1, "12.5": 1, "12.7": 1}


def test_to_end_a_contract_does_not_make_up_for_a_review_that_was_due_and_asks_for_none_that_was_not() -> None:
    """HCC-12.7: due on 31 March 2026, it was never done; of a contract ended before that day none was due."""
    late, early = (
        facts(registered("C-7"), ContractExpired(happened_on=on))
        for on in (date(2026, 9, 30), date(2026, 3, 30))
    )  # fmt: skip
    last = date(2026, 12, 1)

    [of_late] = [one for one in standards([late], last) if one.number == "12.7"]
    assert (of_late.met, of_late.of, of_late.not_met) == (0, 1, ("C-7",))
    [of_early] = [one for one in standards([early], last) if one.number == "12.7"]
    assert (of_early.of, of_early.not_met, of_early.not_yet) == (0, (), ())
    in_time = facts(
        registered("C-8"),
        reviewed(date(2026, 3, 2)),
        ContractExpired(happened_on=date(2026, 9, 30)),
    )
    assert by_number(standards([in_time], last))["12.7"] == (1, 1, "100.0")


def moved_on(day: date, to: date) -> VariationAgreed:
    return VariationAgreed(happened_on=day, changes=(EndDateChange(becomes=to),))


def test_a_later_end_makes_no_review_of_the_one_that_was_due_ahead_of_the_end_before_it() -> None:
    """HCC-12.7, HCC-10.1-a: by hand. Due on 31 March 2026, ahead of the end on 31 March 2027; on 1 May 2026 the end was
    moved to 31 March 2028."""
    later, day = moved_on(date(2026, 5, 1), date(2028, 3, 31)), date(2026, 6, 6)
    cases = {
        "never": (later,),
        "in time": (reviewed(date(2026, 3, 25)), later),
        "a month before the day, and moved before it": (
            reviewed(date(2026, 2, 27)), moved_on(date(2026, 3, 2), date(2028, 3, 31))
        ),
        "late": (reviewed(date(2026, 4, 15)), later),
        "after it was moved": (later, reviewed(date(2026, 5, 20))),
        "extended before the day, and not reviewed yet": (moved_on(date(2026, 3, 2), date(2028, 3, 31)),),
        "moved twice": (
            moved_on(date(2026, 5, 1), date(2027, 10, 31)), moved_on(date(2026, 11, 10), date(2029, 3, 31))
        ),
    }  # fmt: skip

    counted = {
        name: by_number(standards([facts(registered("C-7"), *of)], day))["12.7"][:2] for name, of in cases.items()
    }

    assert counted == {
        "never": (0, 1), "in time": (1, 1), "a month before the day, and moved before it": (1, 1), "late": (0, 1),
        "after it was moved": (1, 2), "extended before the day, and not reviewed yet": (0, 0), "moved twice": (0, 1),
    }  # fmt: skip
    late = date(2026, 11, 15)
    assert by_number(standards([facts(registered("C-7"), *cases["moved twice"])], late))["12.7"][:2] == (0, 2)


def test_a_review_missed_stays_missed_once_a_later_end_is_set_and_a_nearer_one_takes_it_away() -> None:
    """HCC-12.7, HCC-3.1-a; of a nearer end: docs/adr/0121, docs/adr/0306."""
    contract, day = registered("C-9", end_date=date(2027, 3, 31)), date(2026, 6, 6)
    extended, shortened = (
        view(given(contract, LEAD, moved_on(date(2026, 5, 1), to)).file)
        for to in (date(2028, 3, 31), date(2026, 12, 31))
    )  # fmt: skip

    left = [one for one in due(settled(extended).duties, day) if one.duty.id.startswith("review/")]
    kept = {one.duty: one for one in compliance(extended, day).duties if one.duty.startswith("review")}

    assert [(one.state, one.days_over, one.duty.due_on, one.person) for one in left] == [
        ("missed", 31, date(2026, 3, 31), "Ann Ashe")
    ]
    assert left[0].sentence == (
        "Complete the full review by 31 March 2026, ahead of the end on 31 March 2027; not done when a later end was"
        " set on 1 May 2026, overdue by 31 days."
    )
    assert {name: (one.state, one.missed) for name, one in kept.items()} == {
        "review": ("not-yet", False), "review/2027-03-31": ("not-kept", True),
    }  # fmt: skip
    assert not [one for one in settled(shortened).duties if one.id.startswith("review")]
    twice = view(
        given(
            registered("C-9", end_date=date(2026, 3, 31)), LEAD, moved_on(date(2025, 5, 1), date(2027, 3, 31)),
            moved_on(date(2025, 5, 8), date(2026, 3, 31)), moved_on(date(2026, 5, 15), date(2028, 3, 31)),
        ).file
    )  # fmt: skip
    assert [one.id for one in settled(twice).duties if one.missed_on and one.id.startswith("review/")] == [
        "review/2026-03-31", "review/2026-03-31/2026-05-15",
    ]  # fmt: skip
    over = view(
        given(contract, LEAD, moved_on(date(2026, 5, 1), date(2028, 3, 31)), ContractExpired(happened_on=day)).file
    )
    assert "review/2027-03-31" in {one.duty for one in compliance(over, date(2026, 9, 1)).duties if one.missed}


def test_an_office_left_empty_while_the_service_runs_is_not_kept_and_what_is_to_be_done_now_is_asked() -> None:
    """HCC-3.1-a, HCC-4.1-a: she left on 5 January; nothing that waits to be done is said to be not yet asked."""
    left = RoleAppointmentEnded(happened_on=date(2026, 1, 5), office="lead-officer", person="Ann Ashe")
    proposed = EarlyTerminationProposed(happened_on=date(2026, 2, 2), grounds=("default",))

    def states(on: date, *entries: Entry, **said: Any) -> dict[str, str]:
        found = compliance(view(given(registered("C-1", **said), LEAD, *entries).file), on)
        assert dict(found.counts)["asked"] == sum(one.state == "asked" for one in found.duties)
        return {one.duty: one.state for one in found.duties}

    vacant = states(TODAY, left, proposed)
    assert vacant["vacancy/lead-officer"] == "not-kept"
    assert vacant["ratify/4/termination.process-worked-through"] == "asked"
    assert vacant["review"] == "asked"  # it is warned of, and its day is TODAY
    assert states(date(2026, 1, 5), left).get("vacancy/lead-officer") is None  # her last day
    assert states(date(2026, 1, 5), left)["review"] == "not-yet"
    later = {"start_date": date(2026, 6, 1), "end_date": date(2028, 3, 31)}
    assert states(TODAY, left, **later)["vacancy/lead-officer"] == "asked"  # the service is still to begin


def test_what_was_overdue_when_a_contract_ended_stays_not_kept_and_is_no_longer_to_be_done() -> None:
    """HCC-3.1-a, HCC-10.1-a, HCC-7.1-a: by hand. The review was due on 31 March 2026, twelve months before the end; the
    meetings on 30 June and 31 December 2025, and the contract ended on 30 September 2026: also one on 30 June 2026."""
    begun, end = date(2025, 1, 1), date(2026, 9, 30)
    over = ContractExpired(happened_on=end)
    contract = registered("C-9", start_date=begun, end_date=date(2027, 3, 31))
    ended = view(given(contract, LEAD, over).file)
    before, after = (
        {one.duty: one for one in compliance(ended, on).duties} for on in (end - timedelta(days=1), date(2026, 12, 1))
    )

    assert (before["review"].state, before["review"].missed) == ("not-kept", False)
    assert "overdue by 182 days" in before["review"].sentence
    assert (after["review"].state, after["review"].missed, after["review"].person) == ("not-kept", True, "Ann Ashe")
    assert after["review"].sentence.endswith(
        "; not done when the contract was over on 30 September 2026, overdue by 183 days."
    )
    assert after["meeting"].sentence.endswith("overdue by 457 days, missed 3 times.")
    assert not {"review", "meeting", "survey"} & {one.duty.id for one in due(duties(ended), date(2026, 12, 1))}
    states = dict(compliance(ended, date(2026, 12, 1)).counts)
    assert states["not-kept"] >= sum(one.missed for one in after.values()) >= 4
    told = briefing(ended, "auditors", date(2026, 12, 1)).conclusion
    still = briefing(ended, "members", date(2026, 12, 1)).conclusion
    missed = [one for one in after.values() if one.missed and one.duty != "survey"]
    assert (f"{len(missed)} steps of ours left undone at the end" in told, "left undone" in still) == (True, False)
    held = view(given(contract, LEAD, over, reviewed(date(2026, 10, 5))).file)
    assert "review" not in {one.duty for one in compliance(held, date(2026, 12, 1)).duties}  # made up for, if late


# --- rule by rule ---------------------------------------------------------------------------------------------------


def judged(*entries: Entry, on: date = TODAY) -> Compliance:
    return compliance(view(given(*entries).file), on)


def test_each_rule_is_kept_departed_from_not_kept_or_not_yet_asked() -> None:
    """HCC-3.1-a, TVP-2.0-2."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), noticed_on=date(2025, 3, 3))
    told = IssueNotifiedToProvider(happened_on=date(2025, 3, 31), issue="ISS-001", means="e-mail")
    found = judged(registered("C-1"), LEAD, REPRESENTATIVE, raised, told)
    rules = {rule.rule: rule for rule in found.rules}

    late, lead = rules["issue.told-at-once"], rules["lead-officer.operational-manager"]
    assert (late.state, late.departed, late.acts, late.citation) == ("departed", (5,), 1, "HCC-7.6-d")
    assert late.found is not None
    assert "28 days" in late.found
    assert (lead.state, lead.acts, lead.departed) == ("kept", 1, ())
    assert rules["review.in-time"].state == "not-yet"
    assert {duty.duty: duty.state for duty in found.duties}["meeting"] == "not-kept"
    assert {duty.duty: duty.state for duty in found.duties}["review"] == "asked"  # its day is TODAY
    assert sum(number for _, number in found.counts) == len(found.rules) + len(found.duties)


def test_what_nobody_noticed_when_it_was_recorded_is_found_and_what_was_departed_from_stays_so() -> None:
    """HCC-3.1-a: the same predicates again over what is known now."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), noticed_on=date(2025, 3, 3))
    told = IssueNotifiedToProvider(happened_on=date(2025, 3, 4), issue="ISS-001", means="e-mail")
    noticed = raised.model_copy(update={"noticed_on": date(2025, 2, 3)})
    corrected = EntryCorrected(
        happened_on=date(2025, 4, 1), position=3, reason=Said("Seen before"), replacement=noticed
    )
    story = given(registered("C-1"), LEAD, raised, told)
    mended = story.when(corrected).when(
        CorrectionConfirmed(happened_on=date(2025, 4, 2), position=5), account=COLLEAGUE
    )
    before, after = (
        {r.rule: r for r in compliance(view(file), TODAY).rules} for file in (story.file, mended.recorded().file)
    )

    assert before["issue.told-at-once"].state == "kept"
    assert (after["issue.told-at-once"].state, after["issue.told-at-once"].unnoticed) == ("not-kept", (4,))


def test_a_rule_a_procedure_does_not_have_is_not_asked() -> None:
    """D-18: each contract is judged by its own procedure."""
    hampshire = {rule.rule for rule in judged(registered("C-1")).rules}
    thames = {rule.rule for rule in judged(registered("C-1", procedure="thames-valley/1")).rules}

    assert "audit.one-more-for-a-reason" in thames - hampshire
    assert "meeting.support-officer-at-first" in hampshire


def test_the_standards_of_one_contract_are_cited_by_the_clauses_of_its_own_procedure() -> None:
    """TVP-2.0-2: not by the numbers of Hampshire's, by which they are counted over all contracts."""
    ours, theirs = (judged(registered("C-9", procedure=f"{name}/1"), LEAD) for name in ("hampshire", "thames-valley"))

    assert [one.number for one in ours.standards][:2] == ["12.1", "12.2"]
    assert [(one.number, one.citation) for one in theirs.standards] == [
        (clause, clause) for clause in ("TVP-4.0-7", "TVP-3.1-1", "TVP-4.0-14")
    ]
    # HCC-7.2-b has minutes sent round, TVP-4.0-14 has them filed: each is told what its own asks for.
    of_minutes = [next(s for n, s in ((o.number, o.sentence) for o in found.standards) if "minutes" in s)
                  for found in (ours, theirs)]  # fmt: skip
    assert [words.rpartition("minutes were ")[2] for words in of_minutes] == [
        "written, filed and sent round", "written and filed",
    ]  # fmt: skip


def test_a_contract_its_procedure_does_not_cover_moves_no_figure_of_how_it_is_kept() -> None:
    """HCC-S-c: Hampshire's procedure is for social care; works are judged, shown, and counted nowhere."""
    told = (registered("C-9", service_category="works"), LEAD, *met(date(2025, 6, 2), 1))
    found, beside = judged(*told), kept_by_authority([WHOLE, facts(*told)], TODAY)

    assert found.outside is not None
    assert found.outside.startswith("it buys works")
    assert (found.counts, found.standards) == ((), ())
    assert beside.outside == ("C-9",)
    assert beside.model_copy(update={"outside": ()}) == kept_by_authority([WHOLE], TODAY)


def test_what_is_bought_outside_its_procedure_moves_no_figure_before_it_is_a_contract_either() -> None:
    """HCC-S-c: from the need on; also where the contract, once registered, says nothing of it."""
    need = ServiceNeedEstablished(
        happened_on=date(2025, 3, 3), reference="C-9", title="Day care", procedure="hampshire/1",
        service_category="other-services",
    )  # fmt: skip
    told = (need, ProcurementOptionSelected(happened_on=date(2025, 3, 20), by=ANN, option="competition"))
    found, beside = judged(*told), kept_by_authority([WHOLE, facts(*told)], TODAY)

    assert found.outside is not None
    assert found.outside.startswith("it is to buy other services, and ")
    assert (found.counts, found.standards) == ((), ())
    assert beside.outside == ("C-9",)
    assert beside.model_copy(update={"outside": ()}) == kept_by_authority([WHOLE], TODAY)
    social = need.model_copy(update={"service_category": "social-care"})
    assert (judged(social).outside, facts(social).outside) == (None, None)
    assert (facts(*told, registered("C-9")).outside or "").startswith("it buys other services")


def test_a_rule_managed_otherwise_by_arrangement_is_not_plainly_kept_and_says_since_when_by_whom_and_why() -> None:
    """TVP-4.0-1: while the arrangement is in force, of what it names, and where the procedure's owner agreed to it."""
    rule = "end-plans.in-writing"
    agreed = AlternativeArrangementAgreed(
        happened_on=date(2025, 4, 7), by=Actor(person="Sal Senior", office="smg"), rules_not_asked=(rule,),
        settings=(SettingInstead(id="exit.plans-told-before-end", value=3),), arrangement=Said("Told at the board"),
        reason=Said("Run with Sussex"), until_date=date(2026, 12, 31),
    )  # fmt: skip
    thames = registered("C-1", procedure="thames-valley/1")
    by_nobody = agreed.model_copy(update={"by": Actor(person="Ann Ashe", office="lead-officer")})
    found = judged(thames, agreed)
    [held] = found.otherwise

    assert (held.since, held.until, held.by) == (
        date(2025, 4, 7), date(2026, 12, 31), "Sal Senior (Senior Management Group)",
    )  # fmt: skip
    assert (held.arrangement, held.reason, held.rules[0][0]) == ("Told at the board", "Run with Sussex", rule)
    assert [value for _, value in held.settings] == ["3 months"]
    assert (
        {r.rule for r in found.rules if r.state == "otherwise"}
        == {r.rule for r in found.rules if r.otherwise}
        == {rule}
    )
    for other in (judged(thames, by_nobody), judged(thames, agreed, on=date(2025, 4, 6)), judged(thames)):
        assert other.otherwise == ()
        assert "otherwise" not in {r.state for r in other.rules}


def test_minutes_that_reach_the_other_parties_later_and_in_time_have_gone_to_all_parties() -> None:
    """HCC-7.2-b, HCC-7.2-d: they need not go to everybody at once; after the time for it they did not."""
    guest = Attendee(person="Quentin Guest", party="third-party")
    lead = Attendee(person="Ann Ashe", office="lead-officer")
    held = MeetingHeld(happened_on=date(2025, 6, 2), attendees=(lead, guest))
    minuted = MeetingMinutesRecorded(happened_on=date(2025, 6, 3), meeting="MTG-001", document=MINUTES)
    first = MeetingMinutesCirculated(happened_on=date(2025, 6, 4), meeting="MTG-001", recipients=(ANN,))
    officer = Actor(person="Sam Shah", office="contract-support-officer")

    def stands(*days: date) -> set[str]:
        later = (first.model_copy(update={"happened_on": day, "recipients": (officer, guest)}) for day in days)
        told = (registered("C-1"), LEAD, held, minuted, first, *later)
        return {rule(name, *told).state for name in ("minutes.to-all-parties", "minutes.to-support-officer")}

    assert stands() == {"departed"}
    assert stands(date(2025, 6, 16)) == {"kept"}
    assert stands(date(2025, 6, 17)) == {"departed"}

    late = first.model_copy(update={"happened_on": date(2025, 6, 17), "recipients": (officer, guest)})
    once = (registered("C-1"), LEAD, held, minuted, first)
    said = "by 4 June 2025 nobody of the third party had been sent the minutes of MTG-001"
    assert rule("minutes.to-all-parties", *once).found == said
    assert rule("minutes.to-all-parties", *once, late).found == (
        f"{said}; they had them on 17 June 2025, and were to by 16 June 2025"
    )
    in_time = rule("minutes.circulated-in-time", *once, late)
    assert (in_time.state, in_time.acts, in_time.departed) == ("departed", 2, (6,))
    assert in_time.found == (
        "MTG-001 was held on 2 June 2025 and its minutes went out to the third party 15 days later; 14 are "
        "allowed (assumed; the text gives none)"
    )

    in_turn = [
        ContractSupportOfficerAssigned(happened_on=day, person=who)
        for day, who in ((date(2025, 2, 3), "Sam Shah"), (date(2025, 6, 10), "Dee Dale"))
    ]
    for on in (date(2025, 6, 5), date(2025, 6, 12)):  # to who was the officer then, or when they met
        later = changed(first, happened_on=on, recipients=(officer, guest))
        told = (registered("C-1"), LEAD, in_turn[0], held, minuted, first, later)
        handed_over = sorted((*told, in_turn[1]), key=lambda one: one.happened_on)
        assert rule("minutes.to-support-officer", *handed_over).state == "kept"


def test_a_corrected_entry_counts_its_departures_once() -> None:
    """HCC-2.1-c: whoever corrects a typing error is not shown as treated otherwise."""
    raised = IssueRaised(happened_on=date(2025, 3, 3), nature=Said("Visits missed"), noticed_on=date(2025, 2, 3))
    told = IssueNotifiedToProvider(happened_on=date(2025, 3, 4), issue="ISS-001", means="e-mail")
    once = given(registered("C-1"), LEAD, raised, told)
    corrected = EntryCorrected(
        happened_on=date(2025, 4, 1), position=4, reason=Said("By telephone"),
        replacement=told.model_copy(update={"means": "telephone"}),
    )  # fmt: skip
    twice = once.when(corrected).recorded().when(corrected).recorded()
    assert twice.last is not None
    assert twice.last.departures

    before, after = (kept_by_authority([status(view(story.file))], TODAY) for story in (once, twice))
    assert before.providers == after.providers
    assert [(one.acts, one.departures) for one in before.officers] == [
        (one.acts, one.departures) for one in after.officers
    ]
