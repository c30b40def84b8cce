"""A year of monitoring a victims' service under Thames Valley, entry by entry, as it is recorded over HTTP.

January 2025 to January 2026: what each figure below comes to is worked out by hand where it is checked.
"""

from __future__ import annotations

from typing import Any

Told = dict[str, Any]
ANN = {"person": "Ann Ashe", "office": "lead-officer"}
PAT = {"person": "Pat Price", "office": "provider-contract-manager", "party": "provider"}


def pounds(amount: int) -> Told:
    return {"pence": amount * 100, "currency": "GBP"}


def quarter(number: int) -> Told:
    """A quarter counted from the first day of the contract, 6 January 2025."""
    days = ("2025-01-06", "2025-04-06", "2025-07-06", "2025-10-06")
    last = ("2025-04-05", "2025-07-05", "2025-10-05", "2026-01-05")
    return {"first": days[number - 1], "last": last[number - 1]}


CONTRACT: Told = {
    "kind": "contract-registered",
    "reference": "TV-1",
    "title": "Victims' service",
    "happened_on": "2025-01-06",
    "start_date": "2025-01-06",
    "end_date": "2028-01-05",
    "annual_value": pounds(200_000),
    "procedure": "thames-valley/1",
    "provider": {"name": "Harbour Light"},
    "client_group_size": 180,
}


def agreed(certificate: Told) -> list[Told]:
    day = "2025-01-06"
    return [
        CONTRACT,
        {"kind": "lead-officer-appointed", "happened_on": day, "person": "Ann Ashe", "post": "Commissioning Officer"},
        {"kind": "deputy-officer-appointed", "happened_on": day, "person": "Ines Calder"},
        {
            "kind": "service-specification-issued",
            "happened_on": day,
            "activity_information_required": True,
            "survey_interval_months": 12,
            "standards": [{"id": "V1", "text": "Everybody referred is called in two days."}],
            "meeting_information": ["Figures of the quarter"],
            "attendees": ["lead-officer", "provider-contract-manager"],
        },
        {
            "kind": "performance-indicator-agreed",
            "happened_on": day,
            "indicator": {
                "id": "first-contact",
                "text": "Referrals contacted in two days",
                "measures": "efficiency",
                "side": "quality",
                "core": True,
                "target": "95",
                "unit": "percent",
                "every_months": 3,
            },
        },
        {
            "kind": "performance-indicator-agreed",
            "happened_on": day,
            "indicator": {
                "id": "unit-cost",
                "text": "Cost of a contact",
                "measures": "economy",
                "side": "price",
                "core": True,
                "target": "12",
                "direction": "at-most",
                "unit": "pounds",
                "every_months": 3,
            },
        },
        {
            "kind": "improvement-target-agreed",
            "happened_on": day,
            "improves": "quality",
            "text": "More called in time",
            "indicator": "first-contact",
            "baseline": "88",
            "target": "95",
            "unit": "percent",
            "due_on": "2025-10-31",
        },
        {
            "kind": "improvement-target-agreed",
            "happened_on": day,
            "improves": "price",
            "text": "A contact for less",
            "indicator": "unit-cost",
            "baseline": "14",
            "target": "12",
            "unit": "pounds",
            "due_on": "2025-10-31",
        },
        {
            "kind": "payment-basis-set",
            "happened_on": day,
            "basis": "block",
            "block_reason": "A line is staffed, used or not",
            "achievable_volume": "900 contacts a quarter",
            "demand": "1,000 referrals a quarter",
            "budget_effect": "Cheaper than by the contact",
            "approved_by": {"person": "Cara Finn", "office": "pcc"},
        },
        {
            "kind": "checklist-item-verified",
            "happened_on": day,
            "item": "confidentiality-agreement",
            "exhibits": [certificate],
            "by": ANN,
        },
        {
            "kind": "checklist-item-verified",
            "happened_on": day,
            "item": "accreditation",
            "exhibits": [certificate],
            "valid_until": "2025-06-30",
        },
        {"kind": "risk-identified", "happened_on": day, "category": "people", "description": "Too few counsellors"},
        {
            "kind": "risk-assessed",
            "happened_on": day,
            "risk": "RSK-001",
            "likelihood": 4,
            "impact": 4,
            "owner": "Ann Ashe",
            "measures": [{"what": "Recruit two", "owner": "Pat Price", "due_on": "2025-03-31"}],
            "review_by": "2025-06-30",
        },
    ]


def met(number: int, on: str, kind: str | None = None) -> list[Told]:
    """A meeting with its minutes on file; a longer one covers its four items."""
    meeting = f"MTG-{number:03}"
    items = ("risk-log", "complaints-overview", "action-and-improvement-plans", "future-development") if kind else ()
    return [
        {
            "kind": "meeting-held",
            "happened_on": on,
            "meeting_kind": kind or "regular",
            "chair": ANN,
            "note_taker": {"person": "Nora Note", "office": "note-taker"},
            "attendees": [ANN, PAT],
            "information_received": [{"what": "Figures of the quarter", "received": number != 2}],
        },
        *(
            {"kind": "agenda-item-considered", "happened_on": on, "meeting": meeting, "item": item, "outcome": "Noted"}
            for item in items
        ),
        {"kind": "meeting-minutes-recorded", "happened_on": on, "meeting": meeting, "author": "Nora Note"},
    ]


def reported(number: int, on: str, contact: str, cost: str, *, financial: bool = True) -> list[Told]:
    """The provider's reports of a quarter: it spent 30,000 on staff and 12,000 on rooms, and was paid 50,000."""
    period = quarter(number)
    reports: list[Told] = [
        {
            "kind": "performance-report-received",
            "happened_on": on,
            "period": period,
            "figures": [{"indicator": "first-contact", "actual": contact}, {"indicator": "unit-cost", "actual": cost}],
        },
    ]
    if financial:
        reports.append(
            {
                "kind": "financial-report-received",
                "happened_on": on,
                "period": period,
                "open_book": True,
                "income": pounds(50_000),
                "cost_lines": [
                    {"name": "Staff", "budget": pounds(32_000), "actual": pounds(30_000)},
                    {"name": "Rooms", "budget": pounds(11_000), "actual": pounds(12_000)},
                ],
            }
        )
    return reports


FIRST_QUARTERS: list[Told] = [
    *met(1, "2025-04-03"),
    *reported(1, "2025-04-10", "90", "13.5"),
    {
        "kind": "complaint-received",
        "happened_on": "2025-05-06",
        "whose": "service-user",
        "subject": "Nobody rang",
        "standards": ["V1"],
    },
    {
        "kind": "complaint-handling-reviewed",
        "happened_on": "2025-06-02",
        "complaint": "CMP-001",
        "provider_response": "Rang and said sorry",
        "responded_on": "2025-05-16",
        "judgement": "satisfactory",
    },
    {
        "kind": "compliment-received",
        "happened_on": "2025-06-03",
        "whose": "service-user",
        "subject": "Kind on the line",
    },
    {
        "kind": "satisfaction-survey-received",
        "happened_on": "2025-06-10",
        "respondents": 60,
        "population": 90,
        "results": [{"question": "Were you listened to?", "result": "80"}],
    },
    *met(2, "2025-07-02", "strategic-half-year"),
    *reported(2, "2025-07-21", "94", "12.5", financial=False),
]
"""To the end of July 2025: the second performance report is six days late, the second financial one is missing."""

AUTUMN: list[Told] = [
    {
        "kind": "audit-recommended",
        "happened_on": "2025-08-04",
        "recommended_by_party": "provider",
        "subjects": ["indicator-method"],
        "reason": "We count referrals otherwise",
    },
]


def audited(recommended_in: int) -> list[Told]:
    return [
        {
            "kind": "audit-commissioned",
            "happened_on": "2025-08-11",
            "subjects": ["indicator-method"],
            "auditor": "Joint Audit",
            "planned_for": "2025-09-30",
            "recommended_in": recommended_in,
        },
    ]


def audit_reported(commission: int) -> list[Told]:
    return [
        {"kind": "issue-raised", "happened_on": "2025-09-29", "nature": "Repeat referrals counted twice"},
        {
            "kind": "audit-reported",
            "happened_on": "2025-09-29",
            "subjects": ["indicator-method"],
            "commission": commission,
            "findings": [
                {
                    "words": "Repeat referrals counted twice",
                    "severity": "high",
                    "subject": "indicator-method",
                    "issue": "ISS-001",
                }
            ],
        },
        *met(3, "2025-10-01"),
        *reported(3, "2025-10-13", "96", "11.5"),
        {
            "kind": "risk-assessed",
            "happened_on": "2025-10-01",
            "risk": "RSK-001",
            "likelihood": 2,
            "impact": 4,
            "owner": "Ann Ashe",
            "review_by": "2026-03-31",
        },
        {
            "kind": "contact-logged",
            "happened_on": "2025-11-04",
            "direction": "from-provider",
            "means": "call",
            "level": "escalation",
            "participants": [ANN, PAT],
            "summary": "A counsellor is leaving",
        },
        {
            "kind": "budget-position-recorded",
            "happened_on": "2025-12-01",
            "budget": pounds(200_000),
            "period": {"first": "2025-01-06", "last": "2026-01-05"},
            "actual": pounds(150_000),
            "forecast": pounds(206_000),
        },
        {
            "kind": "value-for-money-tested",
            "happened_on": "2025-12-03",
            "method": "open-book",
            "result": "partly-shown",
            "economy": {"conclusion": "good"},
            "efficiency": {"conclusion": "fair"},
            "effectiveness": {"conclusion": "good"},
            "follow_up": "Rooms are looked at again",
        },
        *met(4, "2025-12-17", "strategic-annual"),
    ]
