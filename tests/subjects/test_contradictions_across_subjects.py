"""What cannot have been, across subjects: each is refused, and says what it contradicts and what would be right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic_core import to_json

from ledger.entry import Entry
from ledger.kinds import BY_NAME
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import EntryCorrected
from ledger.words import Said as Words
from tests.story import Story, given

Said = tuple[str, str, dict[str, Any]]
"""A kind, the day, and what else it says."""
REGISTERED = ContractRegistered(
    happened_on=date(2025, 1, 6), reference="C-1", title="Refuge", procedure="thames-valley/1",
    start_date=date(2025, 1, 6), end_date=date(2029, 1, 5),
)  # fmt: skip
NOTICE: Said = ("notice-served", "2025-06-01", {"notice_kind": "termination"})
SUBMITTED: Said = ("service-transfer-plan-submitted", "2025-06-20", {"notice": "NOT-001"})
HOURS = {"id": "L1", "kind": "human", "name": "Care", "planned": "100", "unit": "hours"}
RESOURCES: Said = (
    "resource-plan-agreed", "2025-02-01",
    {"period": {"first": "2025-01-06", "last": "2025-12-31"}, "lines": [HOURS]},
)  # fmt: skip
USED: dict[str, Any] = {
    "plan": "RPL-001", "plan_line": "L1", "period": {"first": "2025-02-01", "last": "2025-02-28"}, "used": "4",
}  # fmt: skip
CIRCLE = [
    {"id": "A1", "name": "Recruit", "days": 5, "after": ["A2"]},
    {"id": "A2", "name": "Train", "days": 5, "after": ["A1"]},
]  # fmt: skip
TENDERS: list[Said] = [
    ("tender-advertised", "2024-06-03", {}), ("tender-advertised", "2024-06-04", {}),
    ("tender-received", "2024-07-01", {"tender": "TND-002", "bidder": {"name": "Bravo Ltd"}}),
]  # fmt: skip
BEGUN: Said = ("formal-escalation-recommended", "2025-03-09", {})
RAISED: Said = ("issue-raised", "2025-03-10", {"nature": "Late", "noticed_on": "2025-03-09"})
CASES: list[tuple[str, list[Said], Said, str, tuple[str, ...]]] = [
    # Named with the demand, but for an exclusion longer than the setting, which a decision may be (docs/adr/0430).
    ("a transfer plan that was returned is signed",
     [NOTICE, SUBMITTED, ("service-transfer-plan-reviewed", "2025-06-25", {"plan": "TPL-001", "outcome": "returned"})],
     ("service-transfer-plan-signed", "2025-06-27", {"plan": "TPL-001", "party": "provider"}),
     "transfer-plan.not-signed-when-returned", ("TPL-001 was returned on", "once it is approved")),
    ("arbitration without a dispute", [], ("dispute-referred", "2025-06-01", {"to": "arbitration"}),
     "dispute.there-is-one", ("no dispute is on file", "record first")),
    ("an exclusion over before it begins", [],
     ("provider-exclusion-decided", "2025-06-01",
      {"cause": "termination", "from_date": "2025-06-01", "until_date": "2025-05-31"}),
     "exclusion.ends-after-it-begins", ("before it begins on 1 June 2025",)),
    ("a survey older than the contract", [], ("satisfaction-survey-received", "2024-12-01", {}),
     "performance.of-a-contract-there-is", ("the contract is of 6 January 2025",)),
    ("a plan whose activities form a circle", [],
     ("implementation-plan-agreed", "2025-02-01", {"activities": CIRCLE}), "plan.no-circle",
     ("a circle, of which none can begin",)),
    ("resources in another unit than planned", [RESOURCES],
     ("resource-use-recorded", "2025-03-01", USED | {"unit": "litres"}), "resource.unit-of-the-plan",
     ("plans L1 in hours", "this is in litres")),
    # And others of their kind.
    ("points upheld that nobody disputed", [("points-awarded", "2025-03-01", {"points": 3})],
     ("points-upheld", "2025-03-10", {"award": "PTS-001"}), "points.upheld-once-disputed", ("record the dispute",)),
    ("points upheld before they were disputed",
     [("points-awarded", "2025-03-01", {"points": 3}), ("points-disputed", "2025-03-20", {"award": "PTS-001"})],
     ("points-upheld", "2025-03-10", {"award": "PTS-001"}), "points.upheld-once-disputed", ("after 10 March 2025",)),
    ("an issue settled before it was noticed",
     [("issue-raised", "2025-03-10", {"nature": "Late", "noticed_on": "2025-03-09"})],
     ("issue-resolved", "2025-03-01", {"issue": "ISS-001"}), "issue.settled-once-noticed", ("was noticed on",)),
    ("progress on a plan that was concluded",
     [("formal-escalation-recommended", "2025-02-09", {}), ("dispute-action-plan-agreed", "2025-03-01", {}),
      ("dispute-action-plan-concluded", "2025-04-01", {"plan": "PLN-001", "result": "resolved"})],
     ("dispute-action-plan-progress-reported", "2025-05-01", {"plan": "PLN-001"}),
     "dispute.plan-goes-on-where-reported", ("was concluded on", "(entry 4)")),
    ("a dispute settled before it began", [BEGUN], ("dispute-settled", "2025-03-01", {"dispute": "DSP-001"}),
     "dispute.there-is-one", ("for 1 March 2025 or before",)),
    ("a dispute signed off before it began", [BEGUN],
     ("dispute-signed-off", "2025-03-01", {"dispute": "DSP-001", "what": "settlement"}),
     "entry.names-what-was-there", ("DSP-001 (entry 2) is of 9 March 2025",)),
    # Nothing rests on what came only after it, whatever the kinds.
    ("a notice of default about an issue noticed since", [RAISED],
     ("notice-served", "2024-07-01", {"notice_kind": "default", "issues": ["ISS-001"]}), "entry.names-what-was-there",
     ("issues.0: ISS-001 (entry 2) is of 9 March 2025, after 1 July 2024",)),
    ("a termination proposed for an issue noticed since", [RAISED],
     ("early-termination-proposed", "2025-02-01", {"grounds": ["default"], "issues": ["ISS-001"]}),
     "entry.names-what-was-there", ("ISS-001 (entry 2)",)),
    ("the formal route agreed for an issue noticed since", [RAISED],
     ("formal-escalation-authorised", "2025-02-01", {"issues": ["ISS-001"]}), "entry.names-what-was-there",
     ("ISS-001 (entry 2)",)),
    ("an audit commissioned before its recommendation", [("audit-recommended", "2025-05-10", {})],
     ("audit-commissioned", "2025-04-01", {"subjects": ["finance"], "recommended_in": 2}), "entry.names-what-was-there",
     ("entry 2 is of 10 May 2025, after 1 April 2025",)),
    ("a notice that asks for remedy before it was served", [],
     ("notice-served", "2025-07-01", {"notice_kind": "default", "remedy_by": "2025-06-30"}),
     "notice.remedied-after-it", ("by 30 June 2025, before it was served on 1 July 2025",)),
    # Of disputes: one thing is asked of whatever is done about one.
    ("an action plan without a dispute", [], ("dispute-action-plan-agreed", "2025-06-01", {}), "dispute.there-is-one",
     ("an action plan is of one", "record first")),
    ("a plan concluded without a dispute", [], ("dispute-action-plan-concluded", "2025-06-01", {"result": "resolved"}),
     "dispute.there-is-one", ("no dispute is on file",)),
    ("a settlement without a dispute", [], ("dispute-settled", "2025-06-01", {}), "dispute.there-is-one",
     ("a settlement is of one",)),
    ("an arbitration concluded without a dispute", [],
     ("dispute-referral-concluded", "2025-06-01", {"forum": "arbitration", "result": "withdrawn"}),
     "dispute.there-is-one", ("arbitration is of one",)),
    ("the authority in court without a dispute", [], ("dispute-referred", "2025-06-01", {"to": "litigation"}),
     "dispute.there-is-one", ("litigation is of one",)),
    ("a dispute settled twice", [BEGUN, ("dispute-settled", "2025-05-01", {"dispute": "DSP-001"})],
     ("dispute-settled", "2025-06-01", {"dispute": "DSP-001"}), "dispute.not-settled-already",
     ("DSP-001 was settled on 1 May 2025 (entry 3)", "strike it out")),
    ("a plan of a dispute that is settled", [BEGUN, ("dispute-settled", "2025-05-01", {"dispute": "DSP-001"})],
     ("dispute-action-plan-agreed", "2025-05-02", {}), "dispute.not-settled-already", ("the dispute was settled on",)),
    ("a plan of a dispute that began later", [BEGUN],
     ("dispute-action-plan-agreed", "2025-03-01", {"dispute": "DSP-001"}), "dispute.there-is-one",
     ("for 1 March 2025",)),
    ("a plan of a second dispute that began later",
     [("formal-escalation-recommended", "2025-02-09", {}), ("formal-escalation-recommended", "2025-03-09", {})],
     ("dispute-action-plan-agreed", "2025-03-01", {"dispute": "DSP-002"}), "entry.names-what-was-there",
     ("DSP-002 (entry 3) is of 9 March 2025",)),
    ("a plan complete before it was agreed", [BEGUN],
     ("dispute-action-plan-agreed", "2025-05-01", {"complete_by": "2025-04-01"}), "dispute.plan-ends-after-agreed",
     ("by 1 April 2025, before",)),
    ("a dispute settled in an arbitration that was not begun", [BEGUN],
     ("dispute-settled", "2025-05-01", {"dispute": "DSP-001", "settled_at": "arbitration"}),
     "dispute.referred-before-concluded", ("taken to arbitration is not on file", "record first that it was referred")),
    ("a lesson of a review that was not held yet", [("post-contract-review-held", "2025-06-01", {})],
     ("lesson-recorded", "2025-05-01", {"subject": "performance", "lesson": "Ask sooner", "review": "PCR-001"}),
     "lesson.drawn-by-its-review", ("PCR-001 was held on",)),
    ("minutes of a meeting that was called off",
     [("meeting-scheduled", "2025-03-01", {"planned_for": "2025-03-20"}),
      ("meeting-cancelled", "2025-03-10", {"meeting": "MTG-001"})],
     ("meeting-minutes-recorded", "2025-03-25", {"meeting": "MTG-001"}), "meeting.was-held", ("was called off on",)),
    ("a transfer plan that answers a notice of default", [("notice-served", "2025-06-01", {"notice_kind": "default"})],
     SUBMITTED, "transfer-plan.on-a-notice-of-termination", ("is a notice of default",)),
    ("credit in another currency than the sum",
     [("sum-fell-due", "2025-03-01", {"remedy": "service-credit", "amount": {"pence": 1000}})],
     ("sum-settled", "2025-03-09", {"sum": "SUM-001", "how": "credited", "amount": {"pence": 1, "currency": "EUR"}}),
     "remedy.one-currency", ("is in GBP", "is in EUR")),
    ("a milestone reached that is an incentive",
     [("contract-provision-agreed", "2025-02-01", {"provision": "incentive"})],
     ("milestone-reached", "2025-03-01", {"provision": "PRV-001"}), "milestone.set-and-not-reached",
     ("is an incentive; name a provision that is a milestone",)),
    ("a milestone that replaces a payment time",
     [("contract-provision-agreed", "2025-02-01", {"provision": "payment-time", "pay_within_days": 30})],
     ("contract-provision-agreed", "2025-03-01", {"provision": "milestone", "replaces": "PRV-001"}),
     "provision.replaces-its-own-sort", ("is a payment time, and this is a milestone", "name the one whose place")),
    ("a contract ended that has expired", [("contract-expired", "2025-06-30", {})],
     ("contract-terminated", "2025-08-01", {}), "termination.once", ("expired on", "correct that entry")),
    ("a step of an exit plan that it has not",
     [("exit-plan-agreed", "2025-05-01", {"steps": [{"id": "S1", "what": "Tell users", "due_on": "2025-07-01"}]})],
     ("exit-plan-step-completed", "2025-06-01", {"plan": "EXP-001", "step": "S9"}), "exit-step.of-the-plan",
     ("has no step S9; its steps: S1",)),
]  # fmt: skip


def entry(said: Said) -> Entry:
    name, on, rest = said
    kind = BY_NAME[name]
    return kind.model_validate_json(to_json({"kind": str(kind.model_fields["kind"].default), "happened_on": on} | rest))


@pytest.mark.parametrize(("before", "act", "rule", "words"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_cannot_have_been_is_refused_with_what_it_contradicts(
    before: list[Said], act: Said, rule: str, words: tuple[str, ...]
) -> None:
    """TVP-3.0-3, TVP-5.2-0, TVP-5.2-3a, TVP-5.2-4a, TVP-5.2-5, HCC-2.1-g, HCC-9.4-d.

    The whole file stays as it was, and the answer names the rule, the entry in the way and what would be right.
    """
    story = given(REGISTERED, *map(entry, before))
    tried = story.when(entry(act)).refused(rule, *words)

    assert tried.file.position == story.file.position


@pytest.mark.parametrize(
    ("before", "act"),
    [
        ([("points-awarded", "2025-03-01", {"points": 3}), ("points-disputed", "2025-03-05", {"award": "PTS-001"})],
         ("points-upheld", "2025-03-10", {"award": "PTS-001"})),
        ([("issue-raised", "2025-03-10", {"nature": "Late", "noticed_on": "2025-03-09"})],
         ("issue-resolved", "2025-03-09", {"issue": "ISS-001"})),
        ([("formal-escalation-recommended", "2025-02-09", {}), ("dispute-action-plan-agreed", "2025-03-01", {}),
          ("dispute-action-plan-concluded", "2025-04-01", {"plan": "PLN-001", "result": "resolved"})],
         ("dispute-action-plan-progress-reported", "2025-04-01", {"plan": "PLN-001"})),
        ([("formal-escalation-recommended", "2025-03-09", {})],
         ("dispute-settled", "2025-03-09", {"dispute": "DSP-001"})),
        ([RAISED], ("notice-served", "2025-03-09", {"notice_kind": "default", "issues": ["ISS-001"]})),
        ([RAISED], ("notice-served", "2025-03-01", {"notice_kind": "default", "issues": ["ISS-001"], "about": True})),
        ([RAISED], ("notice-served", "2025-03-01",
                    {"notice_kind": "default", "issues": ["ISS-001"], "until": "2025-03-09"})),
        ([RAISED], ("contact-logged", "2025-03-01",
                    {"direction": "to-provider", "means": "call", "summary": "Late", "issue": "ISS-001"})),
        ([RAISED], ("note-made", "2025-03-01", {"words": "It began", "concerns": [2]})),
        ([("audit-recommended", "2025-05-10", {})],
         ("audit-commissioned", "2025-05-10", {"subjects": ["finance"], "recommended_in": 2})),
        ([("dispute-referred", "2025-03-09", {"to": "litigation", "by_party": "provider"})],
         ("dispute-settled", "2025-05-09", {"settled_at": "litigation"})),
        ([BEGUN, ("dispute-referred", "2025-04-09", {"dispute": "DSP-001", "to": "arbitration"}),
          ("dispute-settled", "2025-05-09", {"dispute": "DSP-001", "settled_at": "arbitration"})],
         ("dispute-referral-concluded", "2025-05-12",
          {"dispute": "DSP-001", "forum": "arbitration", "result": "settled"})),
        ([BEGUN, ("dispute-settled", "2025-05-01", {"dispute": "DSP-001"}), BEGUN],
         ("dispute-settled", "2025-05-09", {"dispute": "DSP-002"})),
        ([("post-contract-review-held", "2025-06-01", {})],
         ("lesson-recorded", "2025-06-01", {"subject": "performance", "lesson": "Ask sooner", "review": "PCR-001"})),
    ],
)  # fmt: skip
def test_the_same_in_its_order_stands(before: list[Said], act: Said) -> None:
    given(REGISTERED, *map(entry, before)).when(entry(act)).recorded()


def test_bids_and_awards_hold_together() -> None:
    """A bid is evaluated with its own tender, and the award goes to whoever made the bid it accepts."""
    story: Story = given(*map(entry, TENDERS))

    story.when(entry(("tenders-evaluated", "2024-08-01", {"tender": "TND-001", "recommended": "BID-001"}))).refused(
        "evaluation.of-its-own-tenders", "another tender"
    )
    story.when(
        entry(("award-recommended", "2024-08-01", {"provider": {"name": "Alpha Ltd"}, "bid": "BID-001"}))
    ).refused("award.to-whose-tender-it-accepts", "Bravo Ltd, not of Alpha Ltd")


def test_a_correction_does_not_move_what_others_rest_on_behind_them() -> None:
    """HCC-2.1-g: the day of an issue cannot be corrected to one after the notice that rests on it."""
    notice = entry(("notice-served", "2025-04-01", {"notice_kind": "default", "issues": ["ISS-001"]}))
    raised = entry(RAISED)
    late = raised.model_copy(update={"happened_on": date(2025, 4, 2), "noticed_on": None})
    story = given(REGISTERED, raised, notice)

    story.when(
        EntryCorrected(happened_on=date(2025, 5, 1), position=2, reason=Words("Wrong day"), replacement=late)
    ).refused(
        "correction.leaves-nothing-hanging", "entry 3 would no longer stand", "ISS-001 (entry 2) is of 2 April 2025"
    )
    right = raised.model_copy(update={"happened_on": date(2025, 4, 1)})
    story.when(
        EntryCorrected(happened_on=date(2025, 3, 1), position=2, reason=Words("Wrong day"), replacement=right)
    ).recorded()
