"""Larkfield Court's contract: its people, its specification, its clauses; and how its entries are written."""

from __future__ import annotations

from typing import Any

Entry = dict[str, Any]
ANN: Entry = {"person": "Ann Ashe", "office": "lead-officer"}
RUPERT: Entry = {"person": "Rupert Lane", "office": "representative"}
RITA: Entry = {"person": "Rita Holm", "office": "representative"}
COLIN: Entry = {"person": "Colin Marsh", "office": "contract-support-officer"}
RUTH: Entry = {"person": "Ruth Dale", "office": "county-manager-contracts"}
LENA: Entry = {"person": "Lena Stone", "office": "legal-services"}
PRIYA: Entry = {"person": "Priya Shah", "office": "provider-contract-manager", "party": "provider"}
SECRETS = ("Affirmation is our weak point", "Forty thousand to part", "Is the third notice good")
"""Words of the advice, of the offer without prejudice, and of what Legal Services were asked."""

WORKING_DAYS = {"count": 10, "unit": "working-days"}
POSTED = {"count": 2, "unit": "working-days", "end_hour": "09:00:00"}
HALL = "The Hall, Larkfield"
BOX = "notices@larkfield.example"


def on(day: str, kind: str, **fields: Any) -> Entry:
    return {"kind": kind, "happened_on": day, **fields}


def hours(closes: str) -> Entry:
    return {"opens": "09:00:00", "closes": closes, "otherwise_at": "09:00:00"}


def notice(day: str, by: Entry, issue: str, method: str, **fields: Any) -> Entry:
    address = BOX if method == "e-mail" else HALL
    return on(
        day, "notice-served", notice_kind="default", clause="30", by=by, issues=[issue], method=method,
        address=address, recipients=[PRIYA_AT], remedy_required="Make every visit", **fields,
    )  # fmt: skip


PRIYA_AT = {"person": "Priya Shah", "office": "provider-contract-manager"}


def ends(day: str, by: Entry, clause: str, method: str, **fields: Any) -> Entry:
    return on(
        day, "notice-served", notice_kind="termination", clause=clause, by=by, method=method,
        address=BOX if method == "e-mail" else HALL, recipients=[PRIYA_AT], **fields,
    )  # fmt: skip


def met(day: str, meeting: str, *, sent: str | None, filed: str) -> list[Entry]:
    present = [ANN, COLIN, PRIYA]
    held = [
        on(day, "meeting-held", meeting_kind="regular", by=ANN, attendees=present),
        on(filed, "meeting-minutes-recorded", meeting=meeting, by=COLIN, document={"sha256": "@minutes"}),
    ]
    if sent:
        held.append(on(sent, "meeting-minutes-circulated", meeting=meeting, recipients=present, means="e-mail"))
    return held


def raised(day: str, nature: str, standard: str) -> Entry:
    return on(day, "issue-raised", by=ANN, nature=nature, standards=[standard])


def told(day: str, issue: str) -> Entry:
    return on(day, "issue-notified-to-provider", by=ANN, issue=issue, means="e-mail", recipient="Priya Shah")


def consulted(day: str, subject: str, **about: Any) -> Entry:
    return on(day, "consultation-recorded", by=ANN, subject=subject, consulted=COLIN, **about)


def right(clause: str, trigger: str, **fields: Any) -> Entry:
    return on("2025-01-13", "termination-clause-entered", clause=clause, trigger=trigger, **fields)


def pounds(number: int) -> Entry:
    return {"pence": number * 100, "currency": "GBP"}


OPENED = [
    on(
        "2025-01-06", "contract-registered", reference="H-77", title="Extra care at Larkfield Court",
        provider={"name": "Larkfield Home Care Ltd"}, agreed_on="2025-01-06", start_date="2025-02-03",
        end_date="2028-02-02", procedure="hampshire/1",
    ),
    on("2025-01-13", "lead-officer-appointed", person="Ann Ashe", post="Service Manager"),
    on("2025-01-13", "representative-appointed", person="Rupert Lane", nominated_by="Ann Ashe"),
    on("2025-01-13", "contract-support-officer-assigned", person="Colin Marsh"),
    on("2025-01-13", "provider-contact-named", person="Priya Shah", role="contract-manager"),
    on(
        "2025-01-13", "service-specification-issued", version="1", meetings_per_year=2,
        standards=[{"id": "S1", "text": "Every visit is made"}, {"id": "S2", "text": "Medicines are signed for"}],
    ),
    on(
        "2025-01-13", "working-day-defined", clause="1.1",
        closed=["2025-12-24", "2025-12-29", "2025-12-30", "2025-12-31", "2026-01-02"],
    ),
    on(
        "2025-01-13", "notice-clause-entered", clause="22", given_by="authority",
        signed_by=["representative", "lead-officer", "legal-services"],
        methods=[
            {"method": "hand", "counts": "on-delivery", "hours": hours("17:00:00")},
            {"method": "first-class-post", "counts": "after-sending", "after": POSTED},
            {"method": "e-mail", "counts": "on-sending", "hours": hours("16:30:00"), "not_for": ["termination"]},
        ],
    ),
    on(
        "2025-01-13", "notice-clause-entered", clause="22A", given_by="provider",
        methods=[{"method": "hand", "counts": "on-delivery", "hours": hours("17:00:00")}],
    ),
    on(
        "2025-01-13", "notice-address-given", party="provider",
        addresses=[
            {"method": "hand", "address": HALL}, {"method": "first-class-post", "address": HALL},
            {"method": "e-mail", "address": BOX},
        ],
    ),
    on("2025-01-13", "default-clause-entered", clause="30", cure_period=WORKING_DAYS, given_by="authority"),
    right("31.1", "unremedied-default", first_notice="default", use_within={"count": 30, "unit": "calendar-days"}),
    right("31.2", "repeated-notices", first_notice="default", count=3, window={"count": 12, "unit": "months"},
          remedied_count_too=True, immediate=True),
    right("31.3", "points", points=12, window={"count": 6, "unit": "months"}),
    right("31.4", "convenience", notice_length={"count": 6, "unit": "months"}),
    right("31.5", "unremedied-default", held_by="provider", first_notice="default",
          cure_period={"count": 20, "unit": "working-days"}),
    on(
        "2025-01-13", "points-clause-entered", clause="33", counts_from="award", disputed_count=False,
        window={"count": 6, "unit": "months"},
        tariff=[{"standard": "S1", "points": 2}, {"standard": "S2", "points": 4}],
    ),
    on("2025-02-03", "contract-commenced", by=ANN),
]  # fmt: skip
