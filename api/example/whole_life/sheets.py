"""What comes round: the monthly sheet of what was used, the quarter's return, reports and judgement, and the bill."""

from __future__ import annotations

from datetime import date, timedelta

from api.example.cast import AUTHORITY_NAME, JOANS, pounds
from api.example.paper import letter, table
from api.example.telling import Desk, Story, fact
from api.example.whole_life.parties import BEA, BEAS, FORUM, GRACE, GRACES
from api.example.whole_life.planned import RESOURCES
from api.people import EXAMPLE_PROVIDER
from ledger.dates.span import Span
from ledger.entry import Entry
from ledger.subjects.payments import InvoiceReceived, PaymentCertified, PaymentMade
from ledger.subjects.performance import (
    ActivityRecorded,
    CostLine,
    DataReturnReceived,
    FinancialReportReceived,
    IndicatorFigure,
    PerformanceAssessed,
    PerformanceReportReceived,
    PerformanceResultsShared,
)
from ledger.subjects.resources import ResourceUseRecorded
from ledger.words import Said

# Laid out by hand, to be read: one entry to a few lines.
# fmt: off


def month(first: date) -> Span:
    """Return the month that begins on a day."""
    return Span(first=first, last=(first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def used(desk: Desk, on: date, first: date, hours: str, pounds_paid: str, sets: str) -> Story:
    """Bea Lowther's sheet of a month, as she sends it in: hours, what was paid, rails and bed steps."""
    period = month(first)
    lines = (("L1", hours, "hours", "1100", "By telephone, from the ward"),
             ("L2", pounds_paid, "pounds", "27500", None), ("L3", sets, "sets", "20", "Fitted by a worker"))
    uses: list[Entry] = [
        ResourceUseRecorded(happened_on=on, plan=RESOURCES, plan_line=line, period=period, used=much, unit=unit, by=BEA,
                            targeted=wanted, accessed_by=(FORUM,), how_accessed=Said(how) if how else None,
                            complete=True)
        for line, much, unit, wanted, how in lines
    ]
    yield desk.record(f"{on} 17:15", BEAS, *(fact(use, f"{line[0]} in {first:%B}")
                                             for use, line in zip(uses, lines, strict=True)))


def quarter(desk: Desk, on: date, period: Span, people: int, hours: tuple[str, str], in_time: str, hour: str,
            costs: tuple[int, int, int], called: str) -> Story:
    """The provider's return and reports of a quarter: people, hours bought and given, in time, money."""
    paper = table(on, EXAMPLE_PROVIDER, f"Activity return, {period}", ("People", "Hours bought", "Hours given"),
                  (str(people), f"{int(hours[0]):,}", f"{int(hours[1]):,}"))
    yield desk.record(
        f"{on} 16:00", BEAS,
        fact(DataReturnReceived(
            happened_on=on, period=period, return_kind="activity return", by=BEA, document=desk.paper(paper),
            service_nature=Said("Help at home after hospital"), age_ranges=("65 to 74", "75 to 84", "85 and over"),
            recipients=people, statements_given=True, statements_count=people, assessments_done=True,
            assessments_count=people, reviews_done=True, reviews_count=people - 12, complete=True,
        ), called),
        ActivityRecorded(happened_on=on, period=period, measure="hours of support", commissioned=hours[0],
                         delivered=hours[1], by=BEA),
        fact(ActivityRecorded(happened_on=on, period=period, measure="people helped within two days", target="95",
                              actual=in_time, by=BEA), f"{called}: in time"),
        PerformanceReportReceived(happened_on=on, period=period, by=BEA, figures=(
            IndicatorFigure(indicator="begun-in-time", actual=in_time),
            IndicatorFigure(indicator="cost-of-an-hour", actual=hour))),
        FinancialReportReceived(happened_on=on, period=period, by=BEA, open_book=True, income=pounds(costs[0]),
                                cost_lines=(
            CostLine(name="Pay of workers", budget=pounds(66_000), actual=pounds(costs[1])),
            CostLine(name="Office, training, equipment", budget=pounds(14_500), actual=pounds(costs[2])))),
    )


def judged(desk: Desk, on: date, period: Span, in_time: str, asm: str, shown_by: str) -> Story:
    """Grace Okoro judges the quarter against standard H1 and gives the provider the result the same day."""
    met = float(in_time) >= 95
    report = letter(on, AUTHORITY_NAME, f"Bea Lowther, {EXAMPLE_PROVIDER}", f"Results for {period}",
                    f"Help began within two days for {in_time} in 100 people. The standard (H1) is 95 in 100: "
                    f"{'it was met' if met else 'it was not met'}.", signed="Grace Okoro, lead officer", by="By e-mail")
    yield desk.record(
        f"{on} 17:10", GRACES,
        fact(PerformanceAssessed(happened_on=on, period=period, standards=("H1",), indicator="begun-in-time",
                                 target="95", actual=in_time, unit="in 100 people", by=GRACE,
                                 judgement="met" if met else "not-met", evidence=(desk[shown_by],)), asm),
        PerformanceResultsShared(happened_on=on, assessments=(asm,), shared_with=(BEA,), means="e-mail", by=GRACE,
                                 document=desk.paper(report)),
    )


def billed(desk: Desk, on: date, period: Span, amount: int, number: str, hours: str) -> Story:
    """The bill of a quarter, certified by the lead officer and paid two weeks later."""
    paid = on + timedelta(days=14)
    invoice = f"INV-{number}"
    yield desk.record(
        f"{on} 17:30", JOANS,
        InvoiceReceived(happened_on=on, number=f"LHC-{2600 + int(number)}", amount=pounds(amount), period=period,
                        due_on=on + timedelta(days=30), by=BEA),
    )
    yield desk.record(
        f"{paid} 11:00", JOANS,
        PaymentCertified(happened_on=paid, amount=pounds(amount), invoice=invoice, period=period, by=GRACE,
                         volume_paid=hours, volume_delivered=hours, unit="hours"),
        PaymentMade(happened_on=paid, amount=pounds(amount), invoice=invoice, period=period, by=GRACE),
    )
