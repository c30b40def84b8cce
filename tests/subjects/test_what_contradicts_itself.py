"""Stories of entries that say two things at once, or otherwise than the file: taken in, and never without a word."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.activities import PlannedActivity
from ledger.dates.span import Span
from ledger.entry import Actor, Entry
from ledger.specification import Indicator
from ledger.stakeholders import ConcernedGroup
from ledger.subjects.actions import ActionAssigned
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.assurance import AuditRecommended
from ledger.subjects.design import OptionsAnalysed, Way
from ledger.subjects.evaluation import FeedbackReceived, FeedbackSought
from ledger.subjects.implementation import ImplementationPlanAgreed
from ledger.subjects.meetings import MeetingHeld
from ledger.subjects.outcomes import OutcomeIdentified, OutcomeSpecified
from ledger.subjects.people import LeadOfficerAppointed
from ledger.subjects.remedies import ReliefClaimed
from ledger.subjects.termination import ContractTerminated
from ledger.subjects.terms import PerformanceIndicatorAgreed
from ledger.subjects.tiers import ScorecardRecorded
from ledger.subjects.tiers.entries import Side
from ledger.words import Said
from tests.story import ANN, PIA, changed, given

START, JUNE = date(2025, 1, 6), date(2025, 6, 2)
REGISTERED = ContractRegistered(
    happened_on=START, reference="C-1", title="Home care", start_date=START, end_date=date(2027, 12, 31), by=ANN
)
QUALITY = OutcomeIdentified(happened_on=START, sort="objective", objective="quality", wording=Said("Warm meals"))
HOME = OutcomeIdentified(happened_on=START, wording=Said("I am at home"))
TWO = (Way(name="One", chosen=True), Way(name="Four", chosen=True))
ANALYSED = OptionsAnalysed(
    happened_on=JUNE, subject="objectives", objectives=("quality",), outcomes=("OUT-001",),
    ways=(Way(name="One"), Way(name="Four", chosen=True)),
)  # fmt: skip
ON_TIME = PerformanceIndicatorAgreed(
    happened_on=START, indicator=Indicator(id="K-1", text=Said("In time"), target="98", unit="percent")
)
SPECIFIED = OutcomeSpecified(
    happened_on=JUNE, outcome="OUT-001", wording=Said("In time"), indicator="K-1", target="98.0", unit="Percent",
    reach_by=date(2027, 12, 31),
)  # fmt: skip
CARD = ScorecardRecorded(
    happened_on=JUNE, period=Span(first=date(2025, 2, 1), last=date(2025, 4, 30)),
    cost=Side(rating="green", words=Said("As planned")),
)  # fmt: skip
FORUM = ConcernedGroup(who="individuals", name="Forum", how_many=5)
SOUGHT = FeedbackSought(happened_on=JUNE, subject="outcomes", groups=(FORUM,), asked=5)
ANSWERED = FeedbackReceived(happened_on=JUNE, sought="FBK-001", group=ConcernedGroup(who="individuals", name="forum"))
FIRST = PlannedActivity(id="A1", name="Recruit", days=30, starts_on=date(2025, 4, 7))
THEN = PlannedActivity(id="A2", name="Train", days=5, after=("a1",), starts_on=date(2025, 5, 7))
PLAN = ImplementationPlanAgreed(happened_on=date(2025, 4, 1), activities=(FIRST, THEN))
LEAD = LeadOfficerAppointed(happened_on=START, person="Ann Ashe")
MET = MeetingHeld(happened_on=JUNE, chair=ANN)
ACTION = ActionAssigned(happened_on=JUNE, description=Said("Send the rota"), owner=ANN, due_on=date(2027, 12, 31))

CASES: dict[str, tuple[tuple[Entry, ...], Entry, dict[str, object], str]] = {
    "of another objective": (
        (QUALITY,), ANALYSED, {"objectives": ("price",)}, "design.of-what-was-identified",
    ),
    "of outcomes, not objectives": (
        (QUALITY,), ANALYSED, {"subject": "outcomes", "objectives": ()}, "design.of-what-was-identified",
    ),
    "two chosen for one": ((QUALITY,), ANALYSED, {"ways": TWO}, "design.one-way-chosen"),
    "an outcome with an objective": ((), QUALITY, {"sort": "outcome"}, "outcome.sort-as-it-is"),
    "an objective about nothing": ((), QUALITY, {"objective": None}, "outcome.sort-as-it-is"),
    "another target": ((HOME, ON_TIME), SPECIFIED, {"target": "90"}, "outcome.as-its-indicator"),
    "the other way": ((HOME, ON_TIME), SPECIFIED, {"direction": "at-most"}, "outcome.as-its-indicator"),
    "another unit": ((HOME, ON_TIME), SPECIFIED, {"unit": "visits"}, "outcome.as-its-indicator"),
    "reached too late": (
        (HOME,), SPECIFIED, {"indicator": None, "reach_by": date(2028, 1, 1)}, "outcome.reached-under-the-contract",
    ),
    "scored again": (
        (CARD,), CARD, {"cost": Side(rating="red", words=Said("Over"))}, "scorecard.once-for-a-period",
    ),
    "scored in part before": (
        (CARD,), CARD.model_copy(update={"period": Span(first=date(2025, 5, 1), last=date(2025, 5, 31))}),
        {"period": Span(first=date(2025, 4, 1), last=date(2025, 5, 31))}, "scorecard.once-for-a-period",
    ),
    "before the contract": (
        (), CARD, {"period": Span(first=date(2024, 1, 1), last=date(2024, 3, 31))}, "scorecard.of-the-contracts-time",
    ),
    "not asked": (
        (SOUGHT,), ANSWERED, {"group": ConcernedGroup(who="families")}, "feedback.from-whom-it-was-sought",
    ),
    "asked of too few": ((), SOUGHT, {"asked": 500}, "feedback.no-more-asked-than-there-are"),
    "begun too soon": (
        (), PLAN, {"activities": (FIRST, THEN.model_copy(update={"starts_on": date(2025, 4, 10)}))},
        "plan.begins-after-what-it-waits-for",
    ),
    "chaired for the other side": (
        (LEAD,), MET, {"chair": Actor(person="Ann Ashe", party="provider")}, "meeting.chair-on-its-own-side",
    ),
    "due too late": ((), ACTION, {"due_on": date(2029, 1, 1)}, "action.due-under-the-contract"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "entry", "otherwise", "rule"), CASES.values(), ids=CASES)
def test_what_contradicts_itself_or_the_file_is_shown(
    before: tuple[Entry, ...], entry: Entry, otherwise: dict[str, object], rule: str
) -> None:
    """CPC307-B2, CPC307-S5, CPC307-D3, IMP-23-c, CPC308-A8, CPC307-C2-a, TVP-4.0-9, HCC-7.3-a."""
    on_file = given(REGISTERED, *before)

    on_file.when(entry).keeps(rule)
    on_file.when(entry.model_copy(update=otherwise)).departs_from(rule)


def test_every_scorecard_that_another_overlaps_is_named() -> None:
    """IMP-23-c."""

    def card(first: date, last: date) -> ScorecardRecorded:
        return CARD.model_copy(update={"happened_on": date(2025, 9, 1), "period": Span(first=first, last=last)})

    quarters = card(date(2025, 1, 1), date(2025, 3, 31)), card(date(2025, 4, 1), date(2025, 6, 30))
    told = given(REGISTERED, *quarters).when(card(date(2025, 2, 1), date(2025, 4, 30))).recorded().last

    assert told is not None
    [found] = [d.found for d in told.departures if d.rule == "scorecard.once-for-a-period"]
    assert found == (
        "entry 2 scored 1 January 2025 to 31 March 2025 already: 1 February 2025 to 31 March 2025 counts in both, "
        "entry 3 scored 1 April 2025 to 30 June 2025 already: 1 April 2025 to 30 April 2025 counts in both; "
        "correct the period of one of them"
    )


def test_what_an_outcome_asks_for_besides_its_indicator_is_named() -> None:
    """CPC307-D3."""
    other = SPECIFIED.model_copy(update={"target": "90", "direction": "at-most"})
    told = given(REGISTERED, HOME, ON_TIME).when(other).recorded()

    assert told.last is not None
    [found] = [d.found for d in told.last.departures if d.rule == "outcome.as-its-indicator"]
    assert found == "K-1, which measures it, is otherwise on file: target 90, not 98, direction at most, not at least"


def test_an_act_of_either_party_is_that_of_the_party_of_whoever_did_it() -> None:
    """TVP-3.1-9: either party may recommend an audit, and the file says which did."""
    rule, audit = "act.of-the-party-that-did-it", AuditRecommended(happened_on=JUNE, subjects=("security",), by=PIA)
    story, ours, theirs = given(REGISTERED), {"by": ANN}, {"by": PIA, "recommended_by_party": "provider"}

    story.when(audit).refused(rule, "recommended_by_party should be provider, or the person's party authority")
    story.when(changed(audit, by=changed(PIA, party="authority"))).refused(rule)
    story.when(changed(audit, by=ANN, recommended_by_party="provider")).refused(rule, "Ann Ashe (lead officer) acted")
    for right in (ours, theirs, {"by": None}, {"by": Actor(person="Reed & Co", party="third-party")}):
        story.when(changed(audit, **right)).keeps(rule).recorded()
    claimed = ReliefClaimed(happened_on=JUNE, by=ANN)
    story.when(claimed).refused(rule, "claimed_by should be authority")
    story.when(changed(claimed, claimed_by="authority")).keeps(rule).recorded()


def test_an_officer_who_ends_a_contract_does_not_do_so_for_the_provider() -> None:
    """HCC-9.4-f: what is asked of the authority is asked of whatever its people did."""
    ended = ContractTerminated(happened_on=JUNE, by=ANN, by_party="provider")
    story, rule = given(REGISTERED), "act.of-the-party-that-did-it"

    story.when(ended).refused(rule, "by_party should be authority")
    story.when(changed(ended, by_party="both")).keeps(rule).recorded()
    story.when(changed(ended, by=PIA)).keeps(rule).recorded()
