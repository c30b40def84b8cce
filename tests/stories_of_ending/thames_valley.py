"""Kestrel: victim support under Thames Valley's strategy, through the whole of the dispute procedure, by-passed twice.

What was recorded, in batches, each with the time it was recorded (see telling.py).
"""

from __future__ import annotations

from typing import Any

from tests.stories_of_ending.larkfield import on

Entry = dict[str, Any]
CORA: Entry = {"person": "Cora Vale", "office": "contract-manager"}
PETRA: Entry = {"person": "Petra Dean", "office": "policy-development-manager"}
SIMON: Entry = {"person": "Simon Grey", "office": "senior-management-group"}
PAULA: Entry = {"person": "Paula Crane", "office": "police-and-crime-commissioner"}
CHRIS: Entry = {"person": "Chris Head", "office": "chief-executive"}
PIA: Entry = {"person": "Pia Prior", "office": "provider-contract-manager", "party": "provider"}
ED: Entry = {"person": "Ed Scale", "office": "provider-escalation-contact", "party": "provider"}
CAUSE = "Both of the provider's people were at an inquest on the twelfth"


def held(day: str, meeting: str, filed: str, **fields: Any) -> list[Entry]:
    return [
        on(day, "meeting-held", by=CORA, chair=CORA, attendees=[CORA, PIA, ED], **fields),
        on(filed, "meeting-minutes-recorded", meeting=meeting, by=CORA, document={"sha256": "@minutes"}),
    ]


def quarter(day: str, meeting: str, filed: str) -> list[Entry]:
    return held(day, meeting, filed, meeting_kind="regular")


def raised(day: str, told: str, escalated: str, issue: str, nature: str, standard: str) -> list[Entry]:
    return [
        on(day, "issue-raised", by=CORA, nature=nature, standards=[standard]) | {"as": issue},
        on(told, "issue-notified-to-provider", by=CORA, issue=issue, means="e-mail", recipient="Pia Prior"),
        on(escalated, "issue-escalated", by=CORA, issue=issue, to=PETRA),
    ]


def briefed(day: str, issue: str) -> Entry:
    return on(day, "senior-management-briefed", by=PETRA, issue=issue, body="SMG")


def dispute(day: str, issue: str, meet_by: str, **fields: Any) -> Entry:
    return on(
        day, "notice-served", notice_kind="dispute", by=CORA, issues=[issue], concern="Victims wait for weeks",
        method="e-mail", receipt_requested=True, meeting_requested_by=meet_by,
        recipients=[{"person": "Pia Prior"}, {"person": "Ed Scale"}], **fields,
    )  # fmt: skip


def step(what: str, due_on: str) -> Entry:
    return {"what": what, "owner": "Pia Prior", "due_on": due_on, "outcome": "Nobody waits a week"}


def ruled(day: str, kind: str, position: str, rule: str) -> Entry:
    return on(day, kind, by=PAULA, position=position, rule=rule, reason="As put to the Commissioner in her box")


def right(clause: str, trigger: str, **fields: Any) -> Entry:
    return on("2025-03-10", "termination-clause-entered", clause=clause, trigger=trigger, **fields)


OPENED = [
    on(
        "2025-03-10", "contract-registered", reference="TV-9", title="Kestrel victim support",
        provider={"name": "Kestrel CIC"}, agreed_on="2025-03-10", start_date="2025-04-01", end_date="2027-03-31",
        procedure="thames-valley/1",
    ),
    on("2025-03-10", "lead-officer-appointed", person="Cora Vale"),
    on("2025-03-10", "deputy-officer-appointed", person="Dan Low"),
    on("2025-03-10", "provider-contact-named", person="Pia Prior", role="contract-manager"),
    on("2025-03-10", "provider-contact-named", person="Ed Scale", role="escalation-contact"),
    on(
        "2025-03-10", "service-specification-issued", version="1",
        standards=[{"id": "S4", "text": "Seen in a week"}, {"id": "S5", "text": "A worker for each court"}],
    ),
    on("2025-03-10", "working-day-defined", clause="1.1"),
    on(
        "2025-03-10", "notice-clause-entered", clause="18",
        methods=[{"method": "e-mail", "counts": "on-delivery"}, {"method": "hand", "counts": "on-delivery"}],
    ),
    right("40.1", "fundamental-breach"),
    right("40.2", "convenience", notice_length={"count": 3, "unit": "months"}),
    right("40.3", "unremedied-default", first_notice="default"),
    on("2025-04-01", "contract-commenced", by=CORA),
]  # fmt: skip

BATCHES: tuple[tuple[str, list[Entry]], ...] = (
    ("2025-04-01T17:00:00Z", OPENED),
    (
        "2025-09-26T17:00:00Z",
        [
            *quarter("2025-06-24", "MTG-001", "2025-06-26"),
            *raised("2025-09-01", "2025-09-03", "2025-09-05", "ISS-001", "Victims wait three weeks", "S4"),
            briefed("2025-09-12", "ISS-001"),
            on("2025-09-15", "resolution-plan-agreed", by=CORA, issues=["ISS-001"], complete_by="2025-10-10",
               steps=[step("Two more workers", "2025-10-10")]),
            *quarter("2025-09-23", "MTG-002", "2025-09-25"),
        ],
    ),
    (
        "2025-11-14T12:00:00Z",
        [
            on("2025-10-20", "formal-escalation-recommended", by=CORA, issues=["ISS-001"], reason="They wait still"),
            on("2025-10-27", "formal-escalation-authorised", by=SIMON, dispute="DSP-001", body="SMG", form="minutes",
               requested_by=PETRA),
            dispute("2025-10-29", "ISS-001", "2025-11-12", dispute="DSP-001", received_on="2025-10-30"),
            *held("2025-11-13", "MTG-003", "2025-11-14", meeting_kind="dispute", dispute="DSP-001",
                  dispute_outcome="plan-to-follow",
                  departures=[{"rule": "meeting.on-a-dispute-in-time", "reason": CAUSE}]),
        ],
    ),
    (
        "2025-12-19T12:00:00Z",
        [
            on("2025-11-20", "dispute-action-plan-agreed", by=CORA, dispute="DSP-001", complete_by="2026-01-16",
               actions=[step("Hire", "2025-12-31"), step("Clear the list", "2026-01-16")], time_reason="Eight weeks"),
            *raised("2025-11-24", "2025-11-25", "2025-11-26", "ISS-002", "No worker at Reading court", "S5"),
            dispute("2025-12-01", "ISS-002", "2025-12-15", received_on="2025-12-02") | {"as": "by-pass"},
            *raised("2025-12-01", "2025-12-02", "2025-12-04", "ISS-003", "A victim met the accused", "S5"),
            briefed("2025-12-03", "ISS-002"),
            on("2025-12-05", "issue-significance-assessed", by=CORA, issue="ISS-003", harm=True, significant=True,
               harm_facts="She was hurt"),
            on("2025-12-08", "immediate-escalation-authorised", by=CHRIS, issues=["ISS-003"], entry_stage="plan",
               reason="It cannot wait") | {"as": "at-once"},
            on("2025-12-12", "dispute-action-plan-progress-reported", by=CORA, plan="PLN-002", reported_to=PETRA,
               actions=[{"number": 1, "state": "late"}]),
            *held("2025-12-15", "MTG-004", "2025-12-17", meeting_kind="dispute", dispute_outcome="not-settled"),
            *quarter("2025-12-16", "MTG-005", "2025-12-18"),
            ruled("2025-12-18", "departure-refused", "@at-once", "dispute.by-passed-by-the-office-entitled"),
        ],
    ),
    (
        "2026-01-06T17:00:00Z",
        [on("2026-01-06", "early-termination-proposed", by=CORA, grounds=["default"], issues=["ISS-002"])],
    ),
    (
        "2026-01-22T17:00:00Z",
        [
            on("2026-01-09", "dispute-action-plan-progress-reported", by=CORA, plan="PLN-002", reported_to=PETRA,
               actions=[{"number": 1, "state": "done"}, {"number": 2, "state": "late"}]),
            ruled("2026-01-12", "departure-ratified", "@by-pass", "dispute.agreed-before-notice"),
            ruled("2026-01-12", "departure-ratified", "@by-pass", "dispute.informal-stage-first"),
            on("2026-01-19", "dispute-action-plan-concluded", by=CORA, dispute="DSP-001", plan="PLN-002",
               result="outcomes-missed", evidence=["@ISS-001"], shared_with_provider_on="2026-01-19")
            | {"as": "failed"},
            on("2026-01-22", "early-termination-proposed", by=CORA, grounds=["default"], issues=["ISS-003"]),
        ],
    ),
    (
        "2026-02-11T17:00:00Z",
        [
            on("2026-01-26", "dispute-step-passed-over", by=PETRA, dispute="DSP-001",
               steps=["mediation", "arbitration", "litigation"], reason="Victims cannot wait for it"),
            on("2026-02-02", "early-termination-proposed", by=CORA, grounds=["default"], issues=["ISS-001"]),
            on("2026-02-09", "termination-authorised", by=PAULA, proposal="TRM-003", reason="Victims are not seen")
            | {"as": "decided"},
            on("2026-02-11", "notice-served", notice_kind="termination", clause="40.2", by=CORA, proposal="TRM-003",
               method="hand", happened_at="11:00:00", received_on="2026-02-11", received_at="11:00:00",
               recipients=[{"person": "Pia Prior"}], ends_on="2026-05-11"),
        ],
    ),
    (
        "2026-02-20T17:00:00Z",
        [
            on("2026-02-20", "provider-representations-received", answers="@failed", stance="disputes",
               words="The list was clear by the twelfth") | {"as": "contested"},
        ],
    ),
    (
        "2026-05-11T17:00:00Z",
        [on("2026-05-11", "contract-terminated", by=CORA, proposal="TRM-003", notice="NOT-003", clause="40.2")],
    ),
)  # fmt: skip
