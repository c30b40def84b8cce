"""Each quarter: the provider's return, and the lead officer's judgement of it, shared the same day."""

from __future__ import annotations

from datetime import date

from api.example.cast import (
    ANN,
    ANNS,
    AUTHORITY_NAME,
    PRIYAS,
)
from api.example.ended_well.parties import PRIYA
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from api.people import EXAMPLE_PROVIDER
from ledger.subjects.performance import (
    ActivityRecorded,
    DataReturnReceived,
    PerformanceAssessed,
    PerformanceResultsShared,
    Span,
)
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def quarter(desk: Desk, at: str, on: date, period: Span, percent: str, made: str, planned: str, called: str) -> Story:
    """The provider's quarterly return, and the visits made and planned as it states them."""
    paper = table(on, EXAMPLE_PROVIDER, f"Service return, {period}", ("Visits planned", "Visits made", "In 100"),
                  (planned, made, percent))
    yield desk.record(
        at, PRIYAS,
        fact(DataReturnReceived(
            happened_on=on, period=period, return_kind="service return", by=PRIYA, document=desk.paper(paper),
            service_nature=Said("Home care"), age_ranges=("65 to 74", "75 to 84", "85 and over"), recipients=140,
            statements_given=True, statements_count=140, assessments_done=True, assessments_count=12,
            reviews_done=True, reviews_count=33, complete=True,
        ), called),
        fact(ActivityRecorded(
            happened_on=on, period=period, measure="visits", by=PRIYA, commissioned=planned.replace(",", ""),
            delivered=made.replace(",", ""), target="98", actual=percent,
        ), f"{called} figures"),
    )


def judged(desk: Desk, at: str, on: date, period: Span, percent: str, judgement: str, asm: str,
            shown_by: tuple[str, ...]) -> Story:
    """The lead officer judges the quarter against standard S1 and gives the provider the result the same day."""
    met = judgement == "met"
    report = letter(on, AUTHORITY_NAME, "Priya Shah, " + EXAMPLE_PROVIDER, f"Results for {period}",
                    f"Planned visits made: {percent} in 100. The standard (S1) is 98 in 100: "
                    f"{'it was met' if met else 'it was not met'}.", signed="Ann Ashe, lead officer", by="By e-mail")
    yield desk.record(
        at, ANNS,
        fact(PerformanceAssessed(
            happened_on=on, period=period, standards=("S1",), indicator="I1", target="98", actual=percent, by=ANN,
            unit="in 100 visits", judgement="met" if met else "not-met",
            evidence=tuple(position for name in shown_by for position in (desk[name],)),
        ), asm),
        PerformanceResultsShared(happened_on=on, assessments=(asm,), shared_with=(PRIYA,), means="e-mail", by=ANN,
                                 document=desk.paper(report)),
    )
