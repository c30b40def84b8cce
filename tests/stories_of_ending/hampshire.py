"""Larkfield Court: extra care under Hampshire's procedure, from a late visit to a notice of termination at Easter.

What was recorded, in batches, each with the time it was recorded (see telling.py).
"""

from __future__ import annotations

from tests.stories_of_ending.larkfield import (
    ANN,
    LENA,
    OPENED,
    PRIYA,
    RITA,
    RUPERT,
    RUTH,
    SECRETS,
    WORKING_DAYS,
    Entry,
    consulted,
    ends,
    met,
    notice,
    on,
    pounds,
    raised,
    told,
)

BATCHES: tuple[tuple[str, list[Entry]], ...] = (
    ("2025-02-03T17:00:00Z", OPENED),
    (
        "2025-04-17T10:00:00Z",
        [
            *met("2025-03-11", "MTG-001", sent="2025-03-14", filed="2025-03-13"),
            raised("2025-03-24", "Evening visits missed", "S1") | {"as": "ISS-001"},
            told("2025-03-26", "ISS-001"),
            on("2025-03-31", "resolution-plan-agreed", by=ANN, issues=["ISS-001"], complete_by="2025-04-14"),
            consulted("2025-04-14", "notice", issues=["ISS-001"]),
            notice("2025-04-16", RUPERT, "ISS-001", "first-class-post", remedy_period=WORKING_DAYS) | {"as": "NOT-001"},
        ],
    ),
    (
        "2025-05-13T10:00:00Z",
        [
            on("2025-05-06", "remedy-assessed", by=ANN, notice="NOT-001", result="not-remedied", evidence=["@ISS-001"]),
            ends("2025-05-07", ANN, "31.1", "e-mail", happened_at="10:00:00", ends_on="2025-06-06") | {"as": "NOT-002"},
            on("2025-05-12", "remedy-assessed", by=ANN, notice="NOT-001", result="not-remedied", evidence=["@ISS-001"]),
        ],
    ),
    (
        "2025-07-11T10:00:00Z",
        [
            on("2025-05-30", "payment-made", by=ANN, amount=pounds(9000)),
            on("2025-07-10", "compliment-received", whose="family", subject="Sunday lunches are a joy"),
        ],
    ),
    (
        "2025-09-12T15:00:00Z",
        [
            raised("2025-08-11", "Medicines not signed for", "S2"),
            told("2025-08-20", "ISS-002"),
            on("2025-08-20", "resolution-plan-proposed", issues=["ISS-002"], proposed_by_party="provider",
               complete_by="2025-08-29"),
            consulted("2025-08-21", "notice", issues=["ISS-002"]),
            notice("2025-08-22", RUPERT, "ISS-002", "e-mail", happened_at="16:40:00", remedy_by="2025-09-04")
            | {"as": "NOT-003"},
            raised("2025-09-03", "Night visits missed", "S1"),
            told("2025-09-04", "ISS-003"),
            *met("2025-09-08", "MTG-002", sent=None, filed="2025-09-11"),
            consulted("2025-09-09", "notice", issues=["ISS-003"]),
            notice("2025-09-10", RUPERT, "ISS-003", "hand", happened_at="10:00:00", received_on="2025-09-10",
                   received_at="10:00:00", remedy_period=WORKING_DAYS) | {"as": "NOT-004"},
            on("2025-09-12", "remedy-assessed", by=ANN, notice="NOT-003", result="remedied"),
        ],
    ),
    (
        "2025-09-26T15:00:00Z",
        [on("2025-09-26", "remedy-assessed", by=ANN, notice="NOT-004", result="not-remedied")],
    ),
    (
        "2025-10-20T09:00:00Z",
        [on("2025-08-29", "representative-appointed", person="Rita Holm", from_date="2025-09-01")],
    ),
    (
        "2025-11-14T16:00:00Z",
        [
            notice("2025-11-03", RITA, "ISS-003", "hand", happened_at="17:20:00", received_on="2025-11-03",
                   received_at="17:20:00", remedy_period=WORKING_DAYS),
            on("2025-11-10", "points-awarded", by=ANN, points=4, standard="S2", clause="33"),
            on("2025-11-14", "notice-withdrawn", by=RITA, notice="NOT-005", reason="Rota was right after all"),
        ],
    ),
    (
        "2025-12-23T12:00:00Z",
        [
            on("2025-12-08", "points-awarded", by=ANN, points=4, standard="S2", clause="33"),
            on("2025-12-15", "invoice-received", number="L-12", amount=pounds(9000), due_on="2026-01-15"),
            raised("2025-12-15", "Morning visits missed", "S1") | {"as": "ISS-004"},
            told("2025-12-16", "ISS-004"),
            on("2025-12-17", "contact-logged", by=ANN, direction="to-provider", means="call", issue="ISS-004",
               participants=[PRIYA], summary="How the mornings could be staffed"),
            on("2025-12-18", "provider-representations-received", answers="@ISS-004", issue="ISS-004",
               stance="explains", words="Two carers are off sick"),
            notice("2025-12-22", RITA, "ISS-004", "first-class-post", remedy_period=WORKING_DAYS) | {"as": "NOT-006"},
        ],
    ),
    (
        "2026-01-23T17:00:00Z",
        [
            on("2026-01-08", "payment-made", by=ANN, amount=pounds(9000)),
            on("2026-01-12", "points-awarded", by=ANN, points=4, standard="S2", clause="33"),
            on("2026-01-13", "relief-claimed", claimed_by="provider", event="Influenza among carers",
               event_on="2025-12-20"),
            on("2026-01-14", "provider-representations-received", answers="@NOT-006", notice="NOT-006",
               stance="disputes", words="Every morning visit was made") | {"as": "contested"},
            on("2026-01-20", "points-disputed", award="PTS-003", grounds="It was signed for"),
            on("2026-01-21", "remedy-assessed", by=ANN, notice="NOT-006", result="not-remedied", evidence=["@ISS-004"]),
            on("2026-01-23", "remedy-period-extended", by=RITA, notice="NOT-006", from_date="2026-01-19",
               to_date="2026-02-06"),
        ],
    ),
    (
        "2026-02-18T16:00:00Z",
        [
            on("2026-01-28", "representations-answered", by=ANN, representations="@contested", outcome="not-accepted"),
            on("2026-01-30", "payment-made", by=ANN, amount=pounds(9000),
               reservation_of_rights="Without prejudice to clause 31"),
            on("2026-02-02", "points-upheld", by=ANN, award="PTS-003"),
            on("2026-02-02", "notice-served", notice_kind="default", served_by_party="provider", clause="31.5",
               by=PRIYA, method="hand", happened_at="11:00:00", received_on="2026-02-02", received_at="11:00:00",
               recipients=[{"person": "Ann Ashe", "office": "lead-officer"}]),
            on("2026-02-10", "remedy-assessed", by=ANN, notice="NOT-006", result="not-remedied", evidence=["@ISS-004"]),
            *met("2026-02-10", "MTG-003", sent="2026-02-13", filed="2026-02-12"),
            on("2026-02-12", "default-process-concluded", by=ANN, notices=["NOT-001", "NOT-006"],
               result="not-remedied"),
            on("2026-02-13", "variation-agreed", by=ANN, changes=[{"term": "total-value", "becomes": pounds(300000)}],
               form="signed-document", agreed_by_provider="Priya Shah"),
            on("2026-02-16", "points-withdrawn", by=ANN, award="PTS-002", points=2),
            on("2026-02-18", "early-termination-proposed", by=ANN, grounds=["default"],
               issues=["ISS-001", "ISS-002", "ISS-004"], notices=["NOT-001", "NOT-003", "NOT-006"]),
        ],
    ),
    (
        "2026-03-04T16:00:00Z",
        [
            on("2026-02-23", "provider-informed-of-intention", by=ANN, intention="terminate", proposal="TRM-001",
               means="letter", recipient="Priya Shah"),
            on("2026-02-24", "termination-impact-assessed", by=ANN, proposal="TRM-001", users_affected=31,
               user_impact="31 tenants change carers", vulnerability="Six are bedbound",
               alternative_arrangements="Two agencies stand by", timescales="Five weeks", equality="Most are over 80")
            | {"as": "impact"},
            on("2026-02-25", "termination-case-recorded", by=ANN, proposal="TRM-001", grounds="Three notices",
               clause="31.2", cited=["@NOT-001", "@NOT-003", "@NOT-006"]),
            on("2026-02-26", "legal-services-consulted", by=RUTH, proposal="TRM-001", words=SECRETS[2])
            | {"as": "asked"},
            on("2026-02-27", "payment-made", by=ANN, amount=pounds(9000), invoice="INV-001"),
            on("2026-03-02", "legal-advice-received", by=LENA, proposal="TRM-001", recommends="proceed",
               advice=SECRETS[0]) | {"as": "advice"},
            on("2026-03-03", "contact-logged", by=ANN, direction="from-provider", means="letter",
               protection="without-prejudice", participants=[PRIYA], summary=SECRETS[1]) | {"as": "offer"},
            on("2026-03-04", "termination-authorised", by=RUTH, proposal="TRM-001", reason="Users are at risk")
            | {"as": "too-soon"},
        ],
    ),
    (
        "2026-03-11T17:00:00Z",
        [
            consulted("2026-02-20", "termination", proposal="TRM-001"),
            on("2025-11-20", "complaint-received", whose="family", subject="No breakfast on Sunday", standards=["S1"]),
            on("2026-03-11", "termination-authorised", by=RUTH, proposal="TRM-001", reason="Users are at risk",
               delegated_power="Constitution 3.4", interests_declared="none",
               options_rejected=[{"option": "A further notice", "why": "Users cannot wait"}],
               call_in_ends="2026-03-18") | {"as": "decided"},
        ],
    ),
    (
        "2026-03-25T17:00:00Z",
        [
            on("2026-03-17", "decision-called-in", decision="@decided", body="Scrutiny committee"),
            ends("2026-03-20", LENA, "31.2", "hand", happened_at="10:00:00", received_on="2026-03-20",
                 received_at="10:00:00", proposal="TRM-001", ends_on="2026-04-30"),
            on("2026-03-24", "notice-withdrawn", by=LENA, notice="NOT-008", reason="Call-in not over"),
            on("2026-03-25", "call-in-concluded", decision="@decided", outcome="stands"),
        ],
    ),
    (
        "2026-04-01T15:00:00Z",
        [
            ends("2026-04-01", LENA, "31.2", "first-class-post", proposal="TRM-001", ends_on="2026-05-08",
                 reservation_of_rights="All rights reserved") | {"as": "NOT-009"},
        ],
    ),
    (
        "2026-05-08T17:00:00Z",
        [on("2026-05-08", "contract-terminated", by=LENA, proposal="TRM-001", notice="NOT-009", clause="31.2")],
    ),
    (
        "2026-05-20T11:00:00Z",
        [
            on("2026-05-20", "entry-corrected", position="@impact", reason="The weeks were another contract's",
               replacement=on("2026-02-24", "termination-impact-assessed", by=ANN, proposal="TRM-001",
                              users_affected=31, user_impact="31 tenants change carers",
                              vulnerability="Six are bedbound", alternative_arrangements="Two agencies stand by",
                              equality="Most are over 80")),
        ],
    ),
)  # fmt: skip
