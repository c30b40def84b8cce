"""What is asked of a return and a report: that it was asked for, is in time, and holds what it should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, get_args

from ledger import returns_owed
from ledger.dates.working_days import dated
from ledger.monitoring import watched_since
from ledger.names import among, counted, every, few, name_key, repeated
from ledger.returns_asked import FINANCIAL_REPORT, PERFORMANCE_REPORT, reports_meant
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, twice
from ledger.subjects.performance.entries import (
    DataReturnReceived,
    DataReturnRequirementChanged,
    FinancialReportReceived,
    PerformanceReportReceived,
)
from ledger.subjects.performance.returned import answers, return_of, same_kind, spans_several
from ledger.transition import provided_until

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

Report: TypeAlias = DataReturnReceived | PerformanceReportReceived | FinancialReportReceived


def _statements_not_confirmed(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    if received.statements_given is False:
        return "it says that recipients are given no statement of their service, a failing to be raised as an issue"
    return _lacking(
        {"whether statements are given": received.statements_given, "how many statements": received.statements_count}
    )


def _several_periods(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    period, kind, contract = received.period, received.return_kind, file.agreement.contract
    schedules = [
        row for row in file.terms.return_schedule(received.happened_on)
        if same_kind(row.kind, kind) and (kind is not None or not reports_meant(row.kind))
    ]  # fmt: skip
    often = [(row, returns_owed.asked(file, row, procedure)) for row in schedules]
    asked = [
        file.performance.return_every(since, held, row.kind)
        for row, held in often
        if (since := returns_owed.asked_from(file, row, period, procedure)) is not None
    ]
    own = procedure.setting("return.every")
    if own and not schedules and contract is not None and contract.data_source == "returns":
        asked = [file.performance.return_every(period.first, own, kind)]
    months = max(asked, default=0)
    if not months:
        return NOT_IN_POINT
    since, until = watched_since(file) or date.min, provided_until(file, procedure)
    if received.each_period or not spans_several(period, months, since, until):
        return None
    return (
        f"it is for {period}, and one is asked for {every(months, 'month')}; with the figures of all of it together "
        "it is the return of none of them: say where it gives those of each period, or record one for each"
    )


def _reviews_not_confirmed(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    undone = [
        what for what, done in (("assessments", received.assessments_done), ("reviews", received.reviews_done))
        if done is False
    ]  # fmt: skip
    if undone:
        return f"it says that no {' and no '.join(undone)} are carried out, a failing to be raised as an issue"
    parts: dict[str, object] = {
        "whether assessments are carried out": received.assessments_done,
        "whether reviews are carried out": received.reviews_done,
    }
    if received.assessments_done:
        parts["how many assessments"] = received.assessments_count
    if received.reviews_done:
        parts["how many reviews"] = received.reviews_count
    return _lacking(parts)


def _lacking(parts: Mapping[str, object]) -> str | None:
    missing = [name for name, value in parts.items() if value is None]
    return f"it does not show {', nor '.join(missing)}" if missing else None


COUNTED = (
    ("statements", "statements_given", "statements_count"), ("assessments", "assessments_done", "assessments_count"),
    ("reviews", "reviews_done", "reviews_count"),
)  # fmt: skip
"""What a return says is done, and how many of it (HCC-8.1-d, HCC-8.1-e): in words, by the two fields."""


def _counts_what_is_not_done(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    said = [what for what, done, count in COUNTED if getattr(received, done) and getattr(received, count) == 0]
    if said and received.recipients != 0:
        return f"it says that {few(said)} are given or carried out, and that there were 0"
    none = [(what, getattr(received, count)) for what, done, count in COUNTED if getattr(received, done) is False]
    if not none:
        return NOT_IN_POINT
    found = [
        f"it says that no {what} are given or carried out, and that there were {number}"
        for what, number in none
        if number
    ]
    return "; ".join(found) or None


def _counts_more_than_there_are(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    people = received.recipients
    if people is None:
        return NOT_IN_POINT
    counts = {what: getattr(received, count) for what, _, count in COUNTED}
    more = [f"{number} {what}" for what, number in counts.items() if number is not None and number > people]
    return f"it counts {' and '.join(more)}, and {people} recipients" if more else None


def _kind_of(received: Report) -> str | None:
    if isinstance(received, DataReturnReceived):
        return received.return_kind
    return PERFORMANCE_REPORT if isinstance(received, PerformanceReportReceived) else FINANCIAL_REPORT


def _return_late(file: ContractFile, received: Report, procedure: Procedure) -> str | None:
    there = [s for s in file.terms.return_schedule(received.happened_on) if answers(_kind_of(received), s.kind)]
    begun = [(one, returns_owed.asked_from(file, one, received.period, procedure)) for one in there]
    asked = [returns_owed.asked_then(file, one, since, procedure) or one for one, since in begun if since is not None]
    if there and not asked:
        return NOT_IN_POINT  # nobody asked for it then (HCC-6.1-e)
    agreed = asked[0].grace_days if asked else None
    allowed = procedure.setting("return.grace") if agreed is None else agreed
    days = (received.happened_on - received.period.last).days
    if days <= allowed:
        apart = not isinstance(received, DataReturnReceived) or bool(received.each_period)
        come = return_of(received, 0, _kind_of(received), apart=apart)
        brought = returns_owed.brought_late(file, come, procedure)
        late = [f"{period} was due by {dated(due_on)}" for period, due_on in brought if period != received.period]
        return f"of the time it covers, {', and '.join(late)}" if late else None
    ended = f"its period ended on {dated(received.period.last)}"
    given = procedure.given("return.grace") if agreed is None else f"{agreed} {'is' if agreed == 1 else 'are'} allowed"
    return f"{ended} and it came {counted(days, 'day')} later; {given}"


def _came_already(file: ContractFile, received: Report, procedure: Procedure) -> str | None:
    kind, period = _kind_of(received), received.period
    alike = [r for r in file.performance.returns if r.kind == kind]
    if not alike:
        return NOT_IN_POINT  # the first of its kind
    before = next((r for r in alike if r.period == period), None)
    if before is None:
        return None
    what = kind or "return"
    return f"a {what} for {period} came on {dated(before.on)} (entry {before.position}); if it was wrong, correct it"


def _not_one_asked_for(
    file: ContractFile, received: DataReturnReceived | DataReturnRequirementChanged, procedure: Procedure
) -> str | None:
    day = received.happened_on
    asked = [schedule.kind for schedule in file.terms.return_schedule(day)]
    every_one = (schedule.kind for schedule in returns_owed.schedules(file, day, procedure))
    owed = [kind for kind in every_one if not reports_meant(kind)]
    if not asked:
        if owed or file.agreement.contract is None or file.terms.specification(day) or file.terms.agreements_on(day):
            return NOT_IN_POINT
        return "neither a specification nor an agreement is on file that asks for it, and to which it could be held"
    asked += [kind for kind in owed if kind not in asked]  # owed besides (HCC-8.1-b)
    if received.return_kind is None:
        return f"it is not said which of {', '.join(asked)} it is" if len(asked) > 1 else None
    is_it = answers if isinstance(received, DataReturnReceived) else same_kind
    if not any(is_it(received.return_kind, kind) for kind in asked):
        return f"the returns asked for are: {', '.join(asked)}"
    return None


SHOWN_BY = {
    "service_nature": ("kind of service", "nature of service", "service nature", "nature"),
    "age_ranges": ("age range", "age ranges", "users' age range", "ages", "age"),
    "recipients": ("recipients", "number of recipients", "how many receive it", "number of people", "number"),
    "statements_given": ("statements", "statements of service", "statements given"),
    "statements_count": ("number of statements", "statements count"),
    "assessments_done": ("assessments", "assessments done"),
    "assessments_count": ("number of assessments", "assessments count"),
    "reviews_done": ("reviews", "reviews done"),
    "reviews_count": ("number of reviews", "reviews count"),
}
"""What every return may show, field by field, and what a change may call it (HCC-8.1-c to HCC-8.1-e)."""


def _holds_less(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    asked = file.performance.return_fields(received.period.first, received.return_kind)
    if not asked:
        return NOT_IN_POINT
    missing = _not_shown(received, asked)
    return f"it does not show {', nor '.join(missing)}, which it holds by the change agreed" if missing else None


def _shows_no_service(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    """Of nobody there is no age: a return that says that nobody receives the service leaves none out."""
    shown = {
        "the kind of service": received.service_nature is not None,
        "the users' age range": bool(received.age_ranges) or received.recipients == 0,
        "how many receive it": received.recipients is not None,
    }
    missing = [what for what, is_shown in shown.items() if not is_shown]
    return f"it does not show {', nor '.join(missing)}" if missing else None


def _lacks_what_is_specified(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    """By what was asked for on the first day of its period; figures of activity of that time on file are shown, too."""
    period, kind = received.period, received.return_kind
    asked = [
        name for row in file.terms.return_schedule(period.first) for name in row.contents
        if (answers(kind, row.kind) if kind is not None else not reports_meant(row.kind))
    ]  # fmt: skip
    if not asked:
        return NOT_IN_POINT
    apart = {name_key(one.measure) for _, one in file.performance.activity if one.period.lies_in(period)}
    missing = [name for name in _not_shown(received, dict.fromkeys(asked)) if name_key(name) not in apart]
    return f"it does not show {', nor '.join(missing)}, which it is agreed to hold" if missing else None


def _not_shown(received: DataReturnReceived, asked: Iterable[str]) -> list[str]:
    """What of all that is asked of a return it shows neither in a field of its own nor by its name."""
    shown = {name_key(one.name) for one in received.further}
    said = [field for field in SHOWN_BY if getattr(received, field) not in (None, ())]
    said += ["age_ranges"] if received.recipients == 0 else []
    shown |= {name for field in said for name in SHOWN_BY[field]}
    return [name for name in asked if name_key(name) not in shown]


def _says_it_lacks(file: ContractFile, received: DataReturnReceived, procedure: Procedure) -> str | None:
    if received.complete is None:
        return NOT_IN_POINT
    return None if received.complete else "it says that it does not hold everything the specification asks for"


def _figures_of_others(file: ContractFile, report: PerformanceReportReceived, procedure: Procedure) -> str | None:
    asked = {measure.id for measure, *_ in file.terms.indicators(report.happened_on)}
    told = {figure.indicator for figure in report.figures}
    if not asked:  # "each indicator that was agreed": none was
        strange = sorted(one for one in told if not file.terms.cites(one, report.happened_on))
        return f"no indicator is agreed on file that {few(strange)} could be" if strange else NOT_IN_POINT
    missing = sorted(one for one in asked if not among(one, told))
    others = sorted(one for one in told if not among(one, asked))
    if not report.figures:
        return "it has no figure of any indicator"
    parts = [f"nothing is said of {', '.join(missing)}"] if missing else []
    parts += [f"{', '.join(others)} is no indicator agreed"] if others else []
    return "; ".join(parts) or None


def _says_nothing(
    file: ContractFile, report: PerformanceReportReceived | FinancialReportReceived, procedure: Procedure
) -> str | None:
    performance = isinstance(report, PerformanceReportReceived)
    if report.exhibits or (report.figures if isinstance(report, PerformanceReportReceived) else report.cost_lines):
        return None
    lacking = "figure of an indicator" if performance else "line of what was spent"
    return f"it has no {lacking} and no document, and so does not count as the report for {report.period}"


def _several_currencies(file: ContractFile, report: FinancialReportReceived, procedure: Procedure) -> str | None:
    sums = [money for line in report.cost_lines for money in (line.actual, line.budget) if money]
    sums += [report.income] if report.income else []
    currencies = sorted({money.currency for money in sums})
    return f"its sums are in {' and '.join(currencies)}" if len(currencies) > 1 else None


def _lines_twice(file: ContractFile, report: FinancialReportReceived, procedure: Procedure) -> str | None:
    if not report.cost_lines:
        return NOT_IN_POINT
    again = repeated(line.name for line in report.cost_lines)
    return f"{few(again)} stands more than once among its lines, and each is added up" if again else None


def _template_unfilled(file: ContractFile, report: FinancialReportReceived, procedure: Procedure) -> str | None:
    parts = {
        "what was spent, line by line": report.cost_lines, "what was paid": report.income,
        "whether the books are open": report.open_book is not None,
    }  # fmt: skip
    missing = [name for name, said in parts.items() if not said]
    if not missing and any(line.budget is None for line in report.cost_lines):
        missing = ["what each line was to cost"]
    return f"it does not say: {', '.join(missing)}" if missing else None


def _books_closed(file: ContractFile, report: FinancialReportReceived, procedure: Procedure) -> str | None:
    if report.open_book is None:
        return NOT_IN_POINT  # asked for as what the report lacks
    return None if report.open_book else "it says that the books are not open"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="return.shows-service", citation="HCC-8.1-c", level="advise", of=DataReturnReceived, field="service_nature",
        sentence="A return shows the kind of service, the users' age range and how many receive it.",
        asks=("service_nature", "age_ranges", "recipients"), found=_shows_no_service,
    ),
    Rule(
        id="return.confirms-statements", citation="HCC-8.1-d", level="advise", of=DataReturnReceived,
        field="statements_given", sentence="A return confirms that recipients are given a statement of their service.",
        found=_statements_not_confirmed,
    ),
    Rule(
        id="return.confirms-reviews", citation="HCC-8.1-e", level="advise", of=DataReturnReceived,
        field="assessments_done", sentence="A return confirms that assessments and reviews are carried out.",
        found=_reviews_not_confirmed,
    ),
    Rule(
        id="return.counts-what-is-done", citation="HCC-8.1-d", level="explain", of=DataReturnReceived,
        field="statements_given", found=_counts_what_is_not_done,
        sentence="A return that says that none are given or carried out counts none, and one that says some are, some.",
    ),
    Rule(
        id="return.no-more-than-recipients", citation="HCC-8.1-c", level="advise", of=DataReturnReceived,
        field="recipients", found=_counts_more_than_there_are,
        sentence="Statements, assessments and reviews are of those who receive the service; more than those is told.",
    ),
    Rule(
        id="return.of-one-period", citation="HCC-8.2-a", level="advise", of=DataReturnReceived, field="period",
        sentence="Each return is for one of the periods it is asked for.", found=_several_periods,
    ),
    Rule(
        id="return.in-time", citation="HCC-8.2-a", level="advise", of=get_args(Report), field="happened_on",
        sentence="A return comes in soon after its period is over.", found=_return_late,
    ),
    Rule(
        id="return.is-one-asked-for", citation="HCC-6.1-e", level="advise", field="return_kind",
        of=(DataReturnReceived, DataReturnRequirementChanged), found=_not_one_asked_for,
        sentence="A return is one of those the specification asks for.",
    ),
    Rule(
        id="return.holds-what-was-changed", citation="HCC-8.2-b", level="advise", of=DataReturnReceived,
        field="further", sentence="A return holds what it is to hold since it was changed.", found=_holds_less,
    ),
    Rule(
        id="return.holds-what-is-specified", citation="HCC-6.2-b", level="advise", of=DataReturnReceived,
        field="further", found=_lacks_what_is_specified,
        sentence="A return holds what the specification, or a service level agreement, names for it.",
    ),
    Rule(
        id="return.holds-everything", citation="HCC-8.1-c", level="advise", of=DataReturnReceived, field="complete",
        sentence="A return holds everything the specification asks for.", found=_says_it_lacks,
    ),
    Rule(
        id="report.one-figure-an-indicator", citation="TVP-3.1-2", level="contradiction", of=PerformanceReportReceived,
        field="figures", sentence="A report has one figure for each indicator.",
        found=twice(
            lambda entry: [figure.indicator for figure in entry.figures], found="{twice} has two figures for one time",
        ),
    ),
    Rule(
        id="financial-report.one-currency", citation="TVP-3.1-3", level="contradiction", of=FinancialReportReceived,
        field="cost_lines", sentence="The sums of a financial report are in one currency.", found=_several_currencies,
    ),
    Rule(
        id="financial-report.lines-apart", citation="TVP-4.0-21", level="advise", of=FinancialReportReceived,
        field="cost_lines", sentence="Each line of a financial report has a name of its own.", found=_lines_twice,
    ),
    Rule(
        id="report.one-for-each-time", citation="HCC-8.2-a", level="advise", field="period", of=get_args(Report),
        sentence="There is one report of a kind for one time.", found=_came_already,
    ),
    Rule(
        id="report.says-something", citation="TVP-3.1-2", level="advise", found=_says_nothing,
        of=(PerformanceReportReceived, FinancialReportReceived), field="exhibits",
        sentence="A report has figures, or is there as a document; without either it does not count as come.",
    ),
    Rule(
        id="report.on-the-agreed-indicators", citation="TVP-3.1-2", level="advise", of=PerformanceReportReceived,
        field="figures", sentence="A performance report speaks of each indicator that was agreed.",
        found=_figures_of_others,
    ),
    Rule(
        id="financial-report.books-open", citation="TVP-1.0-7", level="advise", of=FinancialReportReceived,
        field="open_book", sentence="The provider's books are open to the authority.", found=_books_closed,
    ),
    Rule(
        id="financial-report.as-the-template", citation="TVP-4.0-21", level="advise", of=FinancialReportReceived,
        field="cost_lines", asks=("cost_lines", "income", "open_book"), found=_template_unfilled,
        sentence="A financial report says what each line cost and was to cost, what was paid, and how open it is.",
    ),
)  # fmt: skip
