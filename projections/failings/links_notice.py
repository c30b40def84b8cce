"""The link of the formal notice: each one about a failing, whether it was good, when it counts, when time is up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger import disputing, kinds
from ledger.citing import not_about_default
from ledger.names import clause_once
from ledger.serving.remedy_time import time_ends
from ledger.serving.validity import NoticeWorking
from ledger.subjects.issues import Issue
from ledger.subjects.notices import FORMAL, Notice, NoticeServed
from projections.failings.links import Representations, is_disputed
from projections.failings.trail import Gap, Link, State, link, spoken
from projections.redated import come_out_otherwise
from projections.view import FileView, rules_in_words

DEFAULT_CLAUSE = next(rule for rule in kinds.RULES if rule.id == "notice.clause-on-file")
NOT_FORMAL = ("termination", "general", "court-document")
Given = tuple[Notice, NoticeServed]


def by_issue(view: FileView) -> dict[str, list[Given]]:
    """Return the authority's formal notices by the issues they rely on, in the world's order."""
    found: dict[str, list[Given]] = {}
    for notice, served in view.file.notices.served(party="authority"):
        if _is_formal(view, served):
            for issue in dict.fromkeys(_issues(view, served)):
                found.setdefault(issue, []).append((notice, served))
    return found


def _issues(view: FileView, served: NoticeServed) -> tuple[str, ...]:
    return disputing.issues_of(view.file, served.dispute, served.issues)


def _is_formal(view: FileView, served: NoticeServed) -> bool:
    """A notice of dispute is one where the procedure deals with a failure so (D-06)."""
    if served.notice_kind == "dispute":
        return view.procedure_on(served.happened_on).by_dispute
    return served.notice_kind not in NOT_FORMAL


def in_effect(notice: Notice) -> bool:
    """Return whether a notice had effect on some day: it counts, is not bad or purported, and was not withdrawn."""
    return notice.stands(date.max)


def notice(view: FileView, issue: Issue, given: Sequence[Given], spoken_of: Representations) -> Link:
    """Link 6: each notice: its clause, whether it was good, when it counts, proof of receipt, the date to remedy.

    As it was worked out when it was recorded, or as revised since, and then both; what would come out otherwise now and
    was not revised is told beside it (design, ideas 5 and 6).
    """
    if not given:
        return _without_notice(view, issue)
    said: list[str | None] = []
    entries, gaps = [], []
    dates: dict[str, date | None] = {}
    for found, served in given:
        entries += [found.position, *(position for _, _, position in found.receipts)]
        otherwise = () if found.revised else view.otherwise().get(found.position, ())
        amiss = _another_clause(view, served)
        said += [_notice_said(found, served), amiss, come_out_otherwise(otherwise)]
        dates |= {
            f"{found.id} served": served.happened_on, f"{found.id} counts": found.counts_on,
            f"{found.id} received": found.receipts[0][0] if found.receipts else None,
            f"{found.id} to be remedied by": found.remedy_ends(),
        }  # fmt: skip
        why = no_effect(found)
        if why:
            gaps.append(Gap(requirement="HCC-9.1-b", sentence=f"{found.id} {why}"))
        if amiss:
            gaps.append(Gap(requirement="HCC-9.1-b", sentence=f"{found.id}: {amiss}"))
    spoke = spoken_of.about(found for found, _ in given)
    entries += [r.position for r, _ in spoke]
    said += [f"on {spoken(r.entry.happened_on)}: {view.sentence(r)}" for r, _ in spoke]
    state: State = "present"
    if not any(in_effect(found) and not _another_clause(view, served) for found, served in given):
        state = "missing"
    elif is_disputed(spoke):
        state = "disputed"
    return link("notice", state, *said, dates=dates, entries=tuple(entries), gaps=tuple(gaps))


def _another_clause(view: FileView, served: NoticeServed) -> str | None:
    """That a default or improvement notice cites a clause on file that is not about default, where that is asked."""
    asked = view.procedure_on(served.happened_on).ruling(DEFAULT_CLAUSE)[0] is not None
    return not_about_default(view.file, served) if asked and served.notice_kind in FORMAL else None


def _without_notice(view: FileView, issue: Issue) -> Link:
    breaches = view.file.default_process.fundamental_breaches.values()
    breach = next((b for b in breaches if issue.id in b.issues and b.lacks is None), None)
    if breach is not None:
        why = f"no notice was given: {breach.id}, a fundamental breach, was determined on {spoken(breach.on)}"
        return link("notice", "not-applicable", why, dates={breach.id: breach.on}, entries=(breach.position,))
    if not issue.is_open:
        return link("notice", "not-applicable", f"no notice was given; {issue.id} was settled without one")
    passed = disputing.without(view.file, date.max, view.procedure, issue.id, "notice")
    if passed is not None:
        why = f"the notice of dispute was {disputing.by_whose_authority(passed, view.procedure)}"
        return link("notice", "not-applicable", why, dates={"left out": passed.on}, entries=(passed.position,))
    noticed_on = issue.noticed_on or issue.raised_on
    by_default = view.procedure_on(noticed_on).by_default if noticed_on else view.procedure.by_default
    if not by_default and not disputing.in_point(view.file, (issue.id,)):
        informal = f"no notice of dispute is asked for yet: nothing is on file of taking {issue.id} further"
        return link("notice", "not-applicable", informal)  # the informal stage comes first (TVP-5.1-3a)
    what = ("HCC-9.1-b", "default or improvement notice") if by_default else ("TVP-5.2-2a", "notice of dispute")
    gap = Gap(requirement=what[0], sentence=f"no {what[1]} about {issue.id} is on file")
    return link("notice", "missing", gap.sentence, gaps=(gap,))


def _notice_said(found: Notice, served: NoticeServed) -> str:
    uncited = "" if served.notice_kind == "dispute" else ", which cites no clause"
    under = f" under clause {served.clause}" if served.clause else uncited
    said = clause_once(f"{found.id}: {served.notice_kind} notice of {spoken(served.happened_on)}{under}")
    if found.worked is None:
        return said
    if found.revised is None or served.worked is None:
        return f"{said}. {_with_extensions(found, found.worked)}"
    on, position = found.revised
    first = f"When it was recorded this had come out: {served.worked.sentence}"
    return f"{said}. {_with_extensions(found, found.worked)} Revised on {spoken(on)} (entry {position}). {first}"


def _with_extensions(found: Notice, worked: NoticeWorking) -> str:
    """The working of a notice, its end of time as it was extended since: the working was reckoned before that."""
    ends = found.remedy_ends()
    if worked.remedy is None or ends is None or not found.extended:
        return worked.sentence
    first = worked.remedy.ends_on
    later = ", ".join(f"on {spoken(on)} to {spoken(to)} (entry {position})" for on, to, position in found.extended)
    now = f"The time to remedy ends on {spoken(ends)}: it was to end on {spoken(first)} and was extended {later}."
    return worked.sentence.replace(time_ends(first), now)


def no_effect(found: Notice) -> str | None:
    """Return why a notice has no effect, as what is said of it; None where it has."""
    if found.is_purported:
        return f"is purported only: it did not keep {rules_in_words(found.absolute)}"
    if found.valid is False:
        return "was not validly served"
    if found.withdrawn:
        return f"was withdrawn on {spoken(found.withdrawn[0])}"
    return "does not count as given: no receipt is proved" if found.counts_on is None else None
