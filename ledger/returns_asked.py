"""Since when, and how often, a return is asked for: a specification or agreement binds from its day (HCC-6.1-e); and
which reports a procedure asks for whatever was agreed (TVP-3.1-2, TVP-3.1-3).

Each period is asked for as things stood on its first day. So one that was over, or running, when the return was brought
in or its interval changed is asked for as it was before, or not at all; as where one return was changed (HCC-8.2-b).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ledger.dates.span import Span
from ledger.names import name_key, title_key
from ledger.specification import ReturnSchedule, Specification

if TYPE_CHECKING:
    from ledger.procedures import Procedure

PERFORMANCE_REPORT, FINANCIAL_REPORT = "performance report", "financial report"
"""The two reports a procedure may ask for itself, as schedules of returns call them."""
ACTIVITY_INFORMATION = "activity information"
"""What every specification asks of the provider (HCC-6.2-b), where no return is agreed that brings it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How often one return is asked for from each day on which what is asked for was settled anew."""

    days: tuple[date, ...]
    """The days, in order; the first stands for the time before it, too."""
    months: tuple[int, ...]
    """How many months lie between two from each of the days; 0 where it is not asked for."""
    grace: tuple[int, ...]
    """How many days after its period one may come, of those that begin from each of the days on."""
    until: date | None = None
    """The last day of which one is owed; None where none is known."""

    @property
    def since(self) -> date:
        """The day from which the contract is watched."""
        return self.days[0]

    def on(self, day: date) -> bool:
        """Return whether a period that begins on a day is asked for."""
        return self.months[self._stretch(day)] > 0

    def every(self, day: date) -> int:
        """Return how many months lie between two on a day; while it is not asked for, how many will, else did: by
        that its periods are counted from the start of the contract, whenever it was brought in."""
        at = self._stretch(day)
        if self.months[at]:
            return self.months[at]
        return next((n for n in (*self.months[at:], *reversed(self.months[:at])) if n), 1)

    def due_on(self, period: Span) -> date:
        """Return the last day on which the return of a period is in time (HCC-8.2-a)."""
        return period.last + min(timedelta(days=self.days_of_grace(period)), date.max - period.last)

    def days_of_grace(self, period: Span) -> int:
        """Return how many days after its end the return of a period may come."""
        return self.grace[self._stretch(period.first)]

    @property
    def changed_on(self) -> date:
        """The last day on which it was brought in, asked for at another interval, or no more."""
        changes = (
            day for day, before, now in zip(self.days[1:], self.months, self.months[1:], strict=False) if before != now
        )
        return max(changes, default=self.days[0])

    def _stretch(self, day: date) -> int:
        return max(bisect_right(self.days, day) - 1, 0)


def asked_always(months: int) -> Asked:
    """Return that a return is asked for whatever the day."""
    return Asked((date.min,), (months,), (0,))


def thinned(
    agreed: Sequence[ReturnSchedule], procedure: Procedure
) -> Iterator[tuple[str, int, ReturnSchedule | None]]:  # fmt: skip
    """Yield each report of the procedure's own that a schedule agreed leaves out or has less often, with how many
    months the procedure has lie between two, and the row of the schedule that has it less often (docs/adr/0266)."""
    asked = {
        PERFORMANCE_REPORT: procedure.setting("report.performance-every"),
        FINANCIAL_REPORT: procedure.setting("report.financial-every"),
    }
    for report, every in asked.items():
        called = (row for row in agreed if report in reports_meant(row.kind))
        there = min(called, key=lambda row: row.every, default=None)
        if every and (there is None or there.every > every):
            yield report, every, there


@lru_cache(maxsize=1_000)
def reports_meant(kind: str) -> frozenset[str]:
    """Return which of the two reports something sent at intervals is, in whatever words (docs/adr/0283, 0298).

    "Quarterly performance report" is one, "financial and performance report" both, "audited financial statements" none;
    "report on financial performance" is the financial report: both are only what is joined.
    """
    said = _WHAT_IT_IS_NOT.sub("", kind.casefold())
    words = {_ONE_OF.get(word, word) for word in _WORDS.findall(said)} - _OFTEN
    if "report" not in words and len(words) != 1:
        return frozenset()
    parts = (part for part in _JOINED.split(said) if _A_REPORT.search(part) or not _NO_REPORT.search(part))
    named = (_NAMED.search(part) for part in parts)
    return frozenset(PERFORMANCE_REPORT if one["performance"] else FINANCIAL_REPORT for one in named if one)


@lru_cache(maxsize=1_000)
def kind_meant(kind: str) -> frozenset[str]:
    """Return what is sent at intervals so that its names are the same: the reports it is, in whatever words; else the
    kind, of one and not of several, without how often it comes."""
    said = [_ONE_OF.get(word, word) for word in title_key(kind).split() if word not in _OFTEN]
    return reports_meant(kind) or frozenset((" ".join(said) or name_key(kind),))


def brings_activity(kind: str) -> bool:
    """Return whether a return so called is of activity: one of activity or of how much was delivered, of the service as
    a whole, or one that does not say of what it is (HCC-6.2-b; docs/adr/0300)."""
    words = set(_WORDS.findall(kind.casefold()))
    return not reports_meant(kind) and (_says(kind, _OF_ACTIVITY) or words <= _OF_ANYTHING)


def shows_activity(row: ReturnSchedule) -> bool:
    """Return whether a return that is agreed brings activity information, by its name or by what it must show."""
    counted = _DELIVERED - _OF_STAFF_TOO if _is_of_else(row.kind) else _DELIVERED
    return brings_activity(row.kind) or any(_says(what, counted) for what in row.contents)


def asks_for_activity(issued: Specification) -> bool:
    """Return whether a specification obliges the provider to send activity information, as it says itself or by a
    return that it asks for; one that says it does not, does not (HCC-6.2-b)."""
    said = issued.activity_information_required
    return any(map(shows_activity, issued.return_schedule)) if said is None else said


def is_of_service(row: ReturnSchedule) -> bool:
    """Return whether a return that is agreed is of data on the service, which a contract must ask for where no system
    brings them (HCC-8.1-b; docs/adr/0400): one that brings activity information or must show what HCC-8.1-c to
    HCC-8.1-e ask, or whose kind is none of the reports, nor of staff, charges, plans or money, and that names no
    contents. What may be of money or staff as well is so in a report on those (docs/adr/0412)."""
    of_else = _is_of_else(row.kind) or _is_of_money(row.kind) or FINANCIAL_REPORT in reports_meant(row.kind)
    counted = _OF_RECIPIENTS - _OF_MONEY_TOO if of_else else _OF_RECIPIENTS
    if shows_activity(row) or any(_says(what, counted) and not _is_of_money(what) for what in row.contents):
        return True
    return not (row.contents or of_else or reports_meant(row.kind))


def _is_of_else(kind: str) -> bool:
    return not _OF_ELSE.isdisjoint(_WORDS.findall(kind.casefold()))


def _is_of_money(said: str) -> bool:
    return not _OF_MONEY.isdisjoint(_WORDS.findall(said.casefold()))


def _says(said: str, wanted: frozenset[str]) -> bool:
    """Whether a part of what is said has a word that is wanted, and none by which that is of something else."""
    parts = (set(_WORDS.findall(part)) for part in _JOINED.split(said.casefold()))
    return any(not part.isdisjoint(wanted) and part.isdisjoint(_OF_ELSE) for part in parts)


_DELIVERED = frozenset(
    (
        "activity", "activities", "attendance", "attendances", "delivered", "delivery", "hours", "occupancy", "places",
        "sessions", "usage", "visits", "volume", "volumes",
    )
)  # fmt: skip
"""How it is said that something counts how much service was given."""
_OF_ACTIVITY = _DELIVERED | {"service", "services"}
_OF_RECIPIENTS = frozenset(
    (
        "age", "ages", "assessments", "client", "clients", "nature", "people", "recipient", "recipients", "reviews",
        "statements", "user", "users",
    )
)  # fmt: skip
"""How it is said that a return shows what service it is, who receives it, and what is done for them."""
_OF_MONEY_TOO = frozenset(("client", "clients", "nature", "people", "reviews", "statements"))
"""Those of them that a report on money or staff shows of that: bank statements, reviews of prices, people employed."""
_OF_STAFF_TOO = frozenset(("attendance", "attendances", "delivery", "hours", "places", "sessions"))
"""Those of them that a return about something else shows of that: the hours of staff, their places on a course."""
_OF_ELSE = frozenset(
    (
        "absence", "charge", "charges", "employee", "employees", "occupational", "opening", "plan", "plans", "staff",
        "staffing", "training", "vacancies", "worked", "workers", "workforce",
    )
)  # fmt: skip
"""By what it is said that something counts staff, times of opening, charges or plans, and not how much was given."""
_OF_MONEY = frozenset(
    (
        "account", "accounts", "bank", "bond", "bonds", "certificate", "certificates", "cost", "costs", "employed",
        "expenditure", "finance", "finances", "financial", "income", "insurance", "invoice", "invoices", "owed",
        "payment", "payments", "price", "prices", "salaries", "spend", "spending", "sum", "sums", "wages",
    )
)  # fmt: skip
"""By what it is said that something shows money or its papers, and not who receives the service."""
_ONE_OF = {"reports": "report", "returns": "return"}
_WORDS = re.compile(r"\w+")
_WHAT_IT_IS_NOT = re.compile(r"\bnon\W*\w+|\bnot\W+\w+|\bfinancial (?:year|quarter)s?\b")
"""What is said to be no such thing, and the year a report is for, which says nothing of what it is."""
_JOINED = re.compile(r"\band\b|[/&,;+]")
_A_REPORT = re.compile(r"\breports?\b")
_NO_REPORT = re.compile(r"\b(?:statements?|accounts?|bonds?|invoices?)\b")
_NAMED = re.compile(r"\b(?:(?P<performance>performance)|financial|finances?)\b")
_OFTEN = frozenset(("monthly", "quarterly", "yearly", "annual", "weekly"))
_OF_ANYTHING = _OFTEN | {
    "contract", "data", "figures", "information", "monitoring", "provider", "report", "reports", "return", "returns",
    "statistical", "statistics",
}  # fmt: skip
"""What says nothing of what a return is about."""
