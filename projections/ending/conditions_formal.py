"""Conditions TC-10 to TC-14 before an early termination, where a failing is dealt with as a dispute."""

from __future__ import annotations

from ledger import dispute_addressed, dispute_results, disputing, ending
from ledger.dates.calendar import CalendarError
from ledger.names import counted
from ledger.subjects.notices import Notice, NoticeServed
from projections.ending.conditions_dispute import acts_of, disputes_of, ends_of, plans_of
from projections.ending.conditions_failure import WORKED_THROUGH, contests, settled_since
from projections.ending.findings import Finding, Question, departing, not_shown, shown
from projections.failings.trail import spoken

ADDRESSED = "dispute.to-manager-and-escalation-contact"
IN_TIME = "meeting.on-a-dispute-in-time"
ASKED_IN_TIME = "dispute.meeting-asked-for"
COMPLETE = "dispute.plan-complete"
NO_NOTICE = "no notice of dispute of the authority is on file"


def notice_of_dispute(asked: Question) -> Finding:
    """TC-10: notice of the dispute went to both of the provider's people, counts as given, and was received."""
    given = asked.dispute_notices()
    if not given:
        return not_shown(NO_NOTICE)
    lacking: list[str] = []
    said: list[str] = []
    entries, disputed = [], False
    wanting = {notice.id: _wanting(asked, notice, served) for notice, served in given}
    whole = [(notice, served) for notice, served in given if not wanting[notice.id]]
    for notice, served in given:
        contested = contests(asked, notice.id, notice.position)
        entries += [notice.position, *(position for *_, position in notice.receipts), *contested]
        again = [of.id for of, other in whole if _is_of_the_same(asked, served, other)]
        if found := wanting[notice.id]:
            (said if again else lacking).append(
                f"{'; '.join(found)}{f'; {again[-1]} was given of the same' if again else ''}"
            )
        else:
            received = f", received {spoken(notice.receipts[0][0])}" if notice.receipts else ""
            said.append(
                f"{notice.id}, a notice of dispute, counts from {spoken(notice.counts_on or asked.day)}{received}"
            )
        said += [f"the provider disputes it (entry {position})" for position in contested]
        disputed |= bool(contested)
    put = {i for _, served in given for i in disputing.issues_of(asked.file, served.dispute, served.issues)}
    relied_on = asked.proposal.issues if asked.proposal else ()
    lacking += [f"no notice of dispute names {issue}" for issue in relied_on if put and issue not in put]
    if lacking:
        return not_shown("; ".join(lacking), *entries, departures=departing(acts_of(asked, given), ADDRESSED))
    return shown("; ".join(said), *entries, disputed=disputed)


def _wanting(asked: Question, notice: Notice, served: NoticeServed) -> list[str]:
    """What a notice of dispute lacks to have been given to both of the provider's people, and received."""
    what = dispute_addressed.not_addressed(asked.file, served)
    found = [f"{notice.id}: {what}"] if what else []
    if not notice.stands(asked.day):
        return [*found, f"{notice.id} does not count as given by {spoken(asked.day)}"]
    if served.method == "e-mail" and not notice.receipts:
        return [*found, f"{notice.id} went by e-mail and its receipt was not confirmed"]
    return found


def _is_of_the_same(asked: Question, served: NoticeServed, other: NoticeServed) -> bool:
    """Whether another notice puts all that one does: every issue of it, or its dispute where it names none."""
    mine, theirs = (set(disputing.issues_of(asked.file, one.dispute, one.issues)) for one in (served, other))
    return mine <= theirs if mine else served.dispute == other.dispute


# --- the meeting and the plan -----------------------------------------------------------------------------------------


def met_within_ten_days(asked: Question) -> Finding:
    """TC-11: the provider was met, no later than ten business days after the notice; each day counted is shown."""
    given = asked.dispute_notices()
    if not given:
        return not_shown(NO_NOTICE)
    lacking: list[str] = []
    late: list[str] = []
    said: list[str] = []
    entries, due = [], None
    unexplained = False
    for notice, served in given:
        held = disputing.meetings(asked.file, served, asked.day)
        entries += [notice.position, *(m.held for m in held[:1])]
        try:
            last = disputing.meet_by(asked.file, served, asked.procedure)
            asking = disputing.ask_by(asked.file, served, asked.procedure)
        except CalendarError as error:
            lacking.append(f"{notice.id}: by when to meet cannot be counted: {error}")
            continue
        limit = asking or last
        counted_so = f". {limit.sentence.rstrip('.')}" if limit else ""
        if not held:
            away = disputing.stayed_away(asked.file, served, asked.day)
            none = f"no meeting {'with the provider ' if away else ''}on {notice.id} is on file"
            lacking.append(f"{none}{f', and {disputing.held_alone(away)}' if away else ''}{counted_so}")
            entries += [m.held for m in away]
            due = due or ((last.end, last.sentence) if last else None)
            continue
        met = held[0].held_on or asked.day
        on = served.happened_on if asking else met
        what = f"{held[0].id} was held on {spoken(met)}{counted_so}"
        if limit is None or on <= limit.end:
            said.append(what)
            continue
        act = asked.file.at(notice.position if asking else held[0].held or 0)
        explained = any(d.rule in (IN_TIME, ASKED_IN_TIME) and d.reason for d in act.departures) if act else False
        late.append(f"{what}; {'a reason for that' if explained else 'no cause of that'} is on record")
        unexplained = unexplained or not explained
    if lacking:
        return not_shown("; ".join([*lacking, *late]), *entries, by_when=due)
    return shown("; ".join([*said, *late]), *entries, late=bool(late), done=bool(late) and not unexplained)


def plan_gave_time(asked: Question) -> Finding:
    """TC-12: the last plan had times, owners and outcomes, was reported on, and its time was over."""
    plans = plans_of(asked)
    if not plans:
        none = [e for e in ends_of(asked) if e.result == "not-agreed"]
        why = f"; that none could be agreed was recorded on {spoken(none[-1].on)}" if none else ""
        return not_shown(f"no action plan agreed with the provider is on file{why}", *(e.position for e in none))
    plan = plans[-1]
    reports = [one for one in disputing.reports_on(asked.file, plan.id, asked.procedure) if one.on <= asked.day]
    entries = [plan.position, *(one.position for one in reports)]
    lacking, due = [*plan.incomplete], None
    length = f"{plan.id}, agreed on {spoken(plan.agreed_on)},"
    if plan.ends_on is None:
        lacking.append(f"{length} names no day by which it is to be done")
    else:
        length += f" gave {counted((plan.ends_on - plan.agreed_on).days, 'day')}, to {spoken(plan.ends_on)}"
        if plan.ends_on >= asked.day:
            lacking.append(f"{length}, which was not over")
            due = (plan.ends_on, f"the last day of {plan.id}")
    if not reports:
        lacking.append(f"no report on the progress of {plan.id} is on file")
    if lacking:
        recorded = asked.file.at(plan.position)
        acts = [recorded] if recorded else []
        return not_shown("; ".join(lacking), *entries, departures=departing(acts, COMPLETE), by_when=due)
    return shown(f"{length}; {counted(len(reports), 'report')} on its progress", *entries)


def plan_failed(asked: Question) -> Finding:
    """TC-13: the plan missed its outcomes, or none could be agreed, and nothing settled the failing since.

    Of each dispute its latest result counts: what was settled, resolved or decided for the provider did not go on.
    """
    ends = ends_of(asked)
    if not ends:
        return not_shown(f"how an action plan ended had not been found by {spoken(asked.day)}")
    last, found = ends[-1], dispute_results.results(asked.file, asked.day, disputes_of(asked))
    contested = contests(asked, "", last.position)
    said = [f"{last.plan or 'the plan'} was found on {spoken(last.on)}: {last.result.replace('-', ' ')}"]
    said += [] if last.evidence or last.result == "not-agreed" else ["that cites no evidence"]
    said += [f"the provider disputes it (entry {position})" for position in contested]
    said += [_since(r) for r in found if (r.on, r.position) > (last.on, last.position)]
    settled = settled_since(asked, last.on)
    said += [f"{issue} was found settled on {spoken(on)} (entry {position})" for issue, on, position in settled]
    entries = [last.position, *last.evidence, *contested, *(r.position for r in found), *(p for *_, p in settled)]
    stands = any(result.stands for result in dispute_results.latest(asked.file, asked.day, disputes_of(asked)))
    if not stands or (settled and len(settled) == len(asked.failings())):
        return not_shown("; ".join(said), *entries, done=True)
    return shown("; ".join(said), *entries, disputed=bool(contested))


def _since(result: dispute_results.Result) -> str:
    return f"since then {result.words}, on {spoken(result.on)} (entry {result.position})"


def worked_through(asked: Question) -> Finding:
    """TC-14: the plan failed or could not be agreed and nothing settled it; the stages not taken are listed."""
    file, day, issues = asked.file, asked.day, tuple(issue.id for issue in asked.failings())
    found, untaken = (
        dispute_results.results(file, day, disputes_of(asked)),
        disputing.untaken(file, day, issues, asked.procedure),
    )
    over = [p.position for p in file.disputes.passed_over if p.on <= day]
    entries = [*(r.position for r in found), *over, *(r.position for r in file.disputes.referrals if r.on <= day)]
    what = dispute_results.not_worked_through(file, day, issues, asked.procedure)
    if what is None and not found:  # all of it was left out
        what = untaken
    if what is not None:
        proposed = file.at(asked.proposal.position) if asked.proposal else None
        acts = [*((proposed,) if proposed else ()), *asked.acts]
        ended = dispute_results.latest(file, day, disputes_of(asked))
        put_right = bool(ended) and not any(result.stands for result in ended)
        return not_shown(what, *entries, departures=departing(acts, WORKED_THROUGH), done=put_right)
    return shown(
        "; ".join([*(f"{r.words}, on {spoken(r.on)}" for r in found), *([untaken] if untaken else [])]), *entries
    )


def at_discretion(asked: Question) -> tuple[str, int] | None:
    """Return in words, and by which entry, that the decision is itself the exception to TC-14; None where it is not."""
    decision = ending.decided_at_discretion(asked.file, asked.day, asked.procedure, asked.name)
    if decision is None:
        return None
    by = asked.procedure.person_in_office(decision.by)
    said = f"{by} decided on {spoken(decision.on)}, which is at that office's discretion; the reason is on record"
    return said, decision.position
