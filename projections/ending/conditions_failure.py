"""Conditions TC-06 to TC-14 before an early termination: what was done about the failings before it was thought of."""

from __future__ import annotations

from datetime import date

from ledger import ending
from ledger.assessing import plans_at, tried
from ledger.citing import not_about_default
from ledger.clauses_cited import a_notice
from ledger.dates.working_days import shifted
from ledger.names import counted
from ledger.offices import consulted, office_differs
from ledger.plans import planned_on
from ledger.revising import SUPPORT_OFFICER
from ledger.subjects.issues import ProviderRepresentationsReceived
from ledger.subjects.notices import FORMAL, Notice, NoticeServed, talks_before
from ledger.subjects.records import Consultation
from projections.ending.findings import Finding, Question, departing, not_shown, nothing_to_ask, shown
from projections.ending.folds import in_effect_on
from projections.ending.next_steps import ITS_TIME_IS_OVER
from projections.failings.trail import each_of, spoken
from projections.redated import come_out_otherwise, redated

CONSULTED = "notice.support-officer-consulted"
DEFAULT_CLAUSE = "notice.clause-on-file"
REASONABLE = "notice.reasonable-time"
WORKED_THROUGH = "termination.process-worked-through"
TIME_OVER = "remedy.assessed-when-time-is-over"


def resolution_tried(asked: Question) -> Finding:
    """TC-06: for each failing a plan, a meeting that took it up, a contact or an action aimed at resolving it."""
    failings = asked.failings()
    attempts = {issue.id: tried(asked.file, issue, asked.procedure) for issue in failings}
    entries = [position for found in attempts.values() for position in found]
    untried = [name for name, found in attempts.items() if not found]
    if untried or not failings:
        what = ", ".join(untried) or "any failing"
        plans = (position for issue in failings if issue.id in untried for position in plans_at(asked.file, issue))
        empty = [position for position in dict.fromkeys(plans) if planned_on(asked.file, position) is None]
        said = "; no plan is what says neither what is to be done nor by when"
        said = f"{said}: {', '.join(f'entry {position}' for position in empty)}" if empty else ""
        return not_shown(f"no plan, meeting, contact or action to resolve {what} is on file{said}", *entries)
    return shown(f"early resolution of {each_of(attempts)} was tried", *entries)


def support_officer_consulted(asked: Question) -> Finding:
    """TC-08: the Contract Support Officer was consulted before each default or improvement notice."""
    given = [(n, served) for n, served in asked.notices() if served.notice_kind in FORMAL]
    if not given:
        return nothing_to_ask(_no_notice(asked))
    lacking, entries, acts, stood_in = [], [], [], []
    held: set[int] = set()
    for found, served in given:
        entries.append(found.position)
        stood_in += _by_another_officer(asked, found, served)
        talks = consulted(asked.file, SUPPORT_OFFICER, "notice", served.happened_on)
        held |= {talk.position for talk in talks if _may_be_about(talk, served)}
        what = asked.found(CONSULTED, served, in_effect_on(asked.file, served.happened_on))
        if what is not None:
            act = asked.file.at(found.position)
            acts += [act] if act else []
            lacking.append(f"{found.id}: {what}")
    if lacking:
        return not_shown("; ".join(lacking), *entries, *sorted(held), departures=departing(acts, CONSULTED))
    names = ", ".join(found.id for found, _ in given)
    said = f"the Contract Support Officer was consulted before {names}"
    return shown("; ".join((said, *stood_in)), *sorted(held), *entries)


def _by_another_officer(asked: Question, found: Notice, served: NoticeServed) -> list[str]:
    """Who was consulted before a notice, where that was in no talk the officer on file; it counts all the same."""
    talks = talks_before(asked.file, served)
    differ = [office_differs(asked.file, talk.consulted.person, SUPPORT_OFFICER, talk.on) for talk in talks]
    if not talks or not all(differ):
        return []
    whom = asked.procedure.person_in_office(talks[-1].consulted)
    return [f"before {found.id} it was {whom}, but {differ[-1]}"]


def _may_be_about(talk: Consultation, served: NoticeServed) -> bool:
    """Whether a consultation may be about a notice's failings: one that names other issues is about those."""
    named = {issue for issue in talk.about if issue.startswith("ISS-")}
    return not named or not served.issues or not named.isdisjoint(served.issues)


def formal_notice(asked: Question) -> Finding:
    """TC-10: a formal notice in writing was given under the contract, by its default clause, and has effect."""
    given = asked.notices()
    amiss = {n.id: what for n, served in given if (what := _about_something_else(asked, served)) is not None}
    standing = [(n, served) for n, served in given if n.stands(asked.day) and n.id not in amiss]
    acts = [act for n, _ in given if n.id in amiss and (act := asked.file.at(n.position))]
    departures = departing(acts, DEFAULT_CLAUSE)
    if not standing:
        why = "; ".join(
            f"{found.id}: {amiss[found.id]}" if found.stands(asked.day) else f"{found.id} {_why_not(asked, found)}"
            for found, _ in given
        )
        entries = [found.position for found, _ in given]
        return not_shown(why or _no_notice(asked), *entries, departures=departures)
    said, entries, disputed = [], [], False
    for found, served in standing:
        said.append(f"{found.id}, {a_notice(served.notice_kind)}, counts from {spoken(found.counts_on or asked.day)}")
        if found.valid is None and found.worked is not None:
            said.append(f"whether it was validly served cannot be told: {'; '.join(found.worked.not_told)}")
            said += _flagged(asked, found)
        contested = contests(asked, found.id, found.position)
        disputed |= bool(contested)
        said += [f"the provider disputes {found.id} (entry {position})" for position in contested]
        entries += [found.position, *(position for *_, position in found.receipts), *contested]
    if left := asked.without_notice(served for _, served in standing):
        said += [f"{named}: {what}" for named, what in amiss.items()]
        said += [f"no notice that has effect is about {one}" for one in left]
        return not_shown("; ".join(said), *entries, departures=departures)
    return shown("; ".join(said), *entries, disputed=disputed)


def _about_something_else(asked: Question, served: NoticeServed) -> str | None:
    """That a notice cites a clause on file that is not about default: it is not in line with the default clause."""
    return not_about_default(asked.file, served) if asked.found(DEFAULT_CLAUSE, served) else None


def _about(asked: Question) -> str:
    """The failings relied on, in words: another's notice may be on file."""
    names = ", ".join(issue.id for issue in asked.relied_on())
    return f" about {names}" if names else ""


def _no_notice(asked: Question) -> str:
    return f"no default or improvement notice of the authority{_about(asked)} is on file"


def _no_time(asked: Question) -> str:
    return f"no notice{_about(asked)} that gave the provider time to put things right is on file"


def _flagged(asked: Question, found: Notice) -> list[str]:
    """What would come out otherwise now of a notice that was not found to be good when it was recorded."""
    if found.valid or found.served is None:
        return []
    changes = redated(asked.file, found.served.effective_on).get(found.position, ())
    otherwise = come_out_otherwise(changes)
    return [otherwise] if otherwise else []


def _why_not(asked: Question, found: Notice) -> str:
    day = asked.day
    if found.is_purported:
        return "is purported only"
    if found.valid is False:
        defects = "; ".join(found.worked.defects) if found.worked else ""
        return "; ".join((f"was not validly served: {defects}", *_flagged(asked, found)))
    if found.withdrawn and found.withdrawn[0] <= day:
        return f"was withdrawn on {spoken(found.withdrawn[0])}"
    if found.counts_on is None:
        return "does not count as given: no receipt is proved"
    return f"counts from {spoken(found.counts_on)} only"


def contests(asked: Question, notice: str, position: int) -> list[int]:
    """Positions of the provider's disputes of a notice that it has not taken back by accepting since."""
    found: list[int] = []
    for r in asked.file.of(ProviderRepresentationsReceived):
        entry = r.entry
        if isinstance(entry, ProviderRepresentationsReceived) and (entry.notice == notice or entry.answers == position):
            if entry.stance == "accepts":
                found.clear()
            elif entry.stance == "disputes":
                found.append(r.position)
    return found


def reasonable_time(asked: Question) -> Finding:
    """TC-12: the time to remedy of a notice that stands was reasonable, and was over."""
    standing = [(n, served) for n, served in asked.notices() if n.stands(asked.day)]
    timed = [(n, served, end) for n, served in standing if (end := n.remedy_ends(asked.day)) is not None]
    entries = [position for n, *_ in timed for position in (n.position, *(p for *_, p in n.extended))]
    if not timed:
        given = [
            (n, "gave no time to put things right" if n.stands(asked.day) else _why_not(asked, n))
            for n, _ in asked.notices()
        ]
        return not_shown(
            "; ".join(f"{n.id} {why}" for n, why in given) or _no_time(asked), *(n.position for n, _ in given)
        )
    lacking, said, acts = [], [], []
    runs = any(end >= asked.day for *_, end in timed)
    for found, served, end in timed:
        start = found.counts_on or served.happened_on
        length = f"{found.id} gave {counted((end - start).days, 'day')}, from {spoken(start)} to {spoken(end)}"
        if end >= asked.day:
            lacking.append(f"{length}, which was not over")
            continue
        short = asked.found(REASONABLE, served, in_effect_on(asked.file, served.happened_on))
        if short is not None:
            act = asked.file.at(found.position)
            acts += [act] if act else []
            lacking.append(f"{found.id}: {short}")
        said.append(length)
    left = asked.without_notice(served for _, served, _ in timed)
    lacking += [f"no notice that has effect gave time to put {issue} right" for issue in left]
    if lacking:
        step = None if runs or left else ITS_TIME_IS_OVER
        return not_shown("; ".join(lacking), *entries, departures=departing(acts, REASONABLE), next_step=step)
    return shown("; ".join(said), *entries)


def failure_continued(asked: Question) -> Finding:
    """TC-13: it was assessed whether what the notice complained of had been put right, and it had not."""
    assessed = [(n, on, found, p) for n, _ in asked.notices() for on, found, p in n.assessed if on <= asked.day]
    if not assessed:
        names = ", ".join(n.id for n, _ in asked.notices()) or f"any notice{_about(asked)}"
        return not_shown(
            f"whether what {names} complained of was put right had not been assessed by {spoken(asked.day)}",
            by_when=_to_assess_by(asked),
        )
    latest = {notice.id: (notice, on, found, position) for notice, on, found, position in assessed}
    said, entries, acts, disputed, continued = [], [], [], False, False
    for notice, on, found, position in latest.values():
        said.append(f"{notice.id} was found {found.replace('-', ' ')} on {spoken(on)}")
        recorded = asked.file.at(position)
        early = notice.still_ran(on, asked.day) if found != "remedied" else None
        if early is not None:
            said.append(f"the time to remedy it ran to {spoken(early)} and was not over")
            acts += [recorded] if recorded else []
        evidence = getattr(recorded.entry, "evidence", ()) if recorded else ()
        said += [] if evidence else ["the assessment cites no evidence"]
        contested = contests(asked, "", position)
        said += [f"the provider disputes it (entry {at})" for at in contested]
        entries += [position, *evidence, *contested]
        disputed |= bool(contested)
        continued |= found != "remedied" and not early
    settled = settled_since(asked, max(on for _, on, _, _ in latest.values()))
    said += [f"{issue} was found settled on {spoken(on)} (entry {position})" for issue, on, position in settled]
    entries += [position for *_, position in settled]
    left = asked.without_notice(n.served for n, *_ in latest.values() if n.served)
    if left:
        said += [f"whether {issue} was put right had not been assessed by {spoken(asked.day)}" for issue in left]
        return not_shown("; ".join(said), *entries, departures=departing(acts, TIME_OVER), by_when=_to_assess_by(asked))
    if not continued or len(settled) == len(asked.failings()) > 0:
        done = not acts and all(notice.id in latest for notice, _ in asked.notices())
        by_when = None if done else _to_assess_by(asked)
        return not_shown("; ".join(said), *entries, departures=departing(acts, TIME_OVER), done=done, by_when=by_when)
    return shown("; ".join(said), *entries, disputed=disputed)


def _to_assess_by(asked: Question) -> tuple[date, str] | None:
    """The first day by which a notice's result is to be found, its time over and nothing found of it since."""
    within = asked.procedure.setting("remedy.assess-within")
    limit = asked.procedure.limit("remedy.assess-within") or counted(within, "day")
    over = [
        (end, notice.id) for notice, _ in asked.notices()
        if notice.stands(asked.day) and not notice.assessed_in_time(asked.day)
        and (end := notice.remedy_ends(asked.day)) is not None and end < asked.day
    ]  # fmt: skip
    if not over:
        return None
    end, notice = min(over)
    return shifted(end, within), f"{limit} after {spoken(end)}, when the time to remedy {notice} was over"


def settled_since(asked: Question, day: date) -> list[tuple[str, date, int]]:
    """Return the failings found settled on that day or later, by the day asked about, that have not come back since."""
    found = []
    for issue in asked.failings():
        well = [(on, position) for on, well, position in issue.resolved if well and day <= on <= asked.day]
        if well and not any(on >= well[-1][0] for on, _ in issue.reopened):
            found.append((issue.id, *well[-1]))
    return found


def process_worked_through(asked: Question) -> Finding:
    """TC-14: the default process was concluded without success, by the predicate the acts themselves are judged by."""
    notices = asked.proposal.notices if asked.proposal else ()
    issues = [issue.id for issue in asked.relied_on()]
    named = [notice.id for notice, _ in asked.notices()]
    concluded = [
        done for done in asked.file.default_process.not_remedied(asked.day)
        if not (issues or notices) or not set(done.notices).isdisjoint(named)
    ]  # fmt: skip
    entries = [done.position for done in concluded]
    what = ending.process_not_concluded(asked.file, asked.day, notices, issues)
    if what is not None:
        proposed = asked.file.at(asked.proposal.position) if asked.proposal else None
        acts = [*((proposed,) if proposed else ()), *asked.acts]
        process = asked.file.default_process
        ended = [process.conclusion(notice, asked.day) for notice in named]
        done = bool(ended) and all(one is not None and one.result == "remedied" for one in ended)
        return not_shown(what, *entries, departures=departing(acts, WORKED_THROUGH), done=done)
    if not entries:  # what was found instead of a conclusion is a fundamental breach
        return not_shown("the default process had not been concluded without success", *entries)
    whose = f"; {asked.name} does not say which failing it rests on" if asked.proposal and not issues else ""
    return shown(f"the default process was concluded on {spoken(concluded[-1].on)}: not remedied{whose}", *entries)
