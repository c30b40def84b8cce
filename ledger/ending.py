"""What must hold before a contract is ended early: what is found of it on a day, whichever act is asked about.

The decision, the notice and the end itself are three acts on three days, and each is judged by the same conditions;
so are drafts that Cleartrail is asked to make. TC-15, 16, 18 and 19 (requirements, section I) are absolute: nothing
lifts them. Who carries the termination out (TC-21) is a question about an act, not about a day, and is asked there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from ledger import dispute_results
from ledger.clauses_cited import same_clause
from ledger.contract_terms import OF_DEFAULT
from ledger.dates.working_days import dated
from ledger.end_decided import end_decided
from ledger.ending_discussed import earlier, not_discussed
from ledger.entry import own
from ledger.failing_shown import failing, relied_on, shows
from ledger.offices import LEADING, in_office, is_the_authoritys
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Actor, Entry
    from ledger.procedures import Procedure
    from ledger.subjects.notices import NoticeServed
    from ledger.subjects.termination import ContractTerminated, TerminationAuthorised
    from ledger.subjects.termination.steps import Case, Decision, Informed

CONSULTS_LAWYERS = "county-manager-contracts"
"""The office that consults Legal Services on ending a contract early (HCC-9.4-e)."""
Finding = Callable[["ContractFile", date, str | None], str | None]
"""Looks at the file on a day for the proposal of that id (none: the latest); says what was found instead, or None."""


def unmet(file: ContractFile, day: date, proposal: str | None = None) -> dict[str, str]:
    """Return each absolute condition unmet on a day for the proposal in point: its id -> what was found instead."""
    return _unmet(ABSOLUTE, file, day, proposal)


def unmet_as_seen(file: ContractFile, day: date, proposal: str | None = None) -> dict[str, str]:
    """Return the same of what somebody may see of a file."""
    return _unmet({**ABSOLUTE, "TC-19": lawyers_not_consulted_as_seen}, file, day, proposal)


def _unmet(looks: Mapping[str, Finding], file: ContractFile, day: date, proposal: str | None) -> dict[str, str]:
    found = {condition: look(file, day, proposal) for condition, look in looks.items()}
    return {condition: what for condition, what in found.items() if what is not None}


def not_weighed(file: ContractFile, day: date, named: str | None) -> str | None:
    """TC-16: what it means for users, what replaces the service and how long that takes were all weighed."""
    impact = file.termination.impact_assessed(day, named)
    if impact is None:
        return f"no assessment of what it means for the people served is on file for {dated(day)} or before"
    if impact.missing:
        missing = " or ".join(name.replace("_", " ") for name in impact.missing)
        return f"the assessment on file up to {dated(day)} says nothing of {missing}"
    return None


def case_in_point(file: ContractFile, day: date, named: str | None) -> Case | None:
    """Return the case on record on a day for the proposal in point: the last that shows a failure, else the last."""
    found = file.termination.cases_recorded(day, named)
    return next((case for case in reversed(found) if shows_nothing(file, case.cited, day, named) is None), None) or (
        found[-1] if found else None
    )


def no_case(file: ContractFile, day: date, named: str | None) -> str | None:
    """TC-18: the case is on record and cites entries that show the failure."""
    case = case_in_point(file, day, named)
    if case is None:
        proposal = file.termination.proposed(day, named)
        # Of an earlier proposal there may be one: then it is said which has none.
        of = f" by {proposal.id}" if proposal is not None and earlier(file, proposal) else ""
        return f"no case for early termination{of} is on file for {dated(day)} or before"
    what = shows_nothing(file, case.cited, day, named)
    return f"the case recorded on {dated(case.on)} (entry {case.position}) {what}" if what else None


def no_trail(file: ContractFile, case: Entry, position: int | None = None) -> str | None:
    """Return why nothing on file can be what the digest that a case names is of; None where something may (HCC-9.4-b).

    The trail is a paper with the case, or filed with it, or lies in a bundle issued by then. Which bytes a paper has is
    in the vault, so that one is there is all that is looked at.
    """
    if case.exhibits or (position is not None and file.records.is_filed(position)):
        return None
    if any(on <= case.happened_on for on, _ in file.records.bundles):
        return None
    return "no trail of evidence is with it for that to be of, and no bundle issued by then is seen here"


def shows_nothing(file: ContractFile, cited: Sequence[int], day: date, named: str | None) -> str | None:
    """Return why the entries a case cites show no failure a proposal rests on; None where one of them may (HCC-9.4-a).

    What only sets the contract up, or proposes its end, shows none; nor does what is of other issues alone, nor a
    routine entry or figures that were reached (ledger/failing_shown.py).
    """
    if not cited:
        return "cites no entry that shows the failure"
    proposal = file.termination.proposed(day, named)
    rests_on = relied_on(file, proposal.issues, proposal.notices) if proposal else ()
    if proposal is None or not (rests_on or proposal.notices):
        return None  # no failing is named by which to tell
    of, sets_up = failing(file, rests_on, proposal.notices), _sets_it_up(file)
    if any(shows(file, position, of, sets_up) for position in cited):
        return None
    return f"cites nothing that is of what {proposal.id} rests on: {', '.join(sorted(rests_on) or proposal.notices)}"


def _sets_it_up(file: ContractFile) -> frozenset[type[Entry]]:
    """The kinds of entry that say what the contract is, who looks after it, and what is proposed of its end."""
    subjects = (file.agreement, file.people, file.procurement, file.terms)
    steps = (kind for kind in file.termination.kinds() if "event" not in kind.model_fields)
    return frozenset((*(kind for subject in subjects for kind in subject.kinds()), *steps))


def no_such_right(file: ContractFile, clause: str, day: date) -> str | None:
    """Return that a clause is none of those on file on a day that give a right to end the contract; None if it is."""
    held = file.terms.termination_clauses(day)
    if any(same_clause(right.says.clause, clause) for right in held):
        return None
    there = ", ".join(right.says.clause for right in held)
    return f"it cites clause {clause}; the rights to end the contract on file are under: {there or 'none'}"


def ended_under_no_right(file: ContractFile, act: ContractTerminated) -> str | None:
    """Return that a contract was ended under no clause on file that gives whoever ended it a right to (HCC-A11-a).

    None where it was; NOT_IN_POINT where both agreed to the end or it is let run out, where the provider cites nothing,
    and where its notice alone cites the clause, of which that is asked.
    """
    end = file.end_date(act.happened_on)
    notice = file.notices.by_id.get(act.notice or "")
    under = notice.served.clause if notice and notice.served else None
    runs_out = end is not None and act.effective_on >= end
    if act.by_party == "both" or runs_out or (act.clause is None and under is not None):
        return NOT_IN_POINT
    if act.clause is None:
        return "it cites no clause" if act.by_party == "authority" else NOT_IN_POINT
    if missing := no_such_right(file, act.clause, act.happened_on):
        return missing
    right = file.terms.termination_clause(act.clause, act.happened_on)
    if right is not None and right.says.held_by not in (act.by_party, "either"):
        return f"the right under clause {act.clause} is the {right.says.held_by}'s, and the {act.by_party} ended it"
    if under is not None and not same_clause(under, act.clause):
        return f"it cites clause {act.clause}, and {act.notice} was given under clause {under}"
    return None


def lawyers_not_consulted(file: ContractFile, day: date, named: str | None) -> str | None:
    """TC-19: the County Manager (Contracts), and nobody else, consulted Legal Services."""
    if file.termination.legal_consulted(day, named, CONSULTS_LAWYERS):
        return None
    other = file.termination.legal_consulted(day, named)
    if other is None:
        return f"no consultation of Legal Services is on file for {dated(day)} or before"
    who = file.person_in_office(other.by, day)
    return f"Legal Services were consulted on {dated(other.on)} by {who}, not by the County Manager (Contracts)"


def lawyers_not_consulted_as_seen(file: ContractFile, day: date, named: str | None) -> str | None:
    """TC-19 of what somebody may see of a file: a consultation is privileged, and may be withheld from whoever reads.

    What is found so says no more than that none is there for them (docs/adr/0218).
    """
    what = lawyers_not_consulted(file, day, named)
    return f"{what}, {AS_SEEN}" if what else None


def provider_not_told(file: ContractFile, day: date, named: str | None) -> str | None:
    """TC-17: the provider was told of the intention to end the contract."""
    proposal = file.termination.proposed(day, named)
    if tellings(file, day, proposal.id if proposal else None):
        return None
    not_told = f"the provider had not been told, by {dated(day)}, of the intention to end the contract"
    others = [f"{one.proposal} on {dated(one.on)} (entry {one.position})" for one in tellings(file, day, None)]
    return f"{not_told} by {proposal.id}; it was told of {', '.join(others)}" if proposal and others else not_told


def tellings(file: ContractFile, day: date, named: str | None) -> list[Informed]:
    """Return by what the provider itself was told, by a day, that it is meant to end the contract, in order.

    An entry by which somebody of our own was told tells it nothing (HCC-9.5-b).
    """
    told = file.termination.informed("terminate", day, named)
    return [one for one in told if not told_ours(file, one.position)]


def told_by_another(file: ContractFile, by: Actor | None, day: date, procedure: Procedure) -> str | None:
    """Return in words who told the provider of an intention instead of the lead officer, or who stands in for them."""
    if by is None or by.is_of_the_provider:
        return NOT_IN_POINT
    if in_office(file, by, LEADING, day, procedure):
        return None
    return f"it was told by {procedure.person_in_office(by)}, not by the lead officer or who stands in for them"


def told_ours(file: ContractFile, position: int) -> bool:
    """Return whether an entry that says the provider was told names somebody of the authority as who was."""
    recorded = file.at(position)
    recipient: str | None = own(recorded.entry, "recipient") if recorded else None
    return (
        recorded is not None and bool(recipient) and is_the_authoritys(file, str(recipient), recorded.entry.happened_on)
    )


def process_not_concluded(
    file: ContractFile, day: date, notices: Iterable[str] = (), issues: Iterable[str] = ()
) -> str | None:
    """TC-14: the default process was worked through without success, or a fundamental breach was determined.

    Of each issue relied on, for what was done about one failing is nothing done about another (HCC-9.4-b): on a notice
    about it, one of those relied on where they are. Where no issue is named, on one of the notices relied on, else on
    any.
    """
    named, process = tuple(notices), file.default_process
    anyhow = named or tuple(notice for done in process.concluded for notice in done.notices)
    matters: dict[tuple[str, ...], tuple[str, ...]] = {(issue,): _about(file, issue, named) for issue in issues}
    matters = matters or {(): anyhow}
    lacking: list[str] = []
    remedied: list[str] = []
    wanting: list[tuple[str, ...]] = []
    for about, given in matters.items():
        concluded = {notice: done for notice in given if (done := process.conclusion(notice, day)) is not None}
        failed = any(done.result == "not-remedied" for done in concluded.values())
        if failed or process.fundamental_breach(day, about) is not None:
            continue
        wanting.append(about)
        over = {notice: done.on for notice, done in concluded.items()}
        remedied += [f"{notice} was concluded as remedied on {dated(on)}" for notice, on in over.items()]
        found = {notice: on for notice, on in _put_right(file, day, given).items() if notice not in over}
        remedied += [f"{notice} was found remedied on {dated(on)}" for notice, on in found.items()]
        over |= found
        which = f" about {about[0]}" if about else ""
        lacking += [
            f"the process on {notice} had not been concluded by {dated(day)}" for notice in given if notice not in over
        ] or ([] if over else [f"no default or improvement process{which} had been concluded by {dated(day)}"])
    if not lacking and len(wanting) < len(matters):
        return None
    return "; ".join(dict.fromkeys((*lacking, *remedied, _no_breach(file, day, wanting[0]))))


def _put_right(file: ContractFile, day: date, given: Iterable[str]) -> dict[str, date]:
    """Of these notices those by which the failing was put right: assessed so, their process is at its end without being
    said to be concluded. That is no ground by itself, and takes nothing from the others relied on."""
    notices = {notice: file.notices.by_id[notice] for notice in given if notice in file.notices.by_id}
    return {
        notice: max(on for on, _, _ in held.assessed if on <= day)
        for notice, held in notices.items() if held.result(day) == "remedied"
    }  # fmt: skip


def _about(file: ContractFile, issue: str, named: Sequence[str]) -> tuple[str, ...]:
    """The formal notices about an issue, only those named where any of them is; one that names no issue is about any
    that was there."""
    held = file.issues.by_id.get(issue)
    noticed = (held.noticed_on or held.raised_on) if held else None
    given = [
        notice.id for notice, served in file.notices.served(*OF_DEFAULT, party="authority")
        if issue in served.issues or (not served.issues and (noticed is None or served.happened_on >= noticed))
    ]  # fmt: skip
    return tuple(notice for notice in given if notice in named) or tuple(given)


def _no_breach(file: ContractFile, day: date, about: tuple[str, ...]) -> str:
    process = file.default_process
    unclear, other = process.unclear_breach(day, about), process.fundamental_breach(day)
    if unclear is not None:
        return f"{unclear.id} excepts nothing: it {unclear.lacks}"
    if other is not None and about:
        return f"{other.id}, a fundamental breach, was not determined of {about[0]}"
    return "no fundamental breach had been determined"


def decision_waits(file: ContractFile, day: date, named: str | None, procedure: Procedure) -> str | None:
    """Return what a rule finds against carrying out a decision that may still be called in, or that was.

    Not in point where no decision stands, or none that may be called in by what is on file.
    """
    decision = end_decided(file, day, named, procedure)
    if decision is None or not decision.is_open_to_call_in:
        return NOT_IN_POINT
    waits = decision.waits(day)
    return f"the decision of {dated(decision.on)} could not be carried out yet: {waits}" if waits else None


def not_worked_through(
    file: ContractFile, day: date, procedure: Procedure, notices: Iterable[str] = (), issues: Iterable[str] = ()
) -> str | None:
    """TC-14: none of the routes the procedure has for a failure was worked through (D-06); None where one was."""
    found = []
    named = tuple(notices)
    rests_on = relied_on(file, issues, named)
    if procedure.by_default:
        found.append(process_not_concluded(file, day, named, rests_on))
    if procedure.by_dispute:
        found.append(dispute_results.not_worked_through(file, day, rests_on, procedure))
    return None if None in found else "; ".join(what for what in found if what)


def at_discretion(decision: TerminationAuthorised, procedure: Procedure) -> bool:
    """Return whether a decision is itself the exception to TC-14: by the office entitled to it, with its reason.

    Only where the procedure says so: it is entirely at the discretion of the PCC to end a contract (TVP-5.0-7).
    """
    rows = [row for row in procedure.conditions if row.id == "TC-14" and "decision" in row.bypass]
    by = decision.by
    return any(by is not None and procedure.is_office(by.office, r.authorised_by) for r in rows) and bool(
        decision.reason
    )


def decided_at_discretion(
    file: ContractFile, day: date, procedure: Procedure, proposal: str | None = None
) -> Decision | None:
    """Return the decision that stands on a day and is itself the exception to TC-14, None where there is none."""
    decision = end_decided(file, day, proposal, procedure)
    recorded = file.at(decision.position) if decision else None
    if decision is None or recorded is None:
        return None
    return decision if at_discretion(cast("TerminationAuthorised", recorded.entry), procedure) else None


def part_unclear(act: TerminationAuthorised | ContractTerminated | NoticeServed) -> str | None:
    """Return in words that it is not clear which part of the contract an act ends: it ends a part and does not say
    which, or names one and is not said to end that alone. NOT_IN_POINT where it is about the whole and names none."""
    if act.extent == "partial":
        return None if act.part else "it ends a part of the contract and does not say which"
    return f"it ends the whole contract and names a part: {act.part}" if act.part else NOT_IN_POINT


AS_SEEN = "as far as may be seen here"
ABSOLUTE: dict[str, Finding] = {
    "TC-15": not_discussed,
    "TC-16": not_weighed,
    "TC-18": no_case,
    "TC-19": lawyers_not_consulted,
}
"""The conditions nothing lifts that hold before the decision, the notice and the end."""
