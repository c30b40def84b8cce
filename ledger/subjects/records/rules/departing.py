"""What is asked of departures and of arrangements made instead of what a procedure asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.arranged import ARRANGED_BY
from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.records.entries import (
    AlternativeArrangementAgreed,
    DepartureAuthorised,
    DepartureRatified,
    DepartureRefused,
)
from ledger.subjects.records.register import ENTITLED

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

NOTHING_LIFTS = frozenset((
    "marks.changed-by-legal-services", "notice.termination-by-legal-services", "notice.termination-case-recorded",
    "notice.termination-discussed", "notice.termination-impact-assessed",
    "notice.termination-legal-services-consulted", "notice.termination-right-arisen", "termination.by-legal-services",
    "termination.case-recorded", "termination.impact-assessed", "termination.legal-services-consulted",
    "termination.on-a-notice-that-stands", "termination.right-arisen", "termination.support-officer-consulted",
))  # fmt: skip
"""The rules that are absolute unless a procedure takes them otherwise; most procedures have no row for them."""


def _not_that_departure(
    file: ContractFile, entry: DepartureRatified | DepartureRefused, procedure: Procedure
) -> str | None:
    target = file.at(entry.position)
    if target is not None and all(d.rule != entry.rule for d in target.departures):
        rules = ", ".join(d.rule for d in target.departures) or "none"
        return f"entry {entry.position} records no departure from {entry.rule}; the departures on it are: {rules}"
    return None


def _not_entitled(
    file: ContractFile, entry: DepartureAuthorised | DepartureRatified | DepartureRefused, procedure: Procedure
) -> str | None:
    judging = tuple(_judging(file, entry, procedure))
    giving = [(one, _entitled(one, entry.rule)) for one in judging]
    office = entry.by.office if entry.by else None
    if any(not entitled for _, entitled in giving):
        return NOT_IN_POINT
    if any(one.is_office(office, entitled) for one, entitled in giving):
        return None
    titles = " or ".join(dict.fromkeys(one.one_of(entitled) for one, entitled in giving))
    return f"it was done by {judging[0].person_in_office(entry.by)}; the procedure gives it to {titles}"


def _judging(
    file: ContractFile, entry: DepartureAuthorised | DepartureRatified | DepartureRefused, procedure: Procedure
) -> Iterator[Procedure]:
    """The procedure that the departure itself is judged by; of one still to come on the authority's file, which is
    about every procedure in force there, any of them (TVP-DC-4)."""
    if not isinstance(entry, DepartureAuthorised):
        yield file.judging(entry.position, procedure)
        return
    yield procedure
    yield from file.rules_in_force(entry.happened_on, procedure)


def _entitled(procedure: Procedure, rule: str) -> tuple[str, ...]:
    """The offices a procedure gives it to, to let a rule be departed from; none where it asks for nothing of the sort.

    Where a rule's own row names no office, those for any rule stand in the row of this one (HCC-POL-f). Another
    arrangement is let be by none but the owner of the procedure, whose word alone has effect (TVP-4.0-1, ADR 0435).
    """
    row = procedure.rule_rows.get(rule)
    if row is not None and row.level == "off":  # what is not asked is not departed from
        return ()
    if rule == ARRANGED_BY:
        return (procedure.owner,)
    return procedure.entitled(rule) or procedure.entitled(ENTITLED)


def _lifts_nothing(
    file: ContractFile, entry: DepartureAuthorised | DepartureRatified, procedure: Procedure
) -> str | None:  # fmt: skip
    if isinstance(entry, DepartureRatified):
        target = file.at(entry.position)
        levels = {d.level for d in target.departures if d.rule == entry.rule} if target else set()
        if not levels:
            return NOT_IN_POINT
        return f"nothing lifts {entry.rule}: the act stays as purported" if levels == {"absolute"} else None
    if all(_is_absolute(one, entry.rule) for one in _judging(file, entry, procedure)):
        return f"nothing lifts {entry.rule}: an act that does not keep it stands as purported all the same"
    return None


def _is_absolute(procedure: Procedure, rule: str) -> bool:
    """Whether a procedure has it that nothing lifts a rule, or a condition before an early end."""
    if any(condition.id == rule and condition.absolute for condition in procedure.conditions):
        return True
    row = procedure.rule_rows.get(rule)
    return row.level == "absolute" if row is not None else rule in NOTHING_LIFTS


def _not_to_be_arranged(file: ContractFile, entry: AlternativeArrangementAgreed, procedure: Procedure) -> str | None:
    if not (entry.rules_not_asked or entry.settings or entry.meetings or entry.offices_not_asked):
        return "it names no rule, number, meeting or office of the procedure that it takes the place of"
    rows = {row.id: row.level for row in procedure.rules}
    for rule in entry.rules_not_asked:
        if rule not in rows:
            return f"{procedure.ref} has no rule {rule} that could be left out"
        if rows[rule] == "absolute":
            return f"nothing lifts {rule}"
    known = {row.id for row in procedure.settings}
    unknown = [instead.id for instead in entry.settings if instead.id not in known]
    if unknown:
        return f"{procedure.ref} has no number called {unknown[0]}"
    held = {row.id: row.title for row in procedure.meetings if row.per_year}
    not_held = [instead.id for instead in entry.meetings if instead.id not in held]
    if not_held:
        return f"{procedure.ref} asks for no number of meetings called {not_held[0]}; it does of {', '.join(held)}"
    filled = [row.id for row in procedure.offices if row.always_filled]
    not_filled = [office for office in entry.offices_not_asked if office not in filled]
    if not_filled:
        return f"{procedure.ref} asks for nobody in the office {not_filled[0]}; it does in {', '.join(filled)}"
    first = entry.from_date or entry.happened_on
    if entry.until_date is not None and entry.until_date < first:
        return f"it ends on {dated(entry.until_date)}, before it begins on {dated(first)}"
    return None


def _backdated(file: ContractFile, entry: AlternativeArrangementAgreed, procedure: Procedure) -> str | None:
    if entry.from_date is None:
        return NOT_IN_POINT
    if entry.from_date >= entry.happened_on:
        return None
    return (
        f"it is to apply from {dated(entry.from_date)} and was agreed on {dated(entry.happened_on)}; of the days "
        "before it was agreed it changes nothing, and what was missed by then stays missed"
    )


def _not_the_owners(file: ContractFile, entry: AlternativeArrangementAgreed, procedure: Procedure) -> str | None:
    if procedure.is_office(entry.by.office if entry.by else None, (procedure.owner,)):
        return None
    title = procedure.office_title(procedure.owner)
    return (
        f"it was agreed by {procedure.person_in_office(entry.by)}; it changes nothing unless the {title} agreed to it"
    )


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="departure.is-on-record",
        citation="HCC-POL-f",
        level="contradiction",
        of=(DepartureRatified, DepartureRefused),
        field="rule",
        sentence="Only a departure that is on record can be ratified or refused.",
        found=_not_that_departure,
    ),
    Rule(
        id="departure.by-the-office-entitled",
        citation="HCC-POL-f",
        level="explain",
        of=(DepartureAuthorised, DepartureRatified, DepartureRefused),
        field="by",
        sentence="A departure is authorised, ratified or refused by the office the procedure gives that to.",
        found=_not_entitled,
    ),
    Rule(
        id="departure.from-what-can-be-lifted", citation="HCC-POL-f", level="advise",
        of=(DepartureAuthorised, DepartureRatified), field="rule", found=_lifts_nothing,
        sentence="Leave is given to depart from what somebody's leave can lift.",
    ),
    Rule(
        id="arrangement.of-what-the-procedure-asks", citation="TVP-4.0-1", level="contradiction",
        of=AlternativeArrangementAgreed, field="rules_not_asked", found=_not_to_be_arranged,
        sentence="Another arrangement is about rules, numbers, meetings and offices that can be otherwise.",
    ),
    Rule(
        id="arrangement.by-the-office-entitled", citation="TVP-4.0-1", level="explain",
        of=AlternativeArrangementAgreed, field="by", found=_not_the_owners,
        sentence="Another arrangement for one contract is agreed by the office that may amend the procedure.",
    ),
    Rule(
        id="arrangement.agreed-before-it-applies", citation="TVP-4.0-1", level="explain",
        of=AlternativeArrangementAgreed, field="from_date", found=_backdated,
        sentence="Another arrangement is agreed no later than the day from which it applies.",
    ),
    Rule(
        id="arrangement.says-why", citation="TVP-4.0-1", level="advise", of=AlternativeArrangementAgreed,
        field="reason", sentence="It is on record why a contract is managed otherwise.",
        found=lacks("reason", found="it is not said why"),
    ),
)  # fmt: skip
