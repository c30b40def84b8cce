"""Conditions TC-15 to TC-21 before an early termination: who was consulted, what was weighed, who decided, who acted.

TC-15, 16, 18 and 19 are looked at by the very predicates that judge the decision, the notice and the end
(`ledger/ending.py`). What Legal Services advised is privileged: nothing here says more than that they were asked.
"""

from __future__ import annotations

from ledger import ending
from ledger.end_decided import end_decided
from ledger.ending_discussed import discussions, not_discussed
from ledger.entry import Recorded
from ledger.names import counted, in_a_row
from ledger.offices import by_the_lead, office_differs
from ledger.subjects.notices import Notice, NoticeServed
from ledger.subjects.termination import ContractTerminated, TerminationAuthorised
from projections.ending.case_trails import admissions, by_issue, missing, to_record
from projections.ending.findings import Finding, Question, departing, not_shown, shown
from projections.ending.next_steps import CLOSE_THE_CHAIN, HAVE_THE_LEAD_TELL_IT
from projections.failings.trail import spoken
from projections.view import rules_in_words

DECIDER = "termination.decided-by-the-office-entitled"
TOLD_BY_THE_LEAD = ("intention.end-told-by-the-lead-officer", "intention.told-by-the-lead-officer")
"""Who tells the provider; the second is what departures on older entries name, when one rule asked it of both."""
NOTICE_RULES = ("notice.termination-by-legal-services", "notice.termination-cites-its-clause")
ENDING_RULES = (
    "termination.by-legal-services", "termination.on-a-notice-that-stands", "termination.cites-its-clause",
)  # fmt: skip


def discussed(asked: Question) -> Finding:
    """TC-15: once the end had been proposed, the lead officer discussed it with the Contract Support Officer."""
    talks = discussions(asked.file, asked.day, asked.proposal) if asked.proposal else []
    held = [one for one in talks if by_the_lead(asked.file, one)]
    what = not_discussed(asked.file, asked.day, asked.name)
    if what is not None or not held:
        none = "no discussion with the Contract Support Officer is on file"
        return not_shown(what or none, *(one.position for one in talks))
    called, first = asked.procedure.person_in_office, held[0]
    said = f"{called(first.consulted)} was consulted on {spoken(first.on)}"
    if differs := office_differs(asked.file, first.consulted.person, "contract-support-officer", first.on):
        said += f", but {differs}"
    # That officer may in turn consult the County Manager: shown where it was, and asked of nobody (HCC-9.2-b).
    further = discussions(asked.file, asked.day, asked.proposal, "county-manager-contracts") if asked.proposal else []
    if further:
        said += f", and {called(further[0].consulted)} on {spoken(further[0].on)}"
    return shown(said, *(c.position for c in (*held, *further)))


def weighed(asked: Question) -> Finding:
    """TC-16: what it means for users, what replaces the service and how long that takes were all weighed."""
    found = asked.file.termination.impacts_by_head(asked.day, asked.name)
    by_entry: dict[int, list[str]] = {}
    for head, words in HEADS.items():
        if head in found:
            by_entry.setdefault(found[head].position, []).append(words)
    days = {found[head].position: found[head].on for head in HEADS if head in found}
    what = ending.not_weighed(asked.file, asked.day, asked.name)
    if what is not None or not by_entry:
        return not_shown(what or "no assessment is on file", *sorted(days))
    named = "equality" in found
    if len(by_entry) > 1:
        parts = [f"{in_a_row(said)} on {spoken(days[at])} (entry {at})" for at, said in sorted(by_entry.items())]
        said = f"the consequences were weighed: {', '.join(parts)}"
    else:
        on = spoken(next(iter(days.values())))
        said = f"the consequences were weighed on {on}: users, arrangements and timescales"
        said += ", and effects on equality and rights" if named else ""
    return shown(f"{said}{'' if named else '; of equality and rights nothing is said'}", *sorted(by_entry))


HEADS = {
    "user_impact": "users", "alternative_arrangements": "arrangements", "timescales": "timescales",
    "equality": "effects on equality and rights",
}  # fmt: skip
"""What is weighed before a contract is ended early, by field; of equality and rights nothing is asked (CPC307-K1)."""


def provider_informed(asked: Question) -> Finding:
    """TC-17: judged on the day of the notice or of the end, where there is one."""
    what = ending.provider_not_told(asked.file, asked.day, asked.name)
    if what is not None:
        others = ending.tellings(asked.file, asked.day, None) if asked.name else []
        return not_shown(what, *(told.position for told in others))
    told = [r for one in ending.tellings(asked.file, asked.day, asked.name) if (r := asked.file.at(one.position))]
    found = [(recorded, asked.found(TOLD_BY_THE_LEAD[0], recorded.entry)) for recorded in told]
    held, by_another = next((one for one in found if one[1] is None), found[0])
    said = f"the provider was told of the intention on {spoken(held.entry.happened_on)}"
    if by_another is not None:
        departures = departing(told, *TOLD_BY_THE_LEAD)
        return not_shown(
            f"{said}, but {by_another}", held.position, departures=departures, next_step=HAVE_THE_LEAD_TELL_IT
        )
    return shown(said, held.position)


def case_on_record(asked: Question) -> Finding:
    """TC-18: the case cites entries that show the failure, and admits what is missing from the trails it rests on.

    How many of these it admits, and the digest of the trail, are named. That a chain has a gap makes no act purported:
    the rule nothing lifts asks for the case (docs/adr/0281).
    """
    case = ending.case_in_point(asked.file, asked.day, asked.name)
    what = ending.no_case(asked.file, asked.day, asked.name)
    if what is not None or case is None:
        lacks = missing(asked) if asked.proposal else []
        return not_shown(
            what or "no case is on file", case.position if case else None,
            not_admitted=tuple(lacks), to_record=to_record(asked, case, lacks),
        )  # fmt: skip
    cites = f"{len(case.cited)} entries" if len(case.cited) > 1 else "one entry"
    lacking, admitted = missing(asked), admissions(asked, case)
    broken = [link for link in lacking if not admitted.names(link)]
    admits = f" and admits {counted(count, 'gap')}" if (count := len(lacking) - len(broken)) else ""
    digest = "" if case.trail_digest else "; the digest of the trail as it was is not with it"
    recorded = asked.file.at(case.position)
    if case.trail_digest and recorded and (none := ending.no_trail(asked.file, recorded.entry, case.position)):
        digest = f"; it names a digest, but {none}"
    said = f"the case of {spoken(case.on)} cites {cites}{admits}{digest}"
    if broken:
        unread = "; the case has words that cannot be read here, which may admit it" if admitted.unread else ""
        plainly = "; its words plainly say of no other link that it is lacking" if admitted.in_words else ""
        said = f"{said}{plainly}; missing from the trail, and not admitted: {by_issue(broken)}{unread}"
        return not_shown(
            said, case.position, *case.cited, next_step=CLOSE_THE_CHAIN,
            not_admitted=tuple(broken), to_record=to_record(asked, case, lacking),
        )  # fmt: skip
    return shown(said, case.position, *case.cited)


def legal_services_consulted(asked: Question) -> Finding:
    """TC-19: the County Manager (Contracts), and nobody else, consulted Legal Services; whether advice came."""
    termination = asked.file.termination
    what = ending.lawyers_not_consulted_as_seen(asked.file, asked.day, asked.name)
    held = termination.legal_consulted(asked.day, asked.name, ending.CONSULTS_LAWYERS)
    if what is not None or held is None:
        other = termination.legal_consulted(asked.day, asked.name)
        return not_shown(what or "Legal Services were not consulted", other.position if other else None)
    advised = termination.advised(asked.day, asked.name)
    received = f"; advice came on {spoken(advised.on)}" if advised else "; no advice that may be seen here is on file"
    said = f"the County Manager (Contracts) consulted Legal Services on {spoken(held.on)}{received}"
    return shown(said, held.position, advised.position if advised else None)


def decided(asked: Question) -> Finding:
    """TC-20: a decision that stands, by a named person of the authority, of the office entitled where one is."""
    made = asked.file.termination.decided(asked.day, asked.name)
    decision = end_decided(asked.file, asked.day, asked.name, asked.procedure) or next(reversed(made), None)
    if decision is None:
        against = [d for d in asked.file.termination.decisions if d.against and d.on <= asked.day]
        said = [
            f"the decision of {spoken(d.on)} is purported only: it did not keep {rules_in_words(d.against)}"
            for d in against
        ]
        none = f"no decision to end the contract is on file for {spoken(asked.day)} or before"
        return not_shown("; ".join(said) or none, *(d.position for d in against))
    recorded = asked.file.at(decision.position)
    entry = recorded.entry if recorded else None
    what = asked.found(DECIDER, entry) if isinstance(entry, TerminationAuthorised) else None
    if what is None and (decision.by is None or decision.by.party != "authority"):
        what = f"it was decided by {asked.procedure.person_in_office(decision.by)}"
    if what is not None:
        return not_shown(what, decision.position, departures=departing([recorded] if recorded else [], DECIDER))
    entitled = asked.procedure.entitled("TC-20")
    silent = "" if entitled else "; the procedure does not say who may decide"
    by, part = asked.procedure.person_in_office(decision.by), f", {decision.in_part}" if decision.in_part else ""
    return shown(f"{by} decided on {spoken(decision.on)}{part}{silent}", decision.position)


def carried_out(asked: Question) -> Finding:
    """TC-21: a notice of termination that stands, under a clause on file, given and carried out by whoever may."""
    notices = [act for act in asked.acts if isinstance(act.entry, NoticeServed)]
    endings = [act for act in asked.acts if isinstance(act.entry, ContractTerminated)]
    if not notices and not endings:
        return not_shown(f"no notice of termination of the authority is on file for {spoken(asked.day)} or before")
    against = [*_against(asked, notices[-1:], NOTICE_RULES), *_against(asked, endings[-1:], ENDING_RULES)]
    if not notices and not against:
        against = ["no notice of termination is on file"]
    entries = [act.position for act in (*notices, *endings)]
    for act in notices[-1:]:
        given = asked.file.notices.by_id.get(act.given_id or "")
        if given is not None and not against and (what := _without_effect(given, endings)) is not None:
            against.append(what)
    if against:
        return not_shown("; ".join(against), *entries)
    last = (endings or notices)[-1]
    by = asked.procedure.person_in_office(last.entry.by)
    return shown(f"{by} acted on {spoken(last.entry.happened_on)} under the contract", *entries)


def _without_effect(notice: Notice, endings: list[Recorded]) -> str | None:
    """Why the notice could not end the contract, if so; one that counts after its giving may, by the ending's day."""
    if notice.valid is False:
        return f"{notice.id} was not validly served"
    if notice.counts_on is None:
        return f"{notice.id} does not count: it is not shown to have been served"
    ended = endings[-1].entry.effective_on if endings else None
    if ended is not None and notice.counts_on > ended:
        late = f"{notice.id} counts from {spoken(notice.counts_on)} only"
        return f"{late}, after the contract was ended on {spoken(ended)}"
    return None


def _against(asked: Question, acts: list[Recorded], rules: tuple[str, ...]) -> list[str]:
    found = ((act, asked.found(rule, act.entry)) for act in acts for rule in rules)
    return [f"entry {act.position}: {what}" for act, what in found if what is not None]
