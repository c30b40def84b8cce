"""Where the documents disagree, a row of each procedure says what it takes: the tables H.1 and H.2 of the requirements.

H.1 has 26 disagreements between documents, D-01 to D-26: each is a setting, a row or a rule's level, none is code.
H.2 has 26 places unclear in themselves, N-01 to N-26: each follows the proposal, held here or by the test named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from ledger import kinds
from ledger.procedures import Procedure, read
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.design.entries import FactorWeighed, InfluencingFactor
from ledger.subjects.issues import IssueRaised
from ledger.subjects.notices import NoticeServed
from ledger.words import Said
from tests.story import ANN, given

TESTS = Path(__file__).parent
PROCEDURES = tuple(map(read, ("hampshire", "thames-valley", "tiered")))
RULES = {rule.id: rule for rule in kinds.RULES}
OFF = None


def number(id: str) -> Callable[[Procedure], Any]:
    """A setting: its value, and whether the procedure's own text states it."""
    return lambda procedure: next((row.value, row.stated) for row in procedure.settings if row.id == id)


def rule(id: str) -> Callable[[Procedure], Any]:
    """A rule's level, None where it is off."""
    return lambda procedure: procedure.ruling(RULES[id])[0]


def lifted(id: str) -> Callable[[Procedure], Any]:
    """Who may authorise a departure from a rule."""
    return lambda procedure: procedure.entitled(id)


def row(table: str) -> Callable[[Procedure], Any]:
    """The ids of a table's rows."""
    return lambda procedure: tuple(one.id for one in getattr(procedure, table))


def meetings(what: str) -> Callable[[Procedure], Any]:
    """Something of each kind of meeting that is expected in a year."""
    return lambda procedure: {one.id: getattr(one, what) for one in procedure.meetings if one.per_year}


def always_filled(procedure: Procedure) -> Any:
    return tuple(office.id for office in procedure.offices if office.always_filled)


def condition(id: str) -> Callable[[Procedure], Any]:
    """The offices that may authorise a departure from a condition; None where it is not asked for."""
    return lambda procedure: procedure.condition(id).authorised_by if procedure.condition(id).applies else None


KINDS = ("financial", "human", "physical", "time", "energy", "information", "materials", "equipment")
HELD: tuple[tuple[str, Callable[[Procedure], Any], Any, Any, Any], ...] = (
    # number, what, Hampshire, Thames Valley, the improvement plan
    ("D-01", meetings("per_year"), {"regular": 2},
     {"regular": 4, "strategic-half-year": 2, "strategic-annual": 1}, {}),
    ("D-02", number("report.financial-every"), (0, False), (3, True), (0, False)),
    ("D-02", number("return.every"), (1, True), (0, False), (0, False)),
    ("D-02", number("report.performance-every"), (0, False), (3, True), (0, False)),
    ("D-02", number("return.grace"), (10, False), (10, False), (10, False)),
    ("D-03", number("survey.every"), (12, True), (0, False), (0, False)),
    ("D-03", number("audit.most-a-year"), (0, False), (1, True), (0, False)),
    ("D-03", rule("specification.yearly-survey"), "explain", OFF, OFF),
    ("D-04", number("exit.plans-told-before-end"), (0, False), (6, True), (0, False)),
    ("D-04", number("review.before-end"), (12, True), (0, False), (0, False)),
    ("D-04", rule("review.in-time"), "explain", OFF, OFF),
    ("D-05", number("post-review.held"), (0, False), (1, True), (0, False)),
    ("D-05", rule("review.considers-surveys"), "advise", OFF, OFF),
    ("D-05", row("thematic_reviews"), (), (),
     ("supplier-development", "risk", "governance", "service-improvement", "value-for-money")),
    ("D-06", row("routes"), ("default",), ("dispute",), ("default",)),
    ("D-07", number("significance.value"), (10, False), (10, True), (10, False)),
    ("D-07", number("significance.clients"), (10, False), (10, True), (10, False)),
    ("D-07", number("significance.harm"), (1, False), (1, True), (1, False)),
    ("D-07", number("significance.reputation"), (1, False), (1, True), (1, False)),
    ("D-08", rule("termination.process-worked-through"), "authorise", "explain", "explain"),
    ("D-08", lifted("termination.process-worked-through"), ("county-manager-contracts",), ("pcc",), ()),
    ("D-09", rule("termination.by-legal-services"), "absolute", OFF, OFF),
    ("D-09", rule("termination.support-officer-consulted"), "absolute", OFF, OFF),
    ("D-09", lifted("termination.decided-by-the-office-entitled"), (), ("pcc",),
     ("business-unit-board", "senior-responsible-officer")),
    ("D-10", always_filled, ("lead-officer", "representative", "contract-support-officer"),
     ("lead-officer", "deputy-lead-officer"), ("lead-officer",)),
    ("D-10", rule("commencement.deputy-in-office"), OFF, "explain", OFF),
    ("D-11", rule("meeting.lead-officer-chairs"), OFF, "advise", OFF),
    ("D-11", rule("meeting.note-taker-attends"), OFF, "advise", OFF),
    ("D-11", rule("meeting.deputy-attends"), OFF, "advise", OFF),
    ("D-11", rule("meeting.support-officer-at-first"), "advise", OFF, OFF),
    ("D-12", lambda p: {kind: len(items) for kind, items in meetings("agenda")(p).items()}, {"regular": 9},
     {"regular": 0, "strategic-half-year": 4, "strategic-annual": 4}, {}),
    ("D-13", number("minutes.sent-round"), (1, True), (0, False), (0, False)),
    ("D-13", rule("minutes.to-support-officer"), "advise", OFF, OFF),
    ("D-13", number("documents.hard-copies"), (0, False), (1, True), (0, False)),
    ("D-14", rule("variation.support-officer-consulted"), "authorise", OFF, OFF),
    ("D-14", rule("sla.not-a-material-change"), "explain", "explain", "explain"),
    ("D-15", number("issue.notify-within"), (5, False), (5, False), (5, False)),
    ("D-15", number("contact.summarise-within"), (2, False), (2, False), (2, False)),
    ("D-15", number("issue.told-by-a-note"), (1, True), (0, False), (0, False)),
    ("D-16", lambda p: p.owner, "county-manager-contracts", "smg", "srm-lead"),
    ("D-16", number("procedure.review-every"), (12, False), (12, True), (12, False)),
    ("D-17", lambda p: p.covers, ("social-care",), (), ()),
    ("D-17", rule("procedure.spot-purchases-apart"), "authorise", OFF, OFF),
    ("D-18", row("tiers"), (), (), ("platinum", "gold", "silver", "other")),
    ("D-19", row("resource_kinds"), KINDS, KINDS, KINDS),
    ("D-20", lambda p: {one.id: one.counts_as for one in p.contract_types}.get("spot"), "individual", None,
     "individual"),
    ("D-20", lambda p: {one.id: one.counts_as for one in p.contract_types}.get("block"), "block", "block", "block"),
    ("D-21", lambda p: [one.tiers for one in p.thematic_reviews if one.id == "value-for-money"], [], [],
     [("silver", "platinum")]),
    ("D-21", rule("review.answers-value-for-money"), "advise", "advise", "advise"),
    ("D-22", number("senior-management.brief-within"), (10, False), (10, False), (10, False)),
    ("D-22", number("programme.report-every"), (0, False), (0, False), (1, True)),
    ("D-23", number("transfer-plan.on-notice"), (0, False), (1, True), (0, False)),
    ("D-23", number("exit.plan"), (0, False), (1, True), (0, False)),
    ("D-23", number("exclusion.longest"), (5, False), (5, True), (5, False)),
    ("D-24", rule("specification.activity-information"), "explain", OFF, OFF),
    ("D-24", rule("specification.sets-standards"), "advise", OFF, "advise"),
    ("D-24", rule("specification.sets-returns"), "advise", OFF, "advise"),
    ("D-24", rule("sla.holds-what-it-should"), "advise", "advise", "advise"),
    ("D-25", rule("plan.agreed-with-users"), "explain", "explain", "explain"),
    ("D-25", rule("outcome.agreed-by-users"), "advise", "advise", "advise"),
    ("D-26", rule("risk.high-is-managed"), "explain", "explain", "explain"),
    ("D-26", number("risk.log-kept"), (0, False), (1, True), (1, False)),
    ("D-26", number("risk.highest-rating"), (12, False), (12, False), (12, False)),
    ("D-26", lambda p: "risk-log" in {item for one in p.meetings for item in one.agenda}, False, True, False),
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "hampshire", "thames_valley", "tiered"), [row[1:] for row in HELD], ids=[row[0] for row in HELD]
)
def test_each_procedure_takes_what_its_document_says(
    what: Callable[[Procedure], Any], hampshire: Any, thames_valley: Any, tiered: Any
) -> None:
    assert tuple(map(what, PROCEDURES)) == (hampshire, thames_valley, tiered)


def test_none_of_the_twenty_six_disagreements_is_left_out() -> None:
    assert {number for number, *_ in HELD} == {f"D-{number:02}" for number in range(1, 27)}


def test_the_route_for_a_failure_decides_what_is_asked_before_an_early_end() -> None:
    """D-06, D-08, D-09."""
    default_notice, formal_stage = condition("TC-08"), condition("TC-09")

    assert [default_notice(p) is None for p in PROCEDURES] == [False, True, True]
    assert [formal_stage(p) is None for p in PROCEDURES] == [True, False, True]


# --- inside one document ----------------------------------------------------------------------------------------------

UNCLEAR: tuple[tuple[str, Callable[[Procedure], Any], Any], ...] = (
    # number, what, in which procedure and what it takes
    ("N-01", meetings("per_year"), (0, {"regular": 2})),
    ("N-02", rule("termination.by-legal-services"), (0, "absolute")),
    ("N-07", lambda p: p.is_office("contact-support-officer", ("contract-support-officer",)), (0, True)),
    ("N-09", number("audit.most-a-year"), (1, (1, True))),
    ("N-10", lambda p: p.meeting("strategic-half-year").per_year, (1, 2)),  # type: ignore[union-attr]  # it has one
    ("N-12", number("dispute.limit-is-on-asking"), (1, (0, False))),
    ("N-14", lambda p: p.is_office("contract-manager", ("lead-officer",)), (1, True)),
    ("N-16", lambda p: next(one.tiers for one in p.thematic_reviews if one.id == "value-for-money"),
     (2, ("silver", "platinum"))),
    ("N-20", lambda p: next(one.scored for one in p.thematic_reviews if one.id == "governance"), (2, "governance")),
    ("N-21", lambda p: [one.id for one in p.offices if one.advises_only], (2, ["csmg"])),
    ("N-23", lambda p: p.is_office("CMSG", ("csmg",)), (2, True)),
    ("N-26", lambda p: (rule("procedure.amended-by-its-owner")(p), p.entitled("procedure.amended-by-its-owner")),
     (0, ("authorise", ("county-manager-contracts",)))),
    ("N-26-one-case", lambda p: p.entitled("departure.by-the-office-entitled"), (0, ("county-manager-contracts",))),
)  # fmt: skip


@pytest.mark.parametrize(("what", "takes"), [row[1:] for row in UNCLEAR], ids=[row[0] for row in UNCLEAR])
def test_what_is_unclear_in_a_document_is_a_row_that_follows_the_proposal(
    what: Callable[[Procedure], Any], takes: tuple[int, Any]
) -> None:
    which, value = takes

    assert what(PROCEDURES[which]) == value


SHOWN_ELSEWHERE = {
    "N-03": "subjects/test_termination.py", "N-05": "subjects/test_reviews.py", "N-06": "test_procedures.py",
    "N-13": "subjects/test_lessons.py",
    "N-15": "subjects/test_disputes.py", "N-18": "projections/test_tracker.py", "N-19": "projections/test_tracker.py",
    "N-22": "test_programme_plan.py", "N-24": "projections/test_tracker.py",
}  # fmt: skip
"""What no row says: the file of the story that shows it, which names it."""


@pytest.mark.parametrize(("unclear", "where"), SHOWN_ELSEWHERE.items())
def test_what_is_unclear_and_no_row_is_shown_by_a_story_that_names_it(unclear: str, where: str) -> None:
    text = (TESTS / where).read_text(encoding="utf-8")

    assert re.search(rf'""".*\b{unclear}\b', text), f"no test in {where} says that it is about {unclear}"


NOTICE = NoticeServed(happened_on=date(2025, 3, 3), notice_kind="default", method="hand", issues=("ISS-001",), by=ANN)
ISSUE = IssueRaised(happened_on=date(2025, 2, 3), nature=Said("Visits missed"), by=ANN)
REGISTERED = ContractRegistered(happened_on=date(2025, 1, 6), reference="C-1", title="Home care")


def test_default_and_improvement_notice_are_two_kinds_of_which_the_same_is_asked() -> None:
    """N-04."""
    told = [
        given(REGISTERED, ISSUE).when(NOTICE.model_copy(update={"notice_kind": kind})).recorded().objections
        for kind in ("default", "improvement")
    ]

    assert told[0] == told[1]


def test_a_notice_follows_any_issue_on_record_and_that_no_meeting_came_before_is_only_remarked_on() -> None:
    """N-08: a notice is thought of after a meeting, though issues are raised at once."""
    story = given(REGISTERED, ISSUE).when(NOTICE).recorded()

    of_meetings = [rule for rule in story.objections if "meeting" in RULES[rule].sentence.casefold()]
    assert {RULES[rule].level for rule in of_meetings} <= {"advise"}


def test_there_are_three_ways_of_going_formal_each_with_an_entry_of_its_own() -> None:
    """N-11: by the PCC at once where it is significant, by SMG, with the PCC's backing past a stage."""
    names = ("immediate-escalation-authorised", "formal-escalation-authorised", "dispute-step-passed-over")
    thames_valley = PROCEDURES[1]

    assert len({kinds.BY_NAME[name] for name in names}) == 3
    assert thames_valley.entitled("dispute.formal-route-agreed-by-the-office-entitled") == ("smg",)
    assert thames_valley.entitled("dispute.informal-stage-first") == ("pcc",)
    assert thames_valley.entitled("dispute.stages-in-order") == ("pcc",)


def test_no_rule_rests_on_the_forums_remit_going_on_with_change() -> None:
    """N-17: IMP-13-c is kept as a list of members with dates, and nothing is asked because of it but its order."""
    resting = {rule.id for rule in kinds.RULES if rule.citation == "IMP-13-c"}

    assert resting == {"role.given-up-once"}


def test_what_is_scoped_and_used_by_no_criterion_is_kept_as_a_list() -> None:
    """N-25: what influences the form of a contract (CPC307-S8)."""
    assert len(get_args(InfluencingFactor)) == 6
    assert get_args(FactorWeighed.model_fields["factor"].annotation) == get_args(InfluencingFactor)


def test_none_of_the_twenty_six_unclear_places_is_left_out() -> None:
    here = set(re.findall(r"\bN-[0-9]{2}\b", Path(__file__).read_text(encoding="utf-8")))

    assert here == {f"N-{number:02}" for number in range(1, 27)}
