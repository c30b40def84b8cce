"""A contract bought by competition under Hampshire's procedure, and one by a single tender, entry by entry.

The days are 2025's. Home care for the north: the need is established in January, the Service Manager settles on
competition, two tender in March, Larkfield is chosen, and the contract comes back countersigned in May.
"""

from __future__ import annotations

from typing import Any

SERVICE = {"person": "Sam Sorrel", "office": "service-manager"}
SUPPORT = {"person": "Colin Marsh", "office": "contract-support-officer"}
FINANCE = {"person": "Fay Flint", "office": "general-finance-manager"}
COUNTY = {"person": "Ruth Dale", "office": "county-manager-contracts"}
FSU = {"person": "Una Unsworth", "office": "fsu"}
LARKFIELD = {"name": "Larkfield Home Care Ltd"}
MEADOW = {"name": "Meadow Care CIC"}
INVITED_RIGHT = [{"item": "same-papers-to-all", "kept": True}, {"item": "closing-time-said", "kept": True}]
RECEIVED_RIGHT = [{"item": item, "kept": True} for item in ("kept-unopened", "receipt-marked", "opened-by-two")]
REFERENCE = "HC-2025-014"

NEED: dict[str, Any] = {
    "kind": "service-need-established", "reference": REFERENCE, "title": "Home care in the north",
    "happened_on": "2025-01-06", "by": SERVICE, "need": "Sixty people wait for care at home",
    "service_category": "social-care", "care_group": "Older people", "locality": "North", "needed_from": "2025-06-02",
    "existing": [{"reference": "HC-2019-003", "goes_on": False, "words": "It ends in May"}],
}  # fmt: skip
ROUTE: list[dict[str, Any]] = [
    {"kind": "consultation-recorded", "happened_on": "2025-01-08", "subject": "procurement", "consulted": SUPPORT,
     "by": SERVICE, "advice": "Eleven could do it"},
    {"kind": "consultation-recorded", "happened_on": "2025-01-08", "subject": "procurement", "consulted": FINANCE,
     "by": SERVICE, "advice": "Within the budget"},
    {"kind": "procurement-option-selected", "happened_on": "2025-01-10", "option": "competition", "by": SERVICE,
     "reasons": "There is a market"},
]  # fmt: skip
PREPARED: list[dict[str, Any]] = [
    {"kind": "service-specification-issued", "happened_on": "2025-01-24", "version": "1", "by": SERVICE,
     "prepared_by": [SERVICE, SUPPORT], "scope": "Care at home", "standards": [{"id": "S1", "text": "Visits are made"}],
     "meetings_per_year": 4, "meeting_information": ["Visits made"], "attendees": ["lead-officer"],
     "return_schedule": [{"kind": "activity return", "every_months": 1}], "survey_interval_months": 12,
     "activity_information_required": True},
    {"kind": "document-filed", "happened_on": "2025-01-27", "title": "Conditions of contract", "by": SUPPORT,
     "electronic_location": "S:/HC-2025-014",
     "document_kind": "contract-draft"},
]  # fmt: skip
TENDERED: list[dict[str, Any]] = [
    {"kind": "tender-advertised", "happened_on": "2025-02-03", "channels": ["Care News"], "by": SUPPORT,
     "closes_on": "2025-03-03", "closes_at": "12:00:00", "strategy_made_known": True},
    {"kind": "tenders-invited", "happened_on": "2025-02-10", "tender": "TND-001", "by": SUPPORT,
     "invited": [LARKFIELD, MEADOW], "standing_orders": INVITED_RIGHT},
    {"kind": "tender-received", "happened_on": "2025-02-28", "happened_at": "16:10:00", "tender": "TND-001",
     "bidder": LARKFIELD, "by": SUPPORT, "opened_on": "2025-03-03", "opened_at": "14:00:00",
     "opened_by": [SUPPORT, SERVICE], "standing_orders": RECEIVED_RIGHT, "price": {"pence": 72_000_000}},
    {"kind": "tender-received", "happened_on": "2025-03-03", "happened_at": "11:55:00", "tender": "TND-001",
     "bidder": MEADOW, "by": SUPPORT, "opened_on": "2025-03-03", "opened_at": "14:00:00",
     "opened_by": [SUPPORT, SERVICE], "standing_orders": RECEIVED_RIGHT},
    {"kind": "tenders-evaluated", "happened_on": "2025-03-17", "tender": "TND-001", "by": SERVICE,
     "evaluators": [SERVICE, SUPPORT, FSU],
     "criteria": [{"name": "Quality", "weight": "60"}, {"name": "Price", "weight": "40"}],
     "scores": [{"bid": "BID-001", "score": "81.5"}, {"bid": "BID-002", "score": "74"}], "recommended": "BID-001"},
]  # fmt: skip
AWARDED: list[dict[str, Any]] = [
    {"kind": "award-recommended", "happened_on": "2025-03-24", "provider": LARKFIELD, "bid": "BID-001", "by": SERVICE,
     "addressed_to": COUNTY, "value": {"pence": 72_000_000}, "reasons": "Best on quality"},
    {"kind": "document-filed", "happened_on": "2025-03-26", "title": "Contract papers", "by": SUPPORT,
     "electronic_location": "S:/HC-2025-014",
     "document_kind": "award-papers", "belongs_to": [12]},
    {"kind": "award-authorised", "happened_on": "2025-04-02", "recommendation": "AWR-001", "by": COUNTY},
    {"kind": "unsuccessful-tenderers-notified", "happened_on": "2025-04-04", "tender": "TND-001", "told": ["BID-002"],
     "by": SUPPORT, "means": "letter"},
]  # fmt: skip
SIGNED: list[dict[str, Any]] = [
    {"kind": "contract-signed-by-authority", "happened_on": "2025-04-14", "recommendation": "AWR-001", "by": COUNTY},
    {"kind": "contract-issued-for-countersignature", "happened_on": "2025-04-15", "by": SUPPORT, "means": "post",
     "sent_to": "Priya Shah"},
    {"kind": "contract-countersigned", "happened_on": "2025-05-06", "signed_on": "2025-05-02", "by": SUPPORT,
     "sent_out": 17, "signatory": "Priya Shah"},
]  # fmt: skip
REGISTERED: dict[str, Any] = {
    "kind": "contract-registered", "reference": REFERENCE, "title": "Home care in the north",
    "happened_on": "2025-05-07", "provider": LARKFIELD, "service_category": "social-care", "locality": "North",
    "start_date": "2025-06-02", "end_date": "2028-06-01", "agreed_on": "2025-05-02", "by": SUPPORT,
}  # fmt: skip
COMPETITION = (NEED, *ROUTE, *PREPARED, *TENDERED, *AWARDED, *SIGNED, REGISTERED)
"""The whole of it, in order."""

ALONE: list[dict[str, Any]] = [
    {**ROUTE[2], "option": "single-tender", "reasons": "One provider has the building"},
    {"kind": "single-tender-authorisation-requested", "happened_on": "2025-01-20", "provider": LARKFIELD,
     "supporting_statement": "Nobody else can be there in June", "statement_by": SERVICE, "addressed_to": COUNTY,
     "by": SUPPORT},
    {"kind": "single-tender-authorisation-decided", "happened_on": "2025-01-31", "request": "STR-001",
     "decision": "granted", "by": COUNTY, "conditions": "For one year"},
    {"kind": "single-tender-negotiation-concluded", "happened_on": "2025-02-20", "request": "STR-001",
     "provider": LARKFIELD, "outcome": "agreed", "by": SERVICE, "participants": [SUPPORT]},
    {"kind": "award-recommended", "happened_on": "2025-02-24", "provider": LARKFIELD, "request": "STR-001",
     "by": SERVICE, "addressed_to": COUNTY},
]  # fmt: skip
