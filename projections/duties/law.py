"""Duties that procurement law lays on a contract, by when its procurement began: what is to be published, and by when.

Each is there with the notice that did it and how late that came, or with the reason why it is not asked of this
contract. Every period begins with the day the Act names. Of a file that no law binds one line says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ledger import modifications, procurement_act
from ledger.dates.calendar import DateWorking
from ledger.dates.months import month_of
from ledger.dates.working_days import months_before, months_later
from ledger.file_names import AUTHORITY, sort_of
from ledger.names import counted
from ledger.procedures import Procedure
from ledger.procedures.laws import law
from ledger.subjects.notices import FORMAL
from ledger.subjects.regulation import Published
from ledger.subjects.variations import Variation
from projections.duties.duty import DAY, LEAD, Duty, duty
from projections.failings.trail import spoken
from projections.view import FileView

ACT = procurement_act.ACT


def of_the_law(view: FileView) -> Iterator[Duty]:
    """Yield what procurement law lays on a file, open, done or not asked for: from the procurement on. Pure."""
    if sort_of(view.reference) == AUTHORITY:
        yield from _compliance(view)
        return
    if not procurement_act.binds(view.procedure):
        if view.file.agreement.contract is not None:
            yield _not_bound(view)
        return
    yield from _award(view)
    yield from _entered(view)
    yield from _indicators(view)
    yield from _failures(view)
    for variation in view.file.variations.by_id.values():
        yield from _change(view, variation)
    yield from _ended(view)
    yield from _payments(view)


def _not_bound(view: FileView) -> Duty:
    act, contract, regime = law(ACT), view.file.agreement.contract, view.file.regulation.regime
    why = procurement_act.why_not(view.file) or "it is not on file when its procurement began"
    assert contract is not None
    return duty(
        view, "act", f"Publish what the {act.title} asks for", office=LEAD, since=contract.effective_on,
        citation=act.citation, opened_by=(regime.position if regime else None,), not_asked=why,
    )  # fmt: skip


def _opened_by(view: FileView) -> tuple[int, ...]:
    regime = view.file.regulation.regime
    return (regime.position,) if regime else ()


def _first(found: list[Published]) -> tuple[date, int] | None:
    return (found[0].on, found[0].position) if found else None


# --- before the contract, and when it is made -------------------------------------------------------------------------


def _award(view: FileView) -> Iterator[Duty]:
    file, procedure = view.file, view.procedure
    regime, entered = file.regulation.regime, procurement_act.entered_on(file)
    published = file.regulation.published("contract-award")
    special = procurement_act.is_special(file, "user-choice")
    assert regime is not None
    yield duty(
        view, "act/contract-award", "Publish a contract award notice before the contract is entered into", office=LEAD,
        since=regime.says.procurement_began_on, due_on=entered, citation="Procurement Act 2023, s 50(1)",
        opened_by=(regime.position,), done=_first(published),
        not_asked=f"it is a {special} contract" if special else None,
    )  # fmt: skip
    free = procurement_act.no_standstill(file, procedure)
    last = procurement_act.award_standstill(file, procedure, published[0].says) if published else None
    if last is not None:
        yield _held_back(view, "act/standstill", "entering into the contract", published[0], last, entered)
    elif free:
        yield duty(
            view, "act/standstill", "Hold back from entering into the contract after the award notice", office=LEAD,
            since=regime.says.procurement_began_on, citation="Procurement Act 2023, s 51(3)",
            opened_by=(regime.position,), not_asked=free,
        )  # fmt: skip


def _held_back(
    view: FileView, id: str, what: str, notice: Published, last: DateWorking, acted: date | None,
    acted_by: int | None = None, limit: str = "act.standstill",
) -> Duty:  # fmt: skip
    """A limit and not a term: it is kept by whoever acts after it, and broken by whoever acts within it."""
    broken = acted is not None and notice.on <= acted <= last.end
    said = f"Hold back from {what} until {spoken(last.end)} is over. {last.sentence}"
    if broken and acted is not None:
        said = f"Not kept: {what} came on {spoken(acted)}, within the standstill. {last.sentence}"
    by = acted_by or view.file.agreement.position
    return duty(
        view, id, said, office=LEAD, since=notice.on, citation=view.procedure.cited(limit),
        opened_by=(notice.position,), done=(acted, by) if acted and acted >= notice.on else None,
    )  # fmt: skip


def _entered(view: FileView) -> Iterator[Duty]:
    """The notice of the contract's details, and the contract itself where it is worth enough (section 53)."""
    file, procedure, entered = view.file, view.procedure, procurement_act.entered_on(view.file)
    light = procurement_act.is_special(file, "light-touch") is not None
    days = procedure.setting("act.details-within-light-touch") if light else procedure.setting("act.details-within")
    if entered is None:
        yield from _details_undated(view, days)
        return
    yield _published(
        view, "contract-details", "Publish the contract details notice", entered, days,
        procedure.cited("act.details-within"), file.regulation.published("contract-details"),
    )  # fmt: skip
    days = procedure.setting("act.copy-within-light-touch") if light else procedure.setting("act.copy-within")
    over, value = procedure.setting("act.copy-over"), procurement_act.estimated_value(file)
    worth = procurement_act.is_worth_more(file, over)
    yield _published(
        view, "contract-copy", "Publish a copy of the contract", entered, days, procedure.cited("act.copy-within"),
        file.regulation.published("contract-copy"),
        not_asked=None if worth else f"it is worth {value}, and £{over:,} is not exceeded" if value
        else "what it was estimated to be worth is not on file",
    )  # fmt: skip


def _details_undated(view: FileView, days: int) -> Iterator[Duty]:
    """A contract is there, and the day it was made is not on file: by when is not known, and that is said."""
    contract = view.file.agreement.contract
    if contract is not None:
        yield duty(
            view, "act/contract-details", "Publish the contract details notice within "
            f"{counted(days, 'day')} beginning with the day the contract was entered into, which is not on file",
            office=LEAD, since=contract.effective_on, citation=view.procedure.cited("act.details-within"),
            opened_by=(view.file.agreement.position,), done=_first(view.file.regulation.published("contract-details")),
        )  # fmt: skip


def _published(
    view: FileView, id: str, what: str, first: date, days: int, citation: str, done: list[Published], *,
    not_asked: str | None = None, opened_by: tuple[int, ...] = (), since: date | None = None,
) -> Duty:  # fmt: skip
    """What is to be published within so many days beginning with a day."""
    period = procurement_act.beginning_with(first, days)
    by = period.end if period else None
    when = (
        f" by {spoken(by)}: {counted(days, 'day')} beginning with {spoken(first)}" if by and not_asked is None else ""
    )
    return duty(
        view, f"act/{id}", f"{what}{when}", office=LEAD, since=since or first, due_on=by, citation=citation,
        opened_by=opened_by or (*_opened_by(view), view.file.agreement.position), done=_first(done),
        not_asked=not_asked,
    )  # fmt: skip


# --- performance (sections 52 and 71) ---------------------------------------------------------------------------------


def _indicators(view: FileView) -> Iterator[Duty]:
    file, procedure, entered = view.file, view.procedure, procurement_act.entered_on(view.file)
    regime = file.regulation.regime
    assert regime is not None
    least, why = procedure.setting("act.indicators-at-least"), procurement_act.no_indicators(file, procedure)
    enough = [(on, position) for on, position, names in file.regulation.indicators if len(names) >= least]
    if why is None and procurement_act.estimated_value(file) is None:
        why = "what it was estimated to be worth is not on file"
    yield duty(
        view, "act/indicators", f"Set at least {least} key performance indicators before the contract is entered into",
        office=LEAD, since=regime.says.procurement_began_on, due_on=entered,
        citation=procedure.cited("act.indicators-at-least"), opened_by=(regime.position,),
        done=enough[0] if enough else None, not_asked=why if not enough else None,
    )  # fmt: skip
    if entered is not None and (why is None or file.regulation.indicators):
        yield from _assessments(view, entered)


def _assessments(view: FileView, entered: date) -> Iterator[Duty]:
    """At least once in every 12 months, each counted from the day after the last; and once more at the end."""
    file, procedure, ended = view.file, view.procedure, view.file.termination.ended
    every, first = procedure.setting("act.assess-every"), max(entered, procedure.since("performance"))
    rated = [one for one in file.regulation.published("contract-performance") if one.says.ratings]
    during = [one for one in rated if ended is None or one.on < ended.on]
    last = ended.on if ended else file.end_date(date.max) or date.max
    citation = procedure.cited("act.assess-every")
    for number, notice in enumerate((*during, None), 1):
        period = procurement_act.beginning_with(first, every, "months")
        if period is None or (notice is None and period.end > last):
            return (yield from _last_assessment(view, rated))
        yield duty(
            view, f"act/assessment/{number}",
            f"Assess performance by the key performance indicators, and publish it, by {spoken(period.end)}: once in "
            f"the {counted(every, 'month')} beginning with {spoken(first)}",
            office=LEAD, since=first, due_on=period.end, citation=citation, opened_by=_opened_by(view),
            every_months=every, done=(notice.on, notice.position) if notice else None,
            last_on=during[-1].on if during and notice is None else None,
        )  # fmt: skip
        if notice is not None:
            first = max(notice.on + DAY, first)
    yield from _last_assessment(view, rated)


def _last_assessment(view: FileView, rated: list[Published]) -> Iterator[Duty]:
    ended = view.file.termination.ended
    if ended is not None:
        yield _published(
            view, "last-assessment", "Publish the assessment of performance on termination, before the termination "
            "notice", ended.on, view.procedure.setting("act.termination-within"),
            view.procedure.cited("act.assess-every"), [one for one in rated if one.on >= ended.on],
            opened_by=(ended.position,),
        )  # fmt: skip


def _failures(view: FileView) -> Iterator[Duty]:
    """A breach that led to damages or to the end of a part, and a failure to improve when told to (s 71(3), (4))."""
    file, special = view.file, procurement_act.is_special(view.file, "private-utility")
    since = view.procedure.since("performance")
    for day, position, why, issues in sorted(_of_failure(view)):
        if day < since:
            continue
        done = [
            one for one in (*file.regulation.published("contract-performance"), *_at_the_end(view))
            if one.on >= day and (not one.says.failure_of or not issues or set(issues) & set(one.says.failure_of))
            and (one.says.failure_of or not one.says.ratings)
        ]  # fmt: skip
        yield _published(
            view, f"failure/{position}", f"Publish what {why} is about", day,
            view.procedure.setting("act.performance-within"), view.procedure.cited("act.performance-within"), done,
            not_asked=f"it is a {special} contract" if special else None, opened_by=(position,),
        )  # fmt: skip


def _at_the_end(view: FileView) -> list[Published]:
    """A breach that ends the whole contract is reported in the termination notice."""
    return [one for one in view.file.regulation.published("contract-termination") if one.says.failure_of]


def _of_failure(view: FileView) -> Iterator[tuple[date, int, str, tuple[str, ...]]]:
    """(day, position, what, issues) of each thing of which the provider's failure is to be published."""
    for notice, served in view.file.notices.served(party="authority"):
        if served.notice_kind in FORMAL and notice.withdrawn is None and not notice.is_purported:
            for day, result, position in notice.assessed:
                if result == "not-remedied":
                    yield day, position, f"the failure found on {notice.id}, which was not put right,", served.issues
    for ended in view.file.termination.ended_in_part:
        if ended.by_party == "authority":
            yield ended.on, ended.position, "the breach that ended part of the contract", ()
    for held in view.file.remedies.sums.values():
        if held.remedy == "damages" and held.owed_by == "provider" and held.on is not None:
            yield held.on, held.position, f"the breach that {held.id} is damages for", held.issues


# --- changes (sections 74 to 77) --------------------------------------------------------------------------------------


def _change(view: FileView, variation: Variation) -> Iterator[Duty]:
    file, procedure = view.file, view.procedure
    if variation.rejected and not variation.agreements:
        return
    made = variation.agreements[0] if variation.agreements else None
    day = made.since if made else variation.proposed_on
    if day is None:
        return
    changes = variation.changes_of(made) if made else variation.proposed_changes
    test = modifications.change_test(file, procedure, changes, made.on if made else day, variation.id)
    published = file.regulation.published("contract-change", variation.id)
    since = min(on for on in (variation.proposed_on, made.on if made else None, day) if on)
    opened = (variation.proposed or None, made.position if made else None)
    done = _first([one for one in published if made is None or one.on <= made.on] or published)
    yield duty(
        view, f"act/contract-change/{variation.id}",
        f"Publish a contract change notice before {variation.id} is made" + (f": {test.why}" if test.needed else ""),
        office=LEAD, since=since, due_on=made.on if made else None, citation=_cited(procedure, test.rests_on),
        opened_by=opened, done=done, not_asked=None if test.needed or done else test.why,
    )  # fmt: skip
    last = modifications.held_back_until(file, variation.id)
    if last is not None:
        acted = made.on if made else None
        notice = next(one for one in reversed(published) if one.says.standstill_days)
        yield _held_back(
            view, f"act/standstill/{variation.id}", f"making {variation.id}", notice, last, acted,
            made.position if made else None, "act.change-standstill",
        )  # fmt: skip
    worth = procurement_act.is_worth_more(file, procedure.setting("act.copy-over"))
    if made is not None and test.needed and worth:
        yield _published(
            view, f"modified-contract/{variation.id}", f"Publish {variation.id}, or the contract as modified by it",
            made.on, procedure.setting("act.modified-within"), procedure.cited("act.modified-within"),
            file.regulation.published("modified-contract", variation.id), opened_by=(made.position,),
        )  # fmt: skip


def _cited(procedure: Procedure, rests_on: Sequence[str]) -> str:
    """The subsections by which a change needs a notice or none; that which asks for one where it is by none of them."""
    return "; ".join(procedure.cited(setting) for setting in rests_on) or "Procurement Act 2023, s 75(1)"


# --- the end, and payments --------------------------------------------------------------------------------------------


def _ended(view: FileView) -> Iterator[Duty]:
    """The contract ended, however it did; or its last day is past and nothing says that it went on (section 80)."""
    file, procedure, ended = view.file, view.procedure, view.file.termination.ended
    last = file.value_of("end-date", date.max)
    first = ended.on if ended else last.value if last and isinstance(last.value, date) else None
    position = ended.position if ended else last.position if last else 0
    special = procurement_act.is_special(file, "private-utility", "user-choice")
    if first is not None:
        yield _published(
            view, "contract-termination", "Publish the contract termination notice", first,
            procedure.setting("act.termination-within"), procedure.cited("act.termination-within"),
            [one for one in file.regulation.published("contract-termination") if one.on >= first],
            opened_by=(position,), not_asked=f"it is a {special} contract" if special else None,
        )  # fmt: skip


def _payments(view: FileView) -> Iterator[Duty]:
    """Payments of more than £30,000, by quarter (section 70): of contracts whose procurement began under it."""
    file, procedure, regime = view.file, view.procedure, view.file.regulation.regime
    since, over = procedure.since("payments"), procedure.setting("act.payments-over")
    large = [p for p in file.payments.payments if p.what == "made" and p.amount.pence > over * 100]
    special = procurement_act.is_special(file, "concession", "private-utility")
    assert regime is not None
    why = f"it is a {special} contract" if special else None
    if regime.says.procurement_began_on < since:
        why = f"its procurement began before {spoken(since)}, from which the section is in force"
    for last in sorted({quarter_end(payment.on) for payment in large}):
        mine = [payment for payment in large if quarter_end(payment.on) == last]
        done = [
            one for one in file.regulation.published("payments")
            if one.on >= last and (one.says.period is None or one.says.period.last >= last)
            and (one.says.period is None or one.says.period.first <= mine[0].on)
        ]  # fmt: skip
        count = counted(len(mine), "payment")
        yield _published(
            view, f"payments/{month_of(last)}", f"Publish the {count} of more than £{over:,} made in the quarter to "
            f"{spoken(last)}", last, procedure.setting("act.payments-within"), procedure.cited("act.payments-within"),
            done, not_asked=why, opened_by=tuple(payment.position for payment in mine), since=mine[0].on,
        )  # fmt: skip


def _compliance(view: FileView) -> Iterator[Duty]:
    """The authority's own notice on how it pays, for each half-year to 31 March and 30 September (section 69)."""
    if not procurement_act.binds(view.procedure):
        return
    regime, days = view.file.regulation.regime, view.procedure.setting("act.compliance-within")
    assert regime is not None
    published = view.file.regulation.published("payments-compliance")
    last = _half_year_end(max(regime.says.procurement_began_on, view.procedure.since("compliance")))
    newest = max((_half_year_end(_of(one)) for one in published), default=date.min)
    while last.year < date.max.year - 1:
        done = [one for one in published if _half_year_end(_of(one)) == last]
        found = _published(
            view, f"compliance/{month_of(last)}", f"Publish how invoices were paid in the half-year to {spoken(last)}",
            last, days, view.procedure.cited("act.compliance-within"), done, opened_by=(regime.position,),
        )  # fmt: skip
        yield found.model_copy(update={"every_months": 6}) if last > newest else found
        if last > newest:
            return
        last = _half_year_end(last + DAY)


def _of(one: Published) -> date:
    """A day of the time a notice is about: where it says none, of the half-year before it."""
    return one.says.period.last if one.says.period else months_before(one.on, 3)


def _half_year_end(day: date) -> date:
    """The last day of March or September that is not before a day."""
    if day <= date(day.year, 3, 31):
        return date(day.year, 3, 31)
    return date(day.year, 9, 30) if day <= date(day.year, 9, 30) else date(day.year + 1, 3, 31)


def quarter_end(day: date) -> date:
    """Return the last day of the quarter a day lies in: of March, June, September or December."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = months_later(first, 3)
    return following - DAY if following else date(day.year, 12, 31)
