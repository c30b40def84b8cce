"""Whether an entry shows a failing that the end of a contract is proposed for (HCC-9.4-a, HCC-9.4-b).

It goes by the failing itself, not by the kind of entry alone: what is of the trail of an issue or notice relied on,
what was found not met of the standards those cite, and what of the time of the failing the provider reports without
figures: that is for who reads it. A routine entry, or figures that were reached, show none.
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
    entry = recorded.entry
    named = own(entry, "standards") or tuple(filter(None, (own(entry, "standard"),)))
    if named and of.standards and not any(among(one, of.standards) for one in named):
        return False  # it is of another standard
    found = NOT_RIGHT.get(entry.kind.partition("/")[0])
    return found(file, entry, of) if found else bool(named and of.standards)


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
    judges = recorded.entry.kind.partition("/")[0] in NOT_RIGHT
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
    last = entry.period.last if entry.period else entry.happened_on
    return bool(last >= of.since)


def _not_met(file: ContractFile, entry: Any, of: Failing) -> bool:
    return entry.judgement == "not-met" or shown_by_its_figures(file, entry) is False


NOT_RIGHT: Mapping[str, Callable[[ContractFile, Any, Failing], bool]] = {
    "activity-recorded": _missed,
    "audit-reported": lambda file, entry, of: any(f.severity != "none" for f in entry.findings),
    "checklist-item-verified": lambda file, entry, of: not entry.met,
    "complaint-received": lambda file, entry, of: True,
    "compliment-received": lambda file, entry, of: False,
    "contact-logged": lambda file, entry, of: entry.concern,
    "data-return-received": _of_its_time,
    "performance-assessed": _not_met,
    "performance-report-received": _reported,
    "satisfaction-survey-received": _of_its_time,
}
"""By what an entry that names no issue shows that something was not right."""
