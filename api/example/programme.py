"""The programme by which the council means to manage its suppliers better: nine workstreams, and how far each is.

Told in plain tables, for a programme is one: what is planned, when it is looked at, and what was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from api.example.telling import Desk, Story
from api.example.two_small_changes.parties import IVO
from ledger.dates.span import Span
from ledger.entry import Account, Actor
from ledger.file_names import PROGRAMME
from ledger.subjects.knowledge import (
    BriefingHeld,
    Group,
    KnowledgeShared,
    RoleTaken,
    StaffChurnAssessed,
    StaffCountsReported,
    StaffObjectivesAgreed,
    TeamPresent,
    TrainingMaterialUpdated,
)
from ledger.subjects.programme import (
    PolicyUpdateApproved,
    ProgrammeActionPlanned,
    ProgrammeActionReviewed,
    ProgrammeOpened,
    ProgrammeProgressReported,
    UnitArrangementAgreed,
    WorkstreamEstablished,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off

FILE = f"{PROGRAMME}BETTER-SUPPLY"
BOARD = "CSMG"
CABINET = Actor(person="Cllr Marian Foss", office="cabinet-member-for-resources")
CLERKS = Account(account="e.lunt", name="Esme Lunt")
"""Keeps the programme's papers."""
WORKSTREAMS = (
    (1, "Supply market intelligence", "Facts on markets, for whoever buys"),
    (1, "Supply risk management", "Templates, guidance and reviews of risk"),
    (1, "Contract governance and decision making", "Model terms, and who decides what"),
    (1, "Staff performance and career development", "Standard objectives, and how they are met"),
    (2, "Understanding of contract management", "Guidance, briefings and courses"),
    (2, "Knowledge management", "A library, and people who know"),
    (2, "Service improvement and satisfaction", "One scorecard for the large contracts"),
    (3, "Change management and handover", "What is handed over at each stage"),
    (3, "Value for money", "Clauses, and whether they are used"),
)
"""Wave, title and aim of each."""
ACTIONS = (
    # number, workstream, what, by whom, wave, looked at in, after
    ("1.1", 1, "Open a market intelligence service", "BSP Commercial", 1, ("2026-01", "2026-03"), ()),
    ("1.2", 1, "Review Platinum contracts for supplier development", "CSMG", 1, ("2026-03",), ()),
    ("2.1", 2, "Write templates and guidance for supply risk", "SRM Lead", 1, ("2026-01",), ()),
    ("2.2", 2, "Review contracts that score themselves low on risk", "CSMG", 1, ("2026-04",), ("2.1",)),
    ("3.1", 3, "Model terms of reference for Platinum and Gold", "SRM Lead", 1, ("2026-02",), ()),
    ("4.1", 4, "Agree standard objectives for contract managers", "OD", 1, ("2026-04",), ()),
    ("5.1", 5, "Brief every team that manages contracts", "SRM Lead", 2, ("2026-03", "2026-05"), ()),
    ("6.1", 6, "Name a first point of contact in each unit", "Business Unit Board", 2, ("2026-03",), ()),
    ("7.1", 7, "One scorecard: cost, performance, risk, users", "SRM Lead", 2, ("2026-05",), ("3.1",)),
    ("8.1", 8, "A list of what is handed over at each stage", "SRM Lead", 3, ("2026-04", "2026-06"), ()),
    ("9.1", 9, "Ask for the open books that contracts promise", "BSP Commercial", 3, ("2026-05", "2026-09"), ("7.1",)),
)  # fmt: skip
THEMES: Mapping[str, Literal["supplier-development", "risk", "value-for-money"]] = {
    "1.2": "supplier-development", "2.2": "risk", "9.1": "value-for-money",
}  # fmt: skip


def story(desk: Desk) -> Story:
    """Tell the programme from its opening to the report of May 2026."""
    yield from _opened(desk)
    yield from _winter(desk)
    yield from _spring(desk)
    yield from _may(desk)


def _opened(desk: Desk) -> Story:
    day = date(2026, 1, 5)
    yield desk.record(
        "2026-01-05 10:00", CLERKS,
        ProgrammeOpened(
            happened_on=day, reference="BETTER-SUPPLY", title="Better supply: managing suppliers by tier",
            lead="Ivo Grant",
            advised_by=BOARD, business_units=("Adult Services", "Housing", "Highways"), procedure="tiered/1", by=IVO,
            purpose=Said("To know our suppliers, to see risks early and to get what was paid for.")),
        *(WorkstreamEstablished(happened_on=day, title=title, wave=wave, aims=Said(aim), lead="Ivo Grant", by=IVO)
          for wave, title, aim in WORKSTREAMS),
    )
    yield desk.record(
        "2026-01-12 14:30", CLERKS,
        *(ProgrammeActionPlanned(
            happened_on=date(2026, 1, 12), number=number, workstream=f"WST-{stream:03}", action=what, owners=(owner,),
            wave=wave, review_months=months, depends_on=after, theme=THEMES.get(number), by=IVO)
          for number, stream, what, owner, wave, months, after in ACTIONS),
    )


def _reviewed(number: str, on: date, outcome: str, note: str | None = None, to: str | None = None,
              month: str | None = None, policy: str | None = None) -> ProgrammeActionReviewed:
    place = next(n for n, action in enumerate(ACTIONS, 1) if action[0] == number)
    return ProgrammeActionReviewed.model_validate({
        "happened_on": on, "action": f"PAC-{place:03}", "outcome": outcome, "review_month": month, "to_month": to,
        "policy": policy,
        "agreed_by": BOARD if to else None, "note": Said(note) if note else None, "by": IVO})


def _reported(on: date, *words: str, issues: Mapping[int, str] | None = None) -> tuple[ProgrammeProgressReported, ...]:
    """How each workstream is that month, in a word and a sentence: "on-track: Templates are out." """
    reports = []
    for stream, said in enumerate(words, 1):
        state, _, progress = said.partition(": ")
        issue = (issues or {}).get(stream)
        reports.append(ProgrammeProgressReported.model_validate({
            "happened_on": on, "workstream": f"WST-{stream:03}", "month": f"{on:%Y-%m}", "state": state,
            "progress": Said(progress), "presented_to": BOARD, "by": IVO,
            "issues_to_resolve": (Said(issue),) if issue else ()}))
    return tuple(reports)


def _winter(desk: Desk) -> Story:
    yield desk.record(
        "2026-01-26 15:00", CLERKS,
        _reviewed("1.1", date(2026, 1, 26), "at-risk", "Nobody has been found to run it."),
        _reviewed("2.1", date(2026, 1, 26), "completed", "Three templates and four pages."),
        KnowledgeShared(happened_on=date(2026, 1, 26), form="template", title="Log of supply risks", topic="risk",
                        version="1", meant_for="Contract managers", by=IVO,
                        summary=Said("One line to a risk: what, how likely, how bad, whose, until when.")),
        KnowledgeShared(happened_on=date(2026, 1, 26), form="guidance", title="Supply risk in four pages", topic="risk",
                        version="1", meant_for="Contract managers", by=IVO,
                        summary=Said("Four questions to ask of each provider, and whom to tell of the answers.")),
        *_reported(
            date(2026, 1, 26),
            "at-risk: No analyst yet.",
            "on-track: Templates are out.",
            "on-track: Draft terms were read by three boards.",
            "on-track: Objectives are being drafted.",
            "on-track: Begins in March.",
            "on-track: Begins in March.",
            "on-track: Begins in March.",
            "on-track: Begins in April.",
            "on-track: Begins in May.",
            issues={1: "Who pays for the analyst?"},
        ),
    )
    yield desk.record(
        "2026-02-23 15:30", CLERKS,
        _reviewed("3.1", date(2026, 2, 23), "completed"),
        KnowledgeShared(happened_on=date(2026, 2, 23), form="model-terms",
                        title="Terms of reference, Platinum and Gold",
                        topic="governance", version="1", by=IVO, meant_for="contract management teams",
                        summary=Said("A board for each contract: who sits on it, how often, what it decides itself.")),
        UnitArrangementAgreed(happened_on=date(2026, 2, 23), subject="board-reporting", unit="Housing",
                              board="Housing board", dimensions=("cost", "performance", "risk", "users"), by=IVO,
                              words=Said("Each quarter, Platinum and Gold.")),
        RoleTaken(happened_on=date(2026, 2, 23), role="first-point-of-contact", person="Peter Voss", unit="Housing",
                  by=IVO),
        RoleTaken(happened_on=date(2026, 2, 23), role="first-point-of-contact", person="Colin Marsh",
                  unit="Adult Services", by=IVO),
        *_reported(
            date(2026, 2, 23),
            "behind: No analyst, no service.",
            "on-track: Scores are coming in.",
            "on-track: Done; in use at Housing.",
            "on-track: Objectives went to the unions.",
            "on-track: Begins in March.",
            "on-track: Begins in March.",
            "on-track: Begins in March.",
            "on-track: Begins in April.",
            "on-track: Begins in May.",
        ),
    )


def _spring(desk: Desk) -> Story:
    yield desk.record(
        "2026-03-30 15:00", CLERKS,
        _reviewed("1.1", date(2026, 3, 30), "rescheduled", "The post is advertised again.", to="2026-09",
                  month="2026-03"),
        _reviewed("1.2", date(2026, 3, 30), "completed", "One Platinum contract, reviewed in December."),
        _reviewed("5.1", date(2026, 3, 30), "on-track", "Six of eleven teams.", month="2026-03"),
        _reviewed("6.1", date(2026, 3, 30), "rescheduled", "Highways has named nobody.", to="2026-07"),
        BriefingHeld(happened_on=date(2026, 3, 18), topic="Tiers, and what each asks for", by=IVO, teams=(
            TeamPresent(unit="Housing", team="Repairs", people=14),
            TeamPresent(unit="Adult Services", team="Contracts", people=9))),
        TrainingMaterialUpdated(happened_on=date(2026, 3, 30), course="Managing a contract", level="fundamentals",
                                version="2", topics=("Risk", "Writing it down the same day"), reviewed_with="OD",
                                academy="Commercial Academy", by=IVO),
        *_reported(
            date(2026, 3, 30),
            "behind: Put off to September.",
            "on-track: Repairs was reviewed for risk.",
            "on-track: Highways takes the terms over.",
            "on-track: The unions agree.",
            "on-track: Six of eleven teams were briefed.",
            "at-risk: Two of three units.",
            "on-track: A draft of the scorecard.",
            "on-track: Begins in April.",
            "on-track: Begins in May.",
            issues={6: "Highways has no point of contact."},
        ),
    )
    yield desk.record(
        "2026-04-27 15:00", CLERKS,
        _reviewed("2.2", date(2026, 4, 27), "completed", "Repairs: damp was added to the log and to the contract."),
        _reviewed("4.1", date(2026, 4, 27), "completed"),
        _reviewed("8.1", date(2026, 4, 27), "on-track", "Tried out when Repairs changed hands.", month="2026-04"),
        StaffObjectivesAgreed(happened_on=date(2026, 4, 27), period="2026/27", agreed_by=BOARD, half_year_due="2026-10",
                              end_of_year_due="2027-03", by=IVO, objectives=(
                                  Said("Every meeting has minutes on file within two weeks."),
                                  Said("Every failing is put to the provider within five days."))),
        StaffCountsReported(happened_on=date(2026, 4, 27), counted="objectives-set", period="2026/27",
                            presented_to=BOARD,
                            by=IVO, groups=(Group(team="Repairs", staff=14, reached=14),
                                            Group(team="Contracts", staff=9, reached=7, not_reached=2))),
        StaffChurnAssessed(happened_on=date(2026, 4, 27), unit="Housing", changes=3, by=IVO,
                           period=Span(first=date(2025, 11, 1), last=date(2026, 4, 26)),
                           measures=(Said("Whoever leaves reads the file with whoever comes."),)),
        *_reported(
            date(2026, 4, 27),
            "behind: As in March.",
            "on-track: Done for this year.",
            "on-track: As in March.",
            "on-track: Objectives are set for 21 of 23.",
            "on-track: Eight of eleven teams.",
            "behind: As in March.",
            "on-track: Two scorecards of Repairs.",
            "on-track: The list was tried out.",
            "on-track: Begins in May.",
            issues={6: "Highways has no point of contact."},
        ),
    )


def _may(desk: Desk) -> Story:
    yield desk.record(
        "2026-05-11 11:00", CLERKS,
        PolicyUpdateApproved(happened_on=date(2026, 5, 11), document="Policy on managing contracts", version="3.0",
                                  actions=("PAC-002", "PAC-003", "PAC-004", "PAC-005", "PAC-006"),
                             cabinet_approval_needed=True, by=CABINET,
                                  summary=Said("Tiers, scorecards, and who answers for contracts of high risk.")),
        UnitArrangementAgreed(happened_on=date(2026, 5, 11), subject="handover-points", unit="Housing", by=IVO,
                              items=("Award to mobilisation", "Change of contract manager", "Before the end")),
    )
    yield desk.record(
        "2026-05-26 15:00", CLERKS,
        _reviewed("5.1", date(2026, 5, 26), "completed", "Eleven of eleven teams.", month="2026-05", policy="POL-001"),
        _reviewed("7.1", date(2026, 5, 26), "completed", policy="POL-001"),
        *_reported(
            date(2026, 5, 26),
            "behind: The post was offered to somebody.",
            "on-track: Nothing new.",
            "on-track: Nothing new.",
            "on-track: Nothing new.",
            "on-track: Eleven of eleven teams.",
            "behind: Highways, still.",
            "on-track: One scorecard for all.",
            "on-track: Second look in June.",
            "at-risk: No books have been asked for yet.",
            issues={6: "Highways has named nobody since January.", 9: "Books of Repairs: asked for in June."},
        ),
    )
