"""Each of the 26 disagreements between the documents is a row that decides: turned round, the ledger asks otherwise.

An authority's own procedure is made of a shipped one with that one row changed, a contract is bound to each, the same
is told of both, and what is asked or found differs (requirements, H.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pydantic_core import to_json

from ledger.entry import Entry
from ledger.kinds import BY_NAME
from ledger.procedures.checking import check, settings_there_are
from ledger.procedures.folder import FOLDER, packaged
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import LedgerOpened
from projections.dispute_ladder import dispute_ladder
from projections.duties.due import duties
from projections.monitoring.agenda import agenda
from projections.status.status import status
from projections.view import FileView
from tests.story import Story, given

Edit = Callable[[str], str]
Seen = Callable[[str], Any]
"""What is asked or found under the procedure of that ref."""


# --- one row turned round ---------------------------------------------------------------------------------------------


def setting(id: str, value: int) -> Edit:
    def edit(text: str) -> str:
        changed, found = re.subn(rf'(id = "{re.escape(id)}"\nvalue = )\d+', rf"\g<1>{value}", text)
        row = f'\n[[setting]]\nid = "{id}"\nvalue = {value}\nunit = "{settings_there_are()[id]}"\ncitation = "Own"\n'
        return changed if found else text + row

    return edit


def level(rule: str, asked: str, *by: str) -> Edit:
    """The rule at another level; with the offices that may authorise a departure."""

    def edit(text: str) -> str:
        without = re.sub(rf'\[\[rule\]\]\nid = "{re.escape(rule)}"\n(.+\n)+', "", text)
        may = f"authorised_by = [{', '.join(repr(one) for one in by)}]\n" if by else ""
        return f'{without}\n[[rule]]\nid = "{rule}"\nlevel = "{asked}"\n{may}citation = "Own"\n'

    return edit


def words(was: str, now: str) -> Edit:
    def edit(text: str) -> str:
        assert was in text
        return text.replace(was, now, 1)

    return edit


def row(said: str) -> Edit:
    return lambda text: f'{text}\n{said}\ncitation = "Own"\n'


def fewer_items(text: str) -> str:
    """Three items of the regular meeting's agenda left out."""
    head, regular, rest = text.partition('id = "regular"')
    left_out = '    "particular-cases",\n    "provider-staffing",\n    "future-meetings",\n'
    assert left_out in rest
    return head + regular + rest.replace(left_out, "", 1)


# --- what is seen -----------------------------------------------------------------------------------------------------


def entry(kind: str, on: str, **said: Any) -> Entry:
    of = BY_NAME[kind]
    return of.model_validate_json(to_json({"kind": str(of.model_fields["kind"].default), "happened_on": on} | said))


def told(ref: str, *entries: Entry, **said: Any) -> Story:
    opened = ContractRegistered(
        happened_on=date(2025, 1, 6), reference="C-1", title="Refuge", procedure=ref, start_date=date(2025, 1, 6),
        end_date=date(2029, 1, 5), **said,
    )  # fmt: skip
    return given(opened, *entries)


def view(story: Story) -> FileView:
    return FileView.of(UUID(int=1), story.file, {})


def due(duty: str, *entries: Entry, **said: Any) -> Seen:
    """The day a duty is due on; "none" where there is no such duty."""

    def seen(ref: str) -> Any:
        found = {one.id: one.due_on for one in duties(view(told(ref, *entries, **said)))}
        return found.get(duty, "none")

    return seen


def objects(rule: str, act: Entry, *entries: Entry) -> Seen:
    """Whether the act is recorded with a departure from the rule, or is refused by it."""
    return lambda ref: rule in told(ref, *entries).when(act).objections


def reviewed(ref: str) -> Any:
    """When the procedure itself is to be looked at again, adopted on 3 February 2025."""
    ledger = LedgerOpened(happened_on=date(2025, 1, 6), authority="County", origin="l.example/c", clock="simulated")
    adopted = entry("procedure-adopted", "2025-02-03", procedure=ref, title="Policy")
    [found] = [one.due_on for one in duties(view(given(ledger, adopted))) if one.id.startswith("procedure-reviewed/")]
    return found


ISSUE = entry("issue-raised", "2025-03-03", nature="Late")
ANN = {"person": "Ann Ashe", "office": "lead-officer"}
PETRA = {"person": "Petra Moss", "office": "pdm"}
TERMINATION = entry("early-termination-proposed", "2025-06-02", grounds=["default"], by=ANN)
PLANNED = {"id": "L1", "kind": "water", "name": "Water", "planned": "9", "unit": "litres"}
RISK = entry("risk-identified", "2025-03-03", category="people", description="Staff leave")
FLOODS = {"id": "R1", "category": "weather", "words": "Floods"}
FLIPS: list[tuple[str, str, Edit, Seen, Any, Any]] = [
    # number, procedure, what is turned round, what is seen, before, after
    ("D-01", "hampshire", words("per_year = 2", "per_year = 4"), due("meeting"), date(2025, 7, 5), date(2025, 4, 5)),
    ("D-02", "hampshire", setting("report.performance-every", 3), due("return/performance report/2025-01-06"),
     "none", date(2025, 4, 15)),
    ("D-03", "hampshire", setting("survey.every", 0), due("survey"), date(2026, 1, 6), "none"),
    ("D-04", "hampshire", setting("review.before-end", 6), due("review"), date(2028, 1, 5), date(2028, 7, 5)),
    ("D-04", "hampshire", setting("exit.plans-told-before-end", 6), due("end-plans"), "none", date(2028, 7, 5)),
    ("D-05", "hampshire", setting("post-review.held", 1), due("post-review"), "none", date(2029, 1, 5)),
    ("D-06", "thames-valley", words('id = "dispute"\ncitation = "TVP-5.2-0"', 'id = "default"\ncitation = "Own"'),
     due("escalate/ISS-001", ISSUE), date(2025, 3, 8), "none"),
    ("D-07", "thames-valley", setting("significance.value", 30),
     objects("issue.significant-as-tested", entry("issue-significance-assessed", "2025-03-04", issue="ISS-001",
             value_affected={"pence": 20}, annual_value={"pence": 100}, significant=True), ISSUE), False, True),
    ("D-08", "hampshire", level("termination.process-worked-through", "off"),
     objects("termination.process-worked-through", TERMINATION), True, False),
    ("D-09", "thames-valley", words('authorised_by = ["pcc"]\nfalls_to = "pcc"\nnote = "To end',
     'authorised_by = ["smg"]\nfalls_to = "smg"\nnote = "To end'),
     objects("termination.decided-by-the-office-entitled",
             entry("termination-authorised", "2025-06-09", by={"person": "Sam", "office": "smg"}), TERMINATION),
     True, False),
    ("D-10", "hampshire", words("always_filled = true\nalso_called = [\"authorised-representative\"]",
     'also_called = ["authorised-representative"]'), due("vacancy/representative"), date(2025, 1, 6), "none"),
    ("D-11", "hampshire", level("meeting.lead-officer-chairs", "advise"),
     objects("meeting.lead-officer-chairs", entry("meeting-held", "2025-03-03", chair={"person": "Bob"})),
     False, True),
    ("D-12", "hampshire", fewer_items,
     lambda ref: len(agenda(view(told(ref)), date(2025, 3, 3)).items), 9, 6),
    ("D-13", "hampshire", setting("minutes.sent-round", 0),
     due("minutes-circulated/MTG-001", entry("meeting-held", "2025-03-03")), date(2025, 3, 17), "none"),
    ("D-14", "hampshire", level("variation.support-officer-consulted", "off"),
     objects("variation.support-officer-consulted", entry("variation-agreed", "2025-03-03")), True, False),
    ("D-15", "hampshire", setting("issue.notify-within", 1), due("tell/ISS-001", ISSUE), date(2025, 3, 8),
     date(2025, 3, 4)),
    ("D-16", "thames-valley", setting("procedure.review-every", 24), reviewed, date(2026, 2, 3), date(2027, 2, 3)),
    ("D-17", "hampshire", words('covers = ["social-care"]', 'covers = ["works"]'),
     lambda ref: status(view(told(ref, service_category="works"))).outside is None, False, True),
    ("D-18", "tiered", words("scorecard_every = 3\ncontinuity_plan = true\nnote = \"The test", "scorecard_every = 6\n"
     "continuity_plan = true\nnote = \"The test"),
     due("scorecard", entry("contract-classified", "2025-02-03", tier="gold", risk="low")),
     date(2025, 6, 3), date(2025, 9, 3)),
    ("D-19", "hampshire", row('[[resource-kind]]\nid = "water"\ntitle = "Water"'),
     objects("resource.kind-of-the-procedure", entry("resource-plan-agreed", "2025-02-03", lines=[PLANNED],
             period={"first": "2025-02-03", "last": "2025-12-31"})), True, False),
    ("D-20", "thames-valley", row('[[contract-type]]\nid = "spot"\ntitle = "Spot"\ncounts_as = "individual"'),
     objects("design.type-of-the-procedure", entry("contract-form-recommended", "2025-02-03", contract_type="spot")),
     True, False),
    ("D-21", "tiered", words('tiers = ["silver", "platinum"]', 'tiers = ["silver", "gold", "platinum"]'),
     due("thematic-review/value-for-money", entry("contract-classified", "2025-02-03", tier="gold", risk="low")),
     "none", None),
    ("D-21", "thames-valley", setting("value-for-money.test-every", 0), due("value-for-money"),
     date(2026, 1, 6), "none"),
    ("D-21", "hampshire", setting("value-for-money.test-every", 24), due("value-for-money"), "none", date(2027, 1, 6)),
    ("D-21", "thames-valley", setting("value-for-money.test-every", 6),
     due("value-for-money", entry("value-for-money-tested", "2025-03-03", method="benchmark", result="shown",
                                    economy={"conclusion": "good"}, efficiency={"conclusion": "good"},
                                    effectiveness={"conclusion": "good"})),
     date(2026, 3, 3), date(2025, 9, 3)),
    ("D-22", "thames-valley", setting("senior-management.brief-within", 3),
     due("brief/ISS-001", ISSUE, entry("issue-escalated", "2025-03-05", issue="ISS-001", to=PETRA)),
     date(2025, 3, 15), date(2025, 3, 8)),
    ("D-23", "thames-valley", setting("exclusion.longest", 7),
     objects("exclusion.no-longer-than-allowed", entry("provider-exclusion-decided", "2025-06-02",
             cause="termination", from_date="2025-06-02", until_date="2031-06-02")), True, False),
    ("D-24", "hampshire", level("specification.activity-information", "off"),
     objects("specification.activity-information", entry("service-specification-issued", "2025-02-03",
             activity_information_required=False)), True, False),
    ("D-25", "hampshire", level("plan.agreed-with-users", "off"),
     objects("plan.agreed-with-users", entry("implementation-plan-agreed", "2025-02-03",
             activities=[{"id": "A1", "name": "Recruit", "days": 5}])), True, False),
    ("D-26", "hampshire", setting("risk.log-kept", 1), due("risk-assessed/RSK-001", RISK), "none", None),
    ("D-26", "thames-valley", setting("risk.log-kept", 0), due("risk-assessed/RSK-001", RISK), None, "none"),
    ("D-26", "hampshire", row('[[risk-kind]]\nid = "weather"\ntitle = "Weather"'),
     objects("risk.kind-of-the-procedure", entry("risk-identified", "2025-03-03", category="weather",
             description="Floods")), True, False),
    ("D-26", "hampshire", row('[[risk-kind]]\nid = "weather"\ntitle = "Weather"'),
     objects("plan.risks-of-the-procedures-kinds", entry("implementation-plan-agreed", "2025-02-03",
             activities=[{"id": "A1", "name": "Recruit", "days": 5}], risks=[FLOODS])), True, False),
    ("D-26", "hampshire", row('[[risk-kind]]\nid = "weather"\ntitle = "Weather"'),
     objects("resource.risks-of-the-procedures-kinds", entry("resource-plan-agreed", "2025-02-03", lines=[PLANNED],
             risks=[FLOODS], period={"first": "2025-02-03", "last": "2025-12-31"})), True, False),
    ("D-26", "hampshire", setting("risk.highest-rating", 4),
     objects("risk.high-is-managed", entry("risk-assessed", "2025-03-04", risk="RSK-001", likelihood=3, impact=3),
             entry("risk-identified", "2025-03-03", category="people", description="Staff leave")), False, True),
]  # fmt: skip


ANNUAL = entry("meeting-held", "2025-04-04", meeting_kind="strategic-annual")
AUDITS = (
    entry("audit-commissioned", "2025-02-03", subjects=["finance"]),
    entry("audit-reported", "2025-03-03", subjects=["finance"], commission=2),
)
LATE_MEETING = entry("meeting-held", "2025-04-21", meeting_kind="dispute")
AGREED = entry("formal-escalation-authorised", "2025-04-01", issues=["ISS-001"], by=PETRA, body="SMG", form="e-mail")
ALLOWED = (ISSUE, AGREED)
DISPUTED = (
    *ALLOWED,
    entry("notice-served", "2025-04-02", notice_kind="dispute", issues=["ISS-001"]),
)  # fmt: skip
GOLD = entry("contract-classified", "2025-02-03", tier="gold", risk="low")
UNCLEAR: list[tuple[str, str, Edit, Seen, Any, Any]] = [
    ("N-09", "thames-valley", setting("audit.most-a-year", 2),
     objects("audit.one-more-for-a-reason", entry("audit-commissioned", "2025-06-02", subjects=["security"]), *AUDITS),
     True, False),
    ("N-10", "thames-valley", words('id = "strategic-half-year"\ntitle = "Longer half-yearly meeting"\nper_year = 2',
     'id = "strategic-half-year"\ntitle = "Longer half-yearly meeting"\nper_year = 1'),
     due("meeting/strategic-half-year"), date(2025, 7, 5), date(2026, 1, 5)),
    ("N-10", "thames-valley", words('id = "strategic-half-year"\ntitle = "Longer half-yearly meeting"\nper_year = 2',
     'id = "strategic-half-year"\ntitle = "Longer half-yearly meeting"\nper_year = 1\nevery_years = 2'),
     due("meeting/strategic-half-year"), date(2025, 7, 5), date(2027, 1, 5)),
    ("N-10", "thames-valley", words('id = "strategic-annual"\ntitle = "Longer annual meeting"\nper_year = 1',
     'id = "strategic-annual"\ntitle = "Longer annual meeting"\nper_year = 1\nevery_years = 2'),
     due("meeting/strategic-annual", ANNUAL), date(2027, 1, 5), date(2029, 1, 5)),
    ("N-10", "thames-valley", setting("meeting.longer-counts", 0), due("meeting", ANNUAL),
     date(2025, 7, 5), date(2025, 4, 5)),
    ("N-12", "thames-valley", setting("dispute.limit-is-on-asking", 1),
     objects("meeting.on-a-dispute-in-time", LATE_MEETING, *DISPUTED), True, False),
    ("N-12", "thames-valley", setting("dispute.limit-is-on-asking", 1), due("dispute-meeting/NOT-001", *DISPUTED),
     date(2025, 4, 16), None),
    ("N-12", "thames-valley", setting("dispute.limit-is-on-asking", 1),
     lambda ref: [
         rung.state for one in dispute_ladder(view(told(ref, *DISPUTED)), date(2025, 6, 2)) for rung in one.rungs
     ].count("late"), 1, 0),
    ("N-12", "thames-valley", setting("dispute.limit-is-on-asking", 1), due("dispute-notice/DSP-001", *ALLOWED),
     None, date(2025, 4, 15)),
    ("N-12", "thames-valley", setting("dispute.limit-is-on-asking", 1),
     objects("dispute.meeting-asked-for", entry("notice-served", "2025-04-16", notice_kind="dispute",
             issues=["ISS-001"], meeting_requested_by="2025-04-24"), *ALLOWED), False, True),
    ("N-16", "tiered", words('tiers = ["silver", "platinum"]', 'tiers = ["silver", "gold", "platinum"]'),
     due("thematic-review/value-for-money", GOLD), "none", None),
    ("N-20", "tiered", words('scored = "governance"\n', ""), due("thematic-review/governance", GOLD), "none", None),
]  # fmt: skip
"""Of the places unclear in themselves those that are a row (requirements, H.2)."""


@pytest.mark.parametrize(
    ("base", "edit", "seen", "before", "after"),
    [flip[1:] for flip in (*FLIPS, *UNCLEAR)], ids=[flip[0] for flip in (*FLIPS, *UNCLEAR)],
)  # fmt: skip
def test_a_disagreement_turned_round_is_seen_in_what_is_asked(
    base: str, edit: Edit, seen: Seen, before: Any, after: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = packaged()[base].text
    flipped = edit(re.sub(r'(?m)^id = ".+"', 'id = "flipped"', text, count=1))
    assert flipped != text.replace(f'id = "{base}"', 'id = "flipped"', 1), "nothing was turned round"
    assert check(flipped)[1] == ()
    (tmp_path / "flipped.toml").write_text(flipped, encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))

    assert (seen(f"{base}/1"), seen("flipped/1")) == (before, after)


def test_none_of_the_twenty_six_is_left_out() -> None:
    assert {number for number, *_ in FLIPS} == {f"D-{number:02}" for number in range(1, 27)}
