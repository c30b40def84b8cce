"""One contract's whole life, from the need to the lessons, as it is recorded over HTTP under each of three procedures.

Home care for the north is bought in the spring of 2025 (bought.py) and planned (planned_contract.py), starts on
23 June 2025 and ends on 22 June 2028. What is done is the same under every procedure but for two things that each has
its own of: the round of meetings and reports, and the way taken when the provider fails (FAILED).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, Literal

from ledger.dates.working_days import months_after
from tests import bought
from tests import planned_contract as planned

Told = dict[str, Any]
Procedure = Literal["hampshire", "thames-valley", "tiered"]
PROCEDURES: tuple[Procedure, ...] = ("hampshire", "thames-valley", "tiered")
REFERENCE = bought.REFERENCE
ANN, COLIN = planned.ANN, bought.SUPPORT
DAN = {"person": "Dan Low", "office": "deputy-lead-officer"}
PIA = {"person": "Pia Prior", "office": "provider-contract-manager", "party": "provider"}
PDM = {"person": "Petra Dean", "office": "pdm"}
SMG = {"person": "Simon Grey", "office": "smg"}
LARKFIELD = bought.LARKFIELD["name"]
MINUTES_WORDS = b"Minutes of a meeting."
MINUTES = {"sha256": sha256(MINUTES_WORDS).hexdigest(), "title": "Minutes"}
"""The document that has to be filed before."""
ROUND_BEGINS, ENDS = date(2025, 6, 23), date(2028, 6, 22)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_POSITIONS = frozenset({"rests_on", "belongs_to", "evidence", "led_to", "sent_out"})


RETURNED: Told = {
    "return_kind": "activity return", "service_nature": "Care at home", "age_ranges": ["75-84"], "recipients": 60,
    "statements_given": True, "statements_count": 60, "assessments_done": True, "assessments_count": 9,
    "reviews_done": True, "reviews_count": 12,
}  # fmt: skip
"""What a return of data shows."""


CLASSIFIED_AS: Told = {"kind": "contract-classified", "tier": "platinum", "risk": "high"}


def on(day: str | date, kind: str, **said: Any) -> Told:
    return {"kind": kind, "happened_on": str(day), **said}


def moved(entries: list[Told], days: int, position: Callable[[int], int]) -> list[Told]:
    """Entries told of another file: that many days later, the entries they refer to where they stand on this one."""

    def move(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: move(key, inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [move(name, inner) for inner in value]
        if isinstance(value, str) and _DAY.fullmatch(value):
            return str(date.fromisoformat(value) + timedelta(days))
        return position(value) if name in _POSITIONS and isinstance(value, int) else value

    return [move("", entry) for entry in entries]


def met(day: str | date, number: int, kind: str = "regular") -> list[Told]:
    """A meeting whose minutes are on file and sent round within the week."""
    meeting, later = f"MTG-{number:03}", date.fromisoformat(str(day)) + timedelta(5)
    everybody = [ANN, DAN, COLIN, PIA]
    return [
        on(
            day,
            "meeting-held",
            meeting_kind=kind,
            chair=ANN,
            attendees=everybody,
            note_taker=COLIN,
            by=ANN,
            information_received=[{"what": "Visits made", "received": True}],
        ),
        on(later, "meeting-minutes-recorded", meeting=meeting, author="Colin Marsh", document=MINUTES, by=COLIN),
        on(later, "meeting-minutes-circulated", meeting=meeting, recipients=everybody, means="e-mail"),
    ]


def round_of(procedure: Procedure) -> list[Told]:
    """What a procedure asks for over and over while the contract lives: meetings, returns or reports, surveys."""
    return sorted(_round(procedure), key=lambda entry: str(entry["happened_on"]))


def _round(procedure: Procedure) -> Iterator[Told]:
    if procedure == "hampshire":
        yield from _returned()
        yield from _met(every=6, kinds=("regular",))
    elif procedure == "thames-valley":
        yield from _reported()
        yield from _met(every=3, kinds=("regular", "strategic-half-year", "regular", "strategic-annual"))
    else:
        yield from _scored()


def periods(months: int) -> Iterator[tuple[Told, date]]:
    """The contract's periods of so many months, each with the fourth day after its last."""
    for begun in range(0, 36, months):
        first, last = months_after(ROUND_BEGINS, begun), months_after(ROUND_BEGINS, begun + months) - timedelta(1)
        yield {"first": str(first), "last": str(last)}, last + timedelta(4)


def _met(every: int, kinds: tuple[str, ...]) -> Iterator[Told]:
    """A meeting towards the end of each period, but for the last, which ends with the contract."""
    days = [months_after(ROUND_BEGINS, months) - timedelta(7) for months in range(every, 36, every)]
    for number, day in enumerate(days, 1):
        yield from met(day, number, kinds[(number - 1) % len(kinds)])


def _returned() -> Iterator[Told]:
    """A return of data a month, a survey of users a year, the representative supervised every three months."""
    for period, after in periods(1):
        yield on(after, "data-return-received", period=period, complete=True, **RETURNED)
    for _, after in [*periods(12)][:-1]:
        yield on(after, "satisfaction-survey-received", respondents=40, population=60, words="Content")
    for _, after in periods(3):
        held = after - timedelta(18)
        yield on(held, "supervision-session-held", nominee="Rupert Lane", lead_officer="Ann Ashe")


def _reported() -> Iterator[Told]:
    """A report of performance and one of money each quarter, and for the week in which the service is handed over."""
    handing_over = {"first": str(ENDS + timedelta(1)), "last": "2028-06-30"}
    for period, after in (*periods(3), (handing_over, date(2028, 7, 4))):
        figures = [{"indicator": "Visits in time", "actual": "97.5"}]
        yield on(after, "performance-report-received", period=period, figures=figures)
        staff = {"name": "Staff", "budget": {"pence": 6_000_000}, "actual": {"pence": 5_900_000}}
        yield on(
            after, "financial-report-received", period=period, open_book=True, cost_lines=[staff],
            income={"pence": 6_500_000},
        )  # fmt: skip


def _scored() -> Iterator[Told]:
    """A scorecard each quarter, and the tier settled anew within each year."""
    for period, after in periods(3):
        sides = {side: {"rating": "green"} for side in ("cost", "performance", "risk", "users")}
        yield on(after, "scorecard-recorded", period=period, **sides)
    for months in (11, 22, 33):
        yield on(months_after(ROUND_BEGINS, months), **CLASSIFIED_AS)


# --- from the need to the first day -----------------------------------------------------------------------------------


def bought_and_planned(procedure: Procedure) -> list[Told]:
    """The need, what people want, design, route, tender, award, both signatures, registration, plan."""
    wanted = moved([*planned.WANTED, *planned.DESIGNED], 4, lambda at: at)
    bid = [*bought.ROUTE, *bought.PREPARED, *bought.TENDERED, *bought.AWARDED, *bought.SIGNED, bought.REGISTERED]
    # What was agreed before there was a date for the start, by the dates of this contract.
    wanted[9] |= {"agree_with_provider_by": None, "agreed_with_provider_on": "2025-05-20", "happened_on": "2025-05-20"}
    wanted[8] |= {"reach_by": "2026-02-03"}
    wanted[12] |= {"due_on": "2025-07-31"}
    papers = moved(bid, 21, lambda at: at + len(wanted))
    specification = next(entry for entry in papers if entry["kind"] == "service-specification-issued")
    for left_to_the_procedure in ("meetings_per_year", "return_schedule", "survey_interval_months"):
        del specification[left_to_the_procedure]
    papers[-1] |= {"procedure": f"{procedure}/1", "total_value": {"pence": 72_000_000}, "contract_type": "block"}
    need = bought.NEED | {"procedure": f"{procedure}/1"}
    published = on("2025-04-28", "statutory-notice-published", notice="contract-award", standstill_days=8)
    return [need, *wanted, *papers, *moved(planned.PLANNED, 126, lambda at: at), published]


PEOPLE: list[Told] = [
    on("2025-06-12", "lead-officer-appointed", person="Ann Ashe", post="Service Manager"),
    on("2025-06-12", "deputy-officer-appointed", person="Dan Low"),
    on("2025-06-12", "representative-appointed", person="Rupert Lane", nominated_by="Ann Ashe",
       authority_extent="To call meetings and to sign notices"),
    on("2025-06-12", "contract-support-officer-assigned", person="Colin Marsh"),
    on("2025-06-12", "senior-responsible-officer-appointed", person="Stella Orr"),
    on("2025-06-12", "provider-contact-named", person="Pia Prior", role="contract-manager",
       addresses=[{"method": "e-mail", "address": "pia@larkfield.example"}]),
    on("2025-06-12", "provider-contact-named", person="Ed Scale", role="escalation-contact",
       addresses=[{"method": "e-mail", "address": "ed@larkfield.example"}]),
    on("2025-06-12", "resource-responsibility-notified", step="acknowledged", person="Ann Ashe", plan="RPL-001",
       plan_lines=["L1"]),
    on("2025-06-12", "procurement-regime-recorded", procurement_began_on="2025-02-24", subject_matter="services",
       special=["light-touch"]),
    on("2025-06-13", "statutory-notice-published", notice="contract-details", number="2025/S 014"),
    on("2025-06-23", "contract-commenced", by=ANN),
]  # fmt: skip

OF_THE_PROCEDURE: dict[Procedure, list[Told]] = {
    "hampshire": [],
    "thames-valley": [
        on("2025-07-25", "checklist-item-verified", item=item, exhibits=[MINUTES], by=ANN)
        for item in ("strategy-in-tender-papers", "confidentiality-agreement", "accreditation", "strategy-in-sla")
    ],
    "tiered": [
        *(on("2025-07-25", "thematic-review-completed", theme=theme, in_place="yes", monitored="yes", decision="none",
             level="All met", potential="Rounds by district",
             market_intelligence="Three providers work in the county",
             further_actions=[{"what": "Rounds by district", "owner": "Pia Prior", "due_on": "2025-09-30"}])
          for theme in ("supplier-development", "service-improvement", "value-for-money")),
        on("2025-07-25", "business-continuity-plan-received", title="Business continuity"),
    ],
}  # fmt: skip
"""What one procedure alone asks for once: a checklist verified, or the reviews and the plan of a tier."""

# --- its years --------------------------------------------------------------------------------------------------------

_FIRST_MONTH = date(2025, 8, 5)
VISITED: list[Told] = [
    on("2025-07-25", "implementation-activity-reported", plan="IPL-001", activity="A4", state="completed"),
    on("2025-07-25", "implementation-plan-shared", plan="IPL-001", groups=[planned.FORUM, planned.CARERS],
       formats=["plain-english"], channel="meeting"),
]  # fmt: skip


def used() -> list[Told]:
    """Both lines of the resource plan for the twelve months it is for; the first of the hours is told already."""
    months = [(months_after(_FIRST_MONTH, n), months_after(_FIRST_MONTH, n + 1) - timedelta(1)) for n in range(12)]
    return [
        on(last, "resource-use-recorded", plan="RPL-001", plan_line=line, used=much, unit=unit, complete=True,
           period={"first": str(first), "last": str(last)}, accessed_by=[planned.FORUM])
        for first, last in months
        for line, much, unit in (("L1", "1000", "hours"), ("L2", "20000", "pounds"))
        if line == "L2" or first > _FIRST_MONTH
    ]  # fmt: skip


AN_ISSUE: list[Told] = [
    on("2025-11-03", "issue-raised", nature="Evening visits are late", standards=["S1"], by=ANN),
    on("2025-11-04", "issue-notified-to-provider", issue="ISS-001", means="e-mail", recipient="Pia Prior", by=ANN),
    on("2025-11-10", "resolution-plan-agreed", issues=["ISS-001"], complete_by="2025-12-01", by=ANN,
       steps=[{"what": "Two more carers", "owner": "Pia Prior", "due_on": "2025-12-01"}]),
    on("2025-12-01", "issue-resolved", issue="ISS-001", satisfactory=True, within_time=True, by=ANN),
]  # fmt: skip
CHECKED: list[Told] = [
    on("2026-03-02", "performance-results-shared", assessments=["ASM-001"], shared_with=[PIA], means="e-mail"),
    on("2026-03-02", "risk-identified", category="people", description="Carers leave in the summer"),
    on("2026-03-02", "risk-assessed", risk="RSK-001", likelihood=3, impact=3, owner="Ann Ashe", review_by="2026-09-30"),
    on("2026-03-09", "audit-commissioned", subjects=["case-files"], auditor="Joint Audit", planned_for="2026-03-30"),
    on("2026-03-30", "audit-reported", subjects=["case-files"], commission=-1),
    on("2026-04-20", "value-for-money-tested", method="open-book", result="shown", economy={"conclusion": "good"},
       efficiency={"conclusion": "good"}, effectiveness={"conclusion": "good"}),
    on("2026-05-11", "variation-evaluated", variation="VAR-001", cost={"pence": 8_000_000}, effect_on_cost="More hours",
       effect_on_outcome="More stay at home", effect_on_risk="Less", effect_on_time="None"),
    on("2026-05-18", "statutory-notice-published", notice="contract-change", variation="VAR-001", number="2026/S 020"),
    on("2026-06-01", "variation-agreed", variation="VAR-001", effective_from="2026-06-23", form="signed-document",
       changes=[{"term": "total-value", "becomes": {"pence": 80_000_000}}], agreed_by_provider="Pia Prior",
       authorised_by=bought.COUNTY, exhibits=[MINUTES],
       by=ANN),
    on("2026-09-14", "risk-closed", risk="RSK-001", reason="Nobody left"),
    on("2026-10-05", "audit-commissioned", subjects=["security"], auditor="Joint Audit", planned_for="2026-11-02"),
    on("2026-11-02", "audit-reported", subjects=["security"], commission=-1),
]  # fmt: skip
"""The value grows by 80,000 of 720,000, more than a tenth; the second audit comes within the year of the first."""

_FAILS = [
    on("2027-01-11", "issue-raised", nature="Medicines are not signed for", standards=["S1"], by=ANN),
    on("2027-01-12", "issue-notified-to-provider", issue="ISS-002", means="e-mail", recipient="Pia Prior", by=ANN),
    on(
        "2027-01-14",
        "resolution-plan-agreed",
        issues=["ISS-002"],
        complete_by="2027-01-22",
        by=ANN,
        steps=[{"what": "A sheet in each home", "owner": "Pia Prior", "due_on": "2027-01-22"}],
    ),
]
_NOTICE = [
    *_FAILS,
    on("2027-02-01", "notice-served", notice_kind="default", issues=["ISS-002"], standards_breached=["S1"],
       method="hand", received_on="2027-02-01", remedy_required="Sign for each", remedy_by="2027-03-01", clause="30",
       by=ANN),
    on("2027-03-03", "remedy-assessed", notice="NOT-001", result="remedied", by=ANN,
       shared_with_provider_on="2027-03-03"),
    on("2027-03-04", "default-process-concluded", notices=["NOT-001"], result="remedied", by=ANN),
    on("2027-03-04", "issue-resolved", issue="ISS-002", satisfactory=True, by=ANN),
]  # fmt: skip


def _dispute(meeting: str) -> list[Told]:
    return [
        *_FAILS,
        on("2027-01-13", "issue-escalated", issue="ISS-002", to=PDM, by=ANN),
        on("2027-01-15", "senior-management-briefed", issue="ISS-002", body="SMG", by=PDM),
        on("2027-01-25", "formal-escalation-recommended", issues=["ISS-002"], reason="It goes on", by=ANN),
        on("2027-01-29", "formal-escalation-authorised", dispute="DSP-001", body="SMG", form="minutes",
           document=MINUTES, requested_by=PDM, by=SMG),
        on("2027-02-01", "notice-served", notice_kind="dispute", dispute="DSP-001", issues=["ISS-002"], method="e-mail",
           concern="Medicines are not signed for", meeting_requested_by="2027-02-12", received_on="2027-02-01",
           receipt_requested=True, recipients=[{"person": "Pia Prior"}, {"person": "Ed Scale"}], by=ANN),
        on("2027-02-10", "meeting-held", meeting_kind="dispute", dispute="DSP-001", dispute_outcome="settled",
           chair=ANN, attendees=[ANN, DAN, PIA], by=ANN, note_taker=DAN,
           information_received=[{"what": "Visits made", "received": True}]),
        on("2027-02-11", "meeting-minutes-recorded", meeting=meeting, author="Dan Low", document=MINUTES, by=DAN),
        on("2027-02-12", "dispute-settled", dispute="DSP-001", settled_at="meeting",
           agreements=["A sheet in each home"], exhibits=[MINUTES], by=ANN),
        on("2027-02-22", "dispute-signed-off", dispute="DSP-001", what="settlement", body="SMG", reported_by=PDM,
           reported_to_provider_on="2027-02-22", by=SMG),
        on("2027-03-04", "issue-resolved", issue="ISS-002", satisfactory=True, by=ANN),
        on("2027-03-08", "senior-management-briefed", issue="ISS-002", body="SMG", by=PDM),
    ]  # fmt: skip


# --- its end ----------------------------------------------------------------------------------------------------------

ENDED: list[Told] = [
    on("2027-09-01", "renewal-warning-given", told=bought.SERVICE, ends_on=str(ENDS), means="e-mail"),
    on("2027-09-01", "contract-review-started", lead=ANN, due_by="2027-10-29"),
    on("2027-10-15", "contract-review-completed", review="REV-001", by=ANN,
       specification_change={"conclusion": "no"}, value_for_money={"conclusion": "yes"}, renew={"conclusion": "no"},
       tender_route="competition"),
    on("2027-11-01", "renewal-decided", review="REV-001", renew=False, tender_route="competition",
       reason="The market has grown", by=ANN),
    on("2027-11-02", "purchasing-intention-communicated", told=["providers", "users", "carers-families"]),
    on("2028-01-31", "contract-end-plans-communicated", plans="recommission", means="letter", recipient=PIA, by=ANN),
    on("2028-02-07", "exit-plan-agreed", exit_type="recommission", user_impact="A named worker each",
       staff_impact="Nobody is dismissed", staff_transfer="Nine go over", agreed_for_authority=ANN,
       handover_to_new_provider="Two weeks side by side", agreed_for_provider=PIA, by=ANN,
       steps=[{"id": "E1", "what": "List open cases", "party": "provider", "due_on": "2028-04-28"}]),
    on("2028-03-01", "service-transfer-plan-submitted", sections=["services", "documents", "clients"],
       items=[{"id": "D1", "what": "Case files"}], clients=["C-0147"], by=PIA),
    on("2028-03-13", "service-transfer-plan-reviewed", plan="TPL-001", outcome="approved", by=ANN),
    on("2028-03-20", "service-transfer-plan-signed", plan="TPL-001", party="provider", by=PIA),
    on("2028-03-21", "service-transfer-plan-signed", plan="TPL-001", party="authority", by=ANN),
    on("2028-04-24", "exit-plan-step-completed", plan="EXP-001", step="E1"),
    on("2028-06-22", "contract-expired"),
]  # fmt: skip
HANDED_OVER: list[Told] = [
    on("2028-06-23", "transfer-item-handed-over", plan="TPL-001", item="D1", receiving_body="Newcare",
       received_by="Nora New", receipt={**MINUTES, "title": "Receipt"}),
    on("2028-06-23", "client-transfer-arranged", plan="TPL-001", client="C-0147", receiving_body="Newcare",
       starts_on="2028-06-23"),
    on("2028-06-30", "service-transfer-completed", plan="TPL-001", receiving_body="Newcare"),
    on("2028-07-03", "statutory-notice-published", notice="contract-termination", number="2028/S 031"),
    on("2028-07-10", "post-contract-review-held", invited=[ANN, PIA], attendees=[ANN, PIA], benefits="At home",
       losses="Evenings", lessons="Recruit early", commissioning="Buy evenings apart", by=ANN),
    on("2028-07-12", "lesson-recorded", subject="users", topic="evenings", review="PCR-001", feeds_next_contract=True,
       lesson="Carers for the evening are recruited before the contract starts"),
    on("2028-07-13", "retention-set", rule="Six years after the end", years=6),
]  # fmt: skip


def whole_life(procedure: Procedure) -> list[list[Told]]:
    """All of it, in batches, each recorded on the last of its days."""
    again, told = round_of(procedure), list[list[Told]]()

    def batch(entries: list[Told]) -> None:
        """An audit's report is of the commission just before it: where that stands is known here."""
        before = sum(map(len, told))
        told.append([
            entry | ({"commission": before + number - 1} if entry.get("commission") else {})
            for number, entry in enumerate(entries, 1)
        ])  # fmt: skip

    def meanwhile(until: str) -> None:
        batch([entry for entry in again if entry["happened_on"] < until])
        again[:] = [entry for entry in again if entry["happened_on"] >= until]

    opened = bought_and_planned(procedure)
    batch(opened)
    batch([*PEOPLE[:-1], *([on("2025-06-12", **CLASSIFIED_AS)] if procedure == "tiered" else []), PEOPLE[-1]])
    first = sum(map(len, told)) + len(planned.CARRIED_OUT) + len(VISITED) + len(OF_THE_PROCEDURE[procedure]) + 1
    batch([*moved(planned.CARRIED_OUT, 126, lambda at: at), *VISITED, *OF_THE_PROCEDURE[procedure]])
    hours = moved(planned.USED, 126, lambda at: at + first - 31)
    hours[3]["period"]["last"] = "2025-09-04"  # a month, where April had thirty days
    batch(hours)
    meanwhile("2025-11-03")
    batch(AN_ISSUE)
    meanwhile("2026-01-05")
    then = sum(map(len, told)) + 1
    evaluated = moved(planned.EVALUATED, 126, lambda at: at + (first - 31 if at < 39 else then - 39))
    evaluated[2] |= {"standards": ["S1"], "evidence": [then + 1]}
    batch(evaluated)
    batch(CHECKED)
    batch(used())
    # Of the rest of its plan's time, once that is over.
    batch([evaluated[4] | {"happened_on": "2026-08-20"}, evaluated[5] | {"happened_on": "2026-08-21"}])
    meanwhile("2027-01-11")
    held = sum(entry["kind"] == "meeting-held" for part in told for entry in part)
    batch(_dispute(f"MTG-{held + 1:03}") if procedure == "thames-valley" else _NOTICE)
    if procedure == "thames-valley":
        _renumber(again, held)
    meanwhile("2027-09-01")
    newest = sum(map(len, told))
    shown = {"needs_met": {"conclusion": "yes", "evidence": [newest]}}
    batch([entry | (shown if entry["kind"] == "contract-review-completed" else {}) for entry in ENDED[:5]])
    meanwhile("2028-01-31")
    batch(ENDED[5:])
    meanwhile("9999-12-31")
    batch(HANDED_OVER)
    return [part for part in told if part]


def _renumber(entries: list[Told], held: int) -> None:
    """Meetings of the round that come after the one on the dispute have the next number."""
    for entry in entries:
        if str(entry.get("meeting", "")).startswith("MTG-") and int(entry["meeting"][4:]) > held:
            entry["meeting"] = f"MTG-{int(entry['meeting'][4:]) + 1:03}"
