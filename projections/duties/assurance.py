"""Duties of what is watched besides meetings and returns: risks, audits, the checklist, measures and improvements, the
budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ledger import audits_reported, monitoring
from ledger.dates.working_days import months_later
from ledger.entry import Recorded
from ledger.names import counted, in_a_row
from ledger.subjects.risks import Risk, RiskAssessed
from ledger.words import Text
from projections.duties.ceasing import last_day, until_the_end, watched_to, while_bound
from projections.duties.duty import LEAD, Duty, duty
from projections.duties.missed_running import of_missed_running
from projections.duties.sla_agreed import of_agreements
from projections.failings.trail import spoken
from projections.monitoring import checklist
from projections.monitoring.improvement_shown import reached_by_figures
from projections.monitoring.improvements import improvements
from projections.monitoring.measures_reviewed import looked_at_again
from projections.view import FileView


def of_assurance(view: FileView) -> Iterator[Duty]:
    """Yield every open duty about risks, audits, checklist, measures, improvements, budget. Pure; whatever the day."""
    for found in (
        *_risks(view), *_audits(view), *_yearly_audit(view), *of_checklist(view), *_improvements(view), *_block(view),
        *_budget(view), *while_bound(view, (
            *_indicators(view), *of_agreements(view), *of_missed_running(view), *_value_for_money(view),
        )),
    ):  # fmt: skip
        yield until_the_end(view, found)


def _upto(view: FileView) -> date:
    """The last day on which what is asked until the contract ended is done."""
    ended = view.file.termination.ended
    return ended.on if ended else date.max


def _keeps_a_log(view: FileView, on: date) -> bool:
    return bool(view.procedure_on(on).setting("risk.log-kept"))


def _risks(view: FileView) -> Iterator[Duty]:
    for risk in view.file.risks.open():
        newest = risk.newest
        of_a_plan = risk.says is not None and risk.says.subject != "service"  # asked of plans under any (CPC308-A6)
        if newest is None and risk.on is not None and (of_a_plan or _keeps_a_log(view, risk.on)):
            yield duty(
                view, f"risk-assessed/{risk.id}", f"Assess {risk.id}: how likely, how grave, what is done about it",
                office=LEAD, since=risk.on, citation="TVP-4.0-22", opened_by=(risk.position,),
            )  # fmt: skip
        if newest is not None and newest.says.review_by is not None:
            yield duty(
                view, f"risk-assessed/{risk.id}", f"Assess {risk.id} again by {spoken(newest.says.review_by)}",
                office=LEAD, since=newest.on, due_on=newest.says.review_by, citation="TVP-4.0-22",
                opened_by=(newest.position,), last_on=newest.on,
            )  # fmt: skip
        yield from _measures(view, risk)


def _measures(view: FileView, risk: Risk) -> Iterator[Duty]:
    """What is to be done about a risk by a day, until an assessment says that it is, or agrees on something else."""
    of_resources = risk.says is not None and risk.says.subject == "resource"
    watched_by = risk.newest.says.owner if risk.newest else None
    for one in risk.measures_on():
        if one.done_on is None and one.says.due_on is not None:
            what = f"{view.say(one.says.what).rstrip('.')} by {spoken(one.says.due_on)}"
            yield duty(
                view, f"risk-measure/{one.position}/{one.number}",
                f"Do what was agreed about {risk.id}, and say so when it is next assessed: {what}", office=LEAD,
                named=one.says.owner or watched_by, since=one.since, due_on=one.says.due_on,
                citation="CPC308-K15" if of_resources else "TVP-4.0-22", opened_by=(risk.position, one.position),
            )  # fmt: skip


def agreed_anew(view: FileView, one: Duty, recorded: Recorded) -> bool:
    """Return whether what was to be done about a risk was taken away by an assessment that agrees on something else,
    and does not say that it was done (CPC308-K15)."""
    entry, (sort, *rest) = recorded.entry, one.id.split("/")
    if sort != "risk-measure" or not isinstance(entry, RiskAssessed):
        return False
    its = view.file.risks.by_id.known(entry.risk)
    agreed = next(
        (its.numbered_by(n) for n, held in enumerate(its.assessed) if held.position == recorded.position), None
    )
    return agreed is None or agreed.position != int(rest[0]) or int(rest[1]) not in entry.measures_done


def _audits(view: FileView) -> Iterator[Duty]:
    assurance = view.file.assurance
    for one in assurance.undecided():
        yield duty(
            view, f"audit-decided/{one.position}",
            f"Decide on the audit of {_audited(view, one.says.subjects) or 'the service'} that the"
            f" {one.says.recommended_by_party} recommended",
            office=LEAD, since=one.on, citation="TVP-3.1-9", opened_by=(one.position,),
        )  # fmt: skip
    for commission in audits_reported.unreported(view.file):
        by = commission.says.planned_for
        who = commission.says.auditor or "whoever audits"
        yield duty(
            view, f"audit-reported/{commission.position}",
            f"Have {who} report on the audit of {_audited(view, commission.says.subjects, commission.says.scope)}"
            + (f" by {spoken(by)}" if by else "") + _without_a_word(view, commission.position),
            office=LEAD, since=commission.on, due_on=by, citation="TVP-3.1-7", opened_by=(commission.position,),
        )  # fmt: skip


def _without_a_word(view: FileView, commission: int) -> str:
    """That an entry says it reported, and has neither a finding nor the report."""
    bare = [audit.position for audit in view.file.assurance.audits if audit.says.commission == commission]
    return f": entry {bare[-1]} says that it did, and has neither a finding nor the report" if bare else ""


def _audited(view: FileView, subjects: Sequence[str], scope: Text | None = None) -> str:
    """What is audited, in words: what is "other" is what the scope says it is."""
    which = view.say(scope).strip(" .")
    named = view.say(tuple(subject for subject in subjects if subject != "other"))
    if "other" in subjects:
        return ", ".join(filter(None, (named, which or "something else")))
    return f"{named}{f' ({which})' if which else ''}"


def _yearly_audit(view: FileView) -> Iterator[Duty]:
    """A reminder, twelve months after the last: an audit every year is expected, and none is no breach (N-09)."""
    every, since = view.procedure.setting("audit.remind-after"), monitoring.watched_since(view.file)
    last = audits_reported.last_reported(view.file, date.max)
    end = view.file.end_date(date.max)
    if not every or since is None or audits_reported.unreported(view.file):
        return
    again = months_later(last.on if last else since, every)
    if again is None or (end is not None and again > end):
        return
    before = f"the last reported on {spoken(last.on)}" if last else f"there was none since {spoken(since)}"
    yield duty(
        view, "audit", f"Consider an audit: {before}, {counted(every, 'month')} before; it is a reminder, not a breach",
        office=LEAD, since=again, citation="TVP-3.1-4", opened_by=(last.position if last else None,),
        last_on=last.on if last else None,
    )  # fmt: skip


def of_checklist(view: FileView) -> Iterator[Duty]:
    """Yield what is to be checked on a document: of a contract every item; of what is only being bought those of the
    tender stage once tenders are called for (TVP-4.0-3), and any that was checked."""
    contract, called = view.file.agreement.contract, view.file.procurement.called_now()
    if not view.procedure.checklist:
        return
    since = (contract.effective_on, view.file.agreement.position) if contract is not None else None
    upto = _upto(view)
    for item in checklist.items(view, upto):
        held = checklist.last_found(view, item, upto)
        asked = since or (called if item.stage == "tender" else None) or ((held.on, held.position) if held else None)
        if asked is None:
            continue
        if held is not None and held.met and held.shown and held.valid_until is None:
            continue
        until = held.valid_until if held is not None and held.met else None
        again = f" again by {spoken(until)}" if until else ""
        said = (
            checklist.said_of(view, item.id) if held is None else ": it was found not to be met" if not held.met
            else again if held.shown else f"{again}{checklist.said_without(held.position)}"
        )  # fmt: skip
        yield duty(
            view, f"checklist/{item.id}", f"Check, on a document, “{item.title}”{said}", office=LEAD,
            since=held.on if held else asked[0], due_on=until, citation=item.citation,
            opened_by=(held.position if held else asked[1],),
            last_on=held.on if held else None,
            warned_from=held.on if until and held and not held.shown else None,  # the document is asked for at once
        )  # fmt: skip


def _indicators(view: FileView) -> Iterator[Duty]:
    """Each measure of performance is looked at again on the day agreed for that (CPC308-K17)."""
    for measure, document, since, position in view.file.terms.indicators(date.max):
        if measure.review_on is not None and not looked_at_again(view, measure, document):
            yield duty(
                view, f"indicator/{measure.id}", f"Look again at the measure {measure.id}, and agree it anew",
                office=LEAD, since=since, due_on=measure.review_on, citation="CPC308-K17", opened_by=(position,),
            )  # fmt: skip


def _improvements(view: FileView) -> Iterator[Duty]:
    """Each improvement agreed is judged by its day, unless the figures of its indicator show it reached (TVP-1.0-5)."""
    for aim in improvements(view, date.max):
        if aim.due_on is None or aim.results or reached_by_figures(view, aim):
            continue
        yield duty(
            view, f"improvement/{aim.id}", f"Assess whether {aim.id} was reached by {spoken(aim.due_on)}: {aim.text}",
            office=LEAD, since=aim.agreed_on, due_on=aim.due_on, citation="TVP-1.0-5", opened_by=(aim.position,),
        )  # fmt: skip


def _block(view: FileView) -> Iterator[Duty]:
    """A block that the contract was entered with is paid for only for a reason, with approval, and weighed."""
    contract = view.file.agreement.contract
    if contract is not None and contract.payment_basis == "block" and not view.file.money.bases:
        yield duty(
            view, "block",
            "Put on record why a block is paid for, used or not, who approved it, and how its size was weighed: what"
            " can be reached, demand, and good use of the budget", office=LEAD, since=contract.effective_on,
            citation="HCC-6.3-b", opened_by=(view.file.agreement.position,),
        )  # fmt: skip


def _value_for_money(view: FileView) -> Iterator[Duty]:
    """Value for money is tested at intervals, where the procedure has it through the whole life (TVP-1.0-3, D-21):
    under each of its heads, from the one that was not tested for longest (docs/adr/0380)."""
    every, since = view.procedure.setting("value-for-money.test-every"), monitoring.watched_since(view.file)
    if not every or since is None:
        return
    end, tests = last_day(view), view.file.money.last_tests(watched_to(view))
    last_on = {head: held.on if held else date.min for head, held in tests.items()}
    oldest, newest = min(last_on.values()), max(last_on.values())
    left = [head for head, on in last_on.items() if on == oldest]
    last = tests[left[0]]
    counted_from = last.on if last else since
    by = months_later(counted_from, every)
    if by is None or (end is not None and by > end):
        return
    without = f", of which the test of {spoken(newest)} says nothing" if newest > oldest else ""
    yield duty(
        view, "value-for-money",
        f"Test by {spoken(by)} whether the contract is value for money: {in_a_row(left)}{without}", office=LEAD,
        since=counted_from, due_on=by, citation="TVP-1.0-3", opened_by=(last.position if last else None,),
        last_on=last.on if last else None, every_months=every, recurs_until=end, limit="value-for-money.test-every",
    )  # fmt: skip


def _budget(view: FileView) -> Iterator[Duty]:
    """A position is put on record, the next follows in time, and one beyond the tolerance is explained (HCC-12.6)."""
    last, end = view.file.money.last_position(_upto(view)), view.file.end_date(date.max)
    if last is None:
        yield from while_bound(view, _first_position(view))
        return
    newest = view.file.money.positions[-1]
    share, tolerance = newest.variance, view.procedure_on(newest.on).setting("budget.tolerance")
    if share is not None and abs(share) > tolerance and newest.says.explanation is None:
        way = "more" if share > 0 else "less"
        yield duty(
            view, f"budget-variance/{newest.position}",
            f"Say on record why {abs(share):f} percent {way} than the budget is spent, promised or expected, beyond the"
            f" tolerance of {tolerance} percent, and what is done about it", office=LEAD, since=newest.on,
            citation="HCC-12.6", opened_by=(newest.position,),
        )  # fmt: skip
    every = view.procedure.setting("budget.position-every")
    by = months_later(last.stands_of, every) if every else None
    if by is None or (end is not None and by > end):
        return
    yield duty(
        view, "budget-position", f"Put the position of the budget on record by {spoken(by)}", office=LEAD,
        since=last.stands_of, due_on=by, citation="HCC-12.6", opened_by=(last.position,), every_months=every,
        last_on=last.stands_of, limit="budget.position-every",
    )  # fmt: skip


def _first_position(view: FileView) -> Iterator[Duty]:
    """Where none was ever put on record: in so many months after the contract began, by the procedure's setting; or
    after a procedure was bound that asks for it (IMP-30-b)."""
    first, end = monitoring.first_position(view.file, view.procedure), view.file.end_date(date.max)
    if first is not None and (end is None or first[1] <= end):
        since, by = first
        yield duty(
            view, "budget-position", f"Put the position of the budget on record by {spoken(by)}; none ever was",
            office=LEAD, since=since, due_on=by, citation="HCC-12.6", opened_by=(view.file.agreement.position,),
        )  # fmt: skip
