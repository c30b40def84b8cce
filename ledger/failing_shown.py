"""Whether an entry shows a failing that the end of a contract is proposed for (HCC-9.4-a, HCC-9.4-b).

It goes by the failing itself, not by the kind of entry alone: what is of the trail of an issue or notice relied on,
what was found not met of the standards those cite, and what of the time of the failing the provider reports without
figures: that is for who reads it, as are papers and feedback of that time. A routine entry, or figures that were
reached, show none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from ledger.assessing import shown_by_its_figures
from ledger.contents import references
from ledger.entry import Frozen, own
from ledger.names import among
from ledger.specification import reaches

if TYPE_CHECKING:
    from typing import Any

    from ledger.contract_file import ContractFile
    from ledger.entry import Entry, Recorded


class Failing(Frozen):
    """What a proposal to end a contract early rests on: issues, notices, and the standards that both cite."""

    issues: frozenset[str]
    notices: frozenset[str]
    standards: tuple[str, ...]
    evidence: frozenset[int]
    """Entries that its issues cite as showing them, when raised or when they came back."""
    met: frozenset[str]
    """Meetings that looked at its issues."""
    since: date
    """The day the first of it was noticed."""


def relied_on(file: ContractFile, issues: Iterable[str], notices: Iterable[str]) -> tuple[str, ...]:
    """Return the issues a proposal to end the contract rests on: those it names, and those its notices are about."""
    held = (file.notices.by_id.get(named) for named in notices)
    about = (issue for notice in held if notice and notice.served for issue in notice.served.issues)
    return tuple(dict.fromkeys((*issues, *about)))


def failing(file: ContractFile, named: Iterable[str], notices: Iterable[str]) -> Failing:
    """Return the failing that these issues and notices are about, the issues of the notices among it."""
    notices = tuple(notices)
    relied = relied_on(file, named, notices)
    issues = file.issues.on_file(relied)
    held = (file.notices.by_id.get(one) for one in notices)
    served = [notice.served for notice in held if notice and notice.served]
    back = (file.at(position) for issue in issues for _, position in issue.reopened)
    days = [day for issue in issues if (day := issue.noticed_on or issue.raised_on)]
    return Failing(
        issues=frozenset(relied), notices=frozenset(notices),
        standards=tuple(s for one in issues for s in one.standards) + tuple(
            s for notice in served for s in notice.standards_breached
        ),
        evidence=frozenset(
            (
                *(at for one in issues for at in one.evidence),
                *(at for r in back if r for at in own(r.entry, "evidence") or ()),
            )
        ),
        met=frozenset(m.id for one in issues for m, *_ in file.meetings.confirmations(one.id)),
        since=min(days or [notice.happened_on for notice in served], default=date.max),
    )  # fmt: skip


def shows(file: ContractFile, position: int, of: Failing, sets_up: frozenset[type[Entry]]) -> bool:
    """Return whether an entry shows a failing, or may; `sets_up`: kinds that only say what the contract is."""
    recorded = file.at(position)
    if recorded is None or type(recorded.entry) in sets_up:
        return False
    if _is_of(file, recorded, of, sets_up):
        return True
    if _names(recorded, "issue", "notice") or recorded.given_id in file.issues.by_id:
        return False  # it is of another issue
    return _judged(file, recorded.entry, of)


def _is_of(file: ContractFile, recorded: Recorded, of: Failing, sets_up: frozenset[type[Entry]]) -> bool:
    """Whether an entry is of the trail of a failing, itself or by what it follows, and that in turn."""
    seen, todo = {recorded.position}, [recorded]
    while todo:
        one = todo.pop()
        if _is_itself_of(file, one, of):
            return True
        began = (what if isinstance(what, int) else file.begun_by(what) for what in _names(one))
        earlier = [r for at in began if at and at not in seen and (r := file.at(at)) and type(r.entry) not in sets_up]
        seen.update(r.position for r in earlier)
        todo.extend(earlier)
    return False


def _is_itself_of(file: ContractFile, recorded: Recorded, of: Failing) -> bool:
    if recorded.position in of.evidence or (recorded.given_id and recorded.given_id in of.notices):
        return True
    about = {str(what) for what in (*_names(recorded, "issue", "notice"), recorded.given_id or "")}
    of_notices = relied_on(file, (), (one for one in about if one in file.notices.by_id))
    if about & (of.issues | of.notices) or of.issues.intersection(of_notices):
        return True
    return bool(of.met.intersection(str(what) for what in _names(recorded)))


def _names(recorded: Recorded, *nouns: str) -> list[str | int]:
    """What an entry names, of all nouns or some. What a judgement rests on does not say what was judged: its evidence
    is not among it."""
    judges = _sort(recorded.entry) in NOT_RIGHT
    return [
        what for path, noun, what in references(recorded.entry)
        if (noun in nouns if nouns else noun != "record") and not (judges and path.startswith("evidence"))
    ]  # fmt: skip


def _missed(file: ContractFile, entry: Any, of: Failing) -> bool:
    """What was measured of a time: that less came of it than was asked for."""
    if entry.actual is not None and entry.target is not None and not reaches(entry.actual, entry.target, "at-least"):
        return True
    return bool(entry.delivered and entry.commissioned and not reaches(entry.delivered, entry.commissioned, "at-least"))


def _reported(file: ContractFile, entry: Any, of: Failing) -> bool:
    """What the provider reports: a figure below its target; without figures, what is of the time of the failing."""
    figures = own(entry, "figures") or ()
    if not figures:
        return _of_its_time(file, entry, of)
    measures = {m.id: m for m, *_ in file.terms.indicators(entry.period.last)}
    for figure in figures:
        measure = next((m for name, m in measures.items() if among(name, (figure.indicator,))), None)
        target = figure.target or (measure.target if measure else None)
        direction = measure.direction if measure else "at-least"
        if target is None and _of_its_time(file, entry, of):
            return True
        if target is not None and not reaches(figure.actual, target, direction):
            return True
    return False


def _of_its_time(file: ContractFile, entry: Any, of: Failing) -> bool:
    period = own(entry, "period")
    last = period.last if period else own(entry, "dated") or entry.happened_on
    return bool(last >= of.since)


def _told_by_users(file: ContractFile, entry: Any, of: Failing) -> bool:
    """Feedback: that outcomes are not all met; where it does not say, what is of the time of the failing."""
    if entry.outcomes_met == "not-said":
        return _of_its_time(file, entry, of)
    return bool(entry.outcomes_met != "yes")


def _reviewed(file: ContractFile, entry: Any, of: Failing) -> bool:
    """A review by theme: that what is looked for is not there, or not used. Risk and governance are the authority's."""
    found = (entry.in_place, entry.monitored)
    return entry.theme not in ("risk", "governance") and any(one in ("partly", "no") for one in found)


def _on_paper(file: ContractFile, entry: Any, of: Failing) -> bool:
    """A paper: by what it belongs to, as that was judged; where it belongs to nothing, of the time of the failing."""
    if entry.document_kind in SETTING_UP:
        return False
    if not entry.belongs_to:
        return _of_its_time(file, entry, of)
    belongs = [r.entry for r in map(file.at, entry.belongs_to) if r and r.entry.kind != entry.kind]
    return any(_judged(file, one, of) for one in belongs if _sort(one) in NOT_RIGHT)


def _judged(file: ContractFile, entry: Any, of: Failing) -> bool:
    """Whether an entry of no issue shows a failing by what it found, of the standards that are in question."""
    named = own(entry, "standards") or tuple(filter(None, (own(entry, "standard"),)))
    if named and of.standards and not any(among(one, of.standards) for one in named):
        return False  # it is of another standard
    found = NOT_RIGHT.get(_sort(entry))
    return found(file, entry, of) if found else bool(named and of.standards)


def _sort(entry: Any) -> str:
    return str(entry.kind.partition("/")[0])


def _not_met(file: ContractFile, entry: Any, of: Failing) -> bool:
    return entry.judgement == "not-met" or shown_by_its_figures(file, entry) is False


NOT_RIGHT: Mapping[str, Callable[[ContractFile, Any, Failing], bool]] = {
    "activity-recorded": _missed,
    "audit-reported": lambda file, entry, of: any(f.severity != "none" for f in entry.findings),
    "checklist-item-verified": lambda file, entry, of: not entry.met,
    "complaint-handling-reviewed": lambda file, entry, of: entry.judgement == "unsatisfactory",
    "complaint-received": lambda file, entry, of: True,
    "compliment-received": lambda file, entry, of: False,
    "contact-logged": lambda file, entry, of: entry.concern,
    "data-return-received": _of_its_time,
    "document-filed": _on_paper,
    "feedback-received": _told_by_users,
    "outcome-achievement-assessed": lambda file, entry, of: entry.achieved in ("partly", "no"),
    "performance-assessed": _not_met,
    "performance-report-received": _reported,
    "resource-control-checked": lambda file, entry, of: entry.result != "meets",
    "satisfaction-survey-received": _of_its_time,
    "scorecard-recorded": lambda file, entry, of: any(
        side and side.rating != "green" for side in (entry.cost, entry.performance, entry.risk, entry.users)
    ),
    "statutory-notice-published": lambda file, entry, of: any(
        one.rating in ("approaching-target", "requires-improvement", "inadequate") for one in entry.ratings
    ),
    "thematic-review-completed": _reviewed,
    "value-for-money-tested": lambda file, entry, of: entry.result != "shown",
}
"""By what an entry that names no issue shows that something was not right."""
SETTING_UP = frozenset(
    (
        "contract", "contract-draft", "specification", "source-notice", "protocol", "tender-papers", "award-papers",
        "advertisement",
    )
)  # fmt: skip
"""Sorts of document that say what the contract is, or how it came about: they show no failing."""
