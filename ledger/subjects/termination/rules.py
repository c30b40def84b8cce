"""What must come before a contract is ended early, and what is asked of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledger import ending, rights
from ledger.offices import acted_as, in_another_office, in_office, is_the_authoritys
from ledger.rules import NOT_IN_POINT, AnyRule, Predicate, Rule, lacks, leaves_out
from ledger.span import out_of_order
from ledger.subjects.termination.entries import (
    CallInConcluded,
    ContractExpired,
    ContractTerminated,
    DecisionCalledIn,
    EarlyTerminationProposed,
    ProviderExclusionDecided,
    ProviderInformedOfIntention,
    TerminationAuthorised,
    TerminationCaseRecorded,
    TerminationImpactAssessed,
)
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

NO_FAULT: frozenset[str] = frozenset({"change-of-need", "funding", "convenience", "agreement", "insolvency"})
"""Grounds that allege no failure of the provider, so that there is nothing a default process could put right.

Insolvency is an event, with a trigger of its own in a contract's clauses: the process is for where a default or
improvement notice needs to be served (HCC-9.1-a), and none is for that."""


def alleges_failure(grounds: tuple[str, ...]) -> bool:
    """Return whether the provider's failure is among the grounds; where none are stated it is taken to be."""
    return not grounds or not set(grounds) <= NO_FAULT


def _more_than_the_service_has(
    file: ContractFile, weighed: TerminationImpactAssessed, procedure: Procedure
) -> str | None:
    contract = file.agreement.contract
    there, affected = contract.client_group_size if contract else None, weighed.users_affected
    if there is None or affected is None:
        return NOT_IN_POINT
    return (
        f"{affected} people are affected, and by the contract on file {there} receive it" if affected > there else None
    )


Act: TypeAlias = TerminationAuthorised | ContractTerminated


def _in_point(file: ContractFile, act: Act) -> bool:
    """Whether the procedure's conditions bind the act: the authority's own (or agreed) ending, before the end date."""
    if isinstance(act, TerminationAuthorised):
        return True
    end = file.end_date(act.happened_on)
    return act.by_party != "provider" and (end is None or act.effective_on < end)


def _applies(condition: str, procedure: Procedure) -> bool:
    return all(row.applies for row in procedure.conditions if row.id == condition)


def _unmet(condition: str) -> Predicate:
    def found(file: ContractFile, act: Act, procedure: Procedure) -> str | None:
        if not _applies(condition, procedure) or not _in_point(file, act):
            return NOT_IN_POINT
        return ending.ABSOLUTE[condition](file, act.happened_on, act.proposal)

    return found


def _for_failure(proposed: EarlyTerminationProposed) -> bool:
    """Whether it is the authority's and alleges a failure: the provider is not bound by the authority's procedure."""
    return alleges_failure(proposed.grounds) and not (proposed.by and proposed.by.party == "provider")


def _names_no_failing(file: ContractFile, proposed: EarlyTerminationProposed, procedure: Procedure) -> str | None:
    if not _for_failure(proposed):
        return NOT_IN_POINT
    on_a_breach = "fundamental-breach" in proposed.grounds
    breach = file.default_process.fundamental_breach(proposed.happened_on) if on_a_breach else None
    if proposed.issues or proposed.notices or breach is not None:
        return None
    return "it names no issue and no notice, so no trail of evidence can be told to be of what it rests on"


def _process_not_worked_through(
    file: ContractFile, act: EarlyTerminationProposed | Act, procedure: Procedure
) -> str | None:
    if not _applies("TC-14", procedure):
        return NOT_IN_POINT
    if isinstance(act, EarlyTerminationProposed):
        if not _for_failure(act):
            return NOT_IN_POINT
        return ending.not_worked_through(file, act.happened_on, procedure, act.notices, act.issues)
    if isinstance(act, TerminationAuthorised) and ending.at_discretion(act, procedure):
        return NOT_IN_POINT
    if ending.decided_at_discretion(file, act.happened_on, procedure, act.proposal):
        return NOT_IN_POINT
    proposal = file.termination.proposed(act.happened_on, act.proposal)
    if not _in_point(file, act) or (proposal is not None and not alleges_failure(proposal.grounds)):
        return NOT_IN_POINT
    if proposal is None and isinstance(act, ContractTerminated) and _for_convenience(file, act):
        return NOT_IN_POINT
    notices, issues = (proposal.notices, proposal.issues) if proposal else ((), ())
    return ending.not_worked_through(file, act.happened_on, procedure, notices, issues)


def _for_convenience(file: ContractFile, act: ContractTerminated) -> bool:
    """Whether it rests on a clause that gives a right to end the contract whatever the provider did."""
    notice = file.notices.by_id.get(act.notice) if act.notice else None
    cited = act.clause or (notice.served.clause if notice and notice.served else None)
    clause = file.terms.termination_clause(cited, act.happened_on) if cited else None
    return clause is not None and clause.says.trigger == "convenience"


def _right_not_arisen(file: ContractFile, act: Act, procedure: Procedure) -> str | None:
    day, proposal = act.happened_on, file.termination.proposed(act.happened_on, act.proposal)
    agreed = proposal is not None and "agreement" in proposal.grounds
    if not _in_point(file, act) or agreed or (isinstance(act, ContractTerminated) and act.by_party == "both"):
        return NOT_IN_POINT  # an end that both agreed to rests on that agreement
    case = ending.case_in_point(file, day, act.proposal)
    cited = (act.clause if isinstance(act, ContractTerminated) else None) or (case.clause if case else None)
    if not rights.right_in_point(file, day, cited):
        return NOT_IN_POINT  # no clause on file gives one: there is nothing to judge by
    return rights.not_arisen(file, day, cited)


def _not_by_legal_services(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    executor = act.executor
    if not _in_point(file, act):
        return NOT_IN_POINT
    if acted_as(file, executor, "legal-services", act.happened_on, procedure):
        return None
    otherwise = in_another_office(file, executor, act.happened_on, procedure) if executor else None
    return f"it was carried out by {executor or 'nobody named'}{f'; {otherwise}' if otherwise else ''}"


def _notice_does_not_stand(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not _in_point(file, act) or act.by_party == "both":
        return NOT_IN_POINT
    if act.notice is None:
        return "it names no notice of termination"
    notice = file.notices.by_id.get(act.notice)
    if notice is None or notice.served is None:
        return f"{act.notice} is not on file for {dated(act.happened_on)} or before"
    if notice.served.served_by_party != act.by_party:
        return f"{act.notice} is the {notice.served.served_by_party}'s, and the {act.by_party} ended the contract"
    if notice.served.notice_kind != "termination":
        return f"{act.notice} is a notice of {notice.served.notice_kind.replace('-', ' ')}, not of termination"
    if notice.is_purported:
        return f"{act.notice} is itself only purported: a rule that nothing lifts was not kept in giving it"
    if notice.valid is False:
        return f"{act.notice} was not validly served"
    if notice.withdrawn and notice.withdrawn[0] <= act.happened_on:
        return f"{act.notice} was withdrawn on {dated(notice.withdrawn[0])}"
    return None


def _notice_too_short(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    notice = file.notices.by_id.get(act.notice or "")
    if notice is None or notice.valid is False or not _in_point(file, act):
        return NOT_IN_POINT
    if notice.counts_on is None or notice.counts_on > act.effective_on:
        counts = f"it counts on {dated(notice.counts_on)}" if notice.counts_on else "its receipt is not shown"
        return f"the contract is ended from {dated(act.effective_on)}, when {notice.id} does not yet count: {counts}"
    length = notice.worked.ends_no_earlier_than if notice.worked else None
    if length is not None and act.effective_on < length.end:
        return f"the contract is ended from {dated(act.effective_on)}; the length of notice runs to {dated(length.end)}"
    return None


def _provider_not_told(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not _in_point(file, act) or act.by_party == "both":
        return NOT_IN_POINT  # a provider that agreed to the end needed no telling
    return ending.provider_not_told(file, act.happened_on, act.proposal)


def _not_decided(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    if not _in_point(file, act):
        return NOT_IN_POINT
    if file.termination.authorised(act.happened_on, act.proposal):
        return None
    return f"no decision to end the contract that stands is on file for {dated(act.happened_on)} or before"


def _not_by_decider(file: ContractFile, act: TerminationAuthorised, procedure: Procedure) -> str | None:
    entitled = next((c.authorised_by for c in procedure.conditions if c.id == "TC-20"), ())
    if not entitled:
        return NOT_IN_POINT
    if in_office(file, act.by, entitled, act.happened_on, procedure):
        return None
    titles = procedure.one_of(entitled)
    return f"it was decided by {procedure.person_in_office(act.by)}; the procedure gives it to {titles}"


def _no_such_decision(
    file: ContractFile, entry: DecisionCalledIn | CallInConcluded, procedure: Procedure
) -> str | None:
    if any(decision.position == entry.decision for decision in file.termination.decisions):
        return None
    return f"entry {entry.decision} is no decision to end the contract"


def _equality_not_weighed(file: ContractFile, act: TerminationAuthorised, procedure: Procedure) -> str | None:
    impact = file.termination.impact_assessed(act.happened_on, act.proposal)
    if impact is not None and "equality" in impact.weighed:
        return None
    return f"no assessment of what it means for equality is on file for {dated(act.happened_on)} or before"


def _decision_waits(file: ContractFile, act: ContractTerminated, procedure: Procedure) -> str | None:
    return ending.decision_waits(file, act.happened_on, act.proposal) if _in_point(file, act) else NOT_IN_POINT


def _no_advice(file: ContractFile, act: TerminationAuthorised, procedure: Procedure) -> str | None:
    # Says only whether there is advice: what it says is privileged and this sentence is not.
    if file.termination.advised(act.happened_on, act.proposal):
        return None
    return f"no advice of Legal Services is on file for {dated(act.happened_on)} or before"


def _shows_no_failing(file: ContractFile, case: TerminationCaseRecorded, procedure: Procedure) -> str | None:
    if not case.cited:
        return NOT_IN_POINT  # asked for as what the case lacks
    what = ending.shows_nothing(file, case.cited, case.happened_on, case.proposal)
    return f"it {what}" if what else None


def _clause_gives_no_right(file: ContractFile, case: TerminationCaseRecorded, procedure: Procedure) -> str | None:
    return ending.no_such_right(file, case.clause, case.happened_on) if case.clause else NOT_IN_POINT


def _ended_already(file: ContractFile, act: ContractTerminated | ContractExpired, procedure: Procedure) -> str | None:
    ended = file.termination.ended
    if ended is None:
        return None
    return f"the contract {ended.how} on {dated(ended.on)} (entry {ended.position}); correct that entry if it is wrong"


def _expired_early(file: ContractFile, act: ContractExpired, procedure: Procedure) -> str | None:
    end = file.end_date(act.happened_on)
    if end is None:
        return NOT_IN_POINT
    if act.happened_on >= end:
        return None
    return f"its end date on file is {dated(end)}, which is later: an earlier end is a termination"


def _our_own_told(file: ContractFile, told: ProviderInformedOfIntention, procedure: Procedure) -> str | None:
    if told.recipient is None:
        return NOT_IN_POINT
    if not is_the_authoritys(file, told.recipient, told.happened_on):
        return None
    return f"{told.recipient} was told, who is of the authority, and nobody of the provider"


def _part_unclear(file: ContractFile, act: Act, procedure: Procedure) -> str | None:
    if act.extent == "partial":
        return None if act.part else "it ends a part of the contract and does not say which"
    return f"it ends the whole contract and names a part: {act.part}" if act.part else NOT_IN_POINT


def _excluded_too_long(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    since, until = decided.from_date or decided.happened_on, decided.until_date
    years = procedure.setting("exclusion.longest")
    if until is None:
        return None
    if until < since:
        return f"it ends on {dated(until)}, before it begins on {dated(since)}"
    if not years or (until.year - years, until.month, until.day) < (since.year, since.month, since.day):
        return None
    longest = procedure.limit("exclusion.longest") or f"{years} years"
    return f"it lasts from {dated(since)} to {dated(until)}; the longest is {longest}"


def _bodies_left_out(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    if not decided.buying_bodies:
        return "it is not said whose tenders it is kept out of"
    named = {procedure.buying_body(body) for body in decided.buying_bodies}
    left_out = [row.title for row in procedure.buying_bodies if row.title not in named]
    return f"it leaves out {' and '.join(left_out)}" if left_out else None


ACTS = (TerminationAuthorised, ContractTerminated)


RULES: tuple[AnyRule, ...] = (
    *(
        Rule(id=rule, citation=citation, level="absolute", of=ACTS, sentence=sentence, found=_unmet(condition))
        for condition, rule, citation, sentence in (
            (
                "TC-15", "termination.support-officer-consulted", "HCC-9.2-a",
                "Early termination is discussed with the Contract Support Officer once it is proposed.",
            ),
            (
                "TC-16", "termination.impact-assessed", "HCC-9.3-a",
                "What it means for the people served, what replaces it and how long that takes are weighed first.",
            ),
            (
                "TC-18", "termination.case-recorded", "HCC-9.4-a",
                "The case for early termination is on record and shows a clear trail of evidence of failure.",
            ),
            (
                "TC-19", "termination.legal-services-consulted", "HCC-9.4-e",
                "The County Manager (Contracts) consults Legal Services before a contract is ended early.",
            ),
        )
    ),
    Rule(
        id="termination.right-arisen", citation="HCC-A11-a", level="absolute", of=ACTS,
        sentence="A contract is ended under a right that its clauses give and the file shows to have arisen.",
        found=_right_not_arisen,
    ),
    Rule(
        id="termination.process-worked-through", citation="HCC-9.1-c", level="authorise",
        of=(EarlyTerminationProposed, *ACTS), authorised_by=("county-manager-contracts",),
        sentence="The process for a failing is worked through before early termination, save for a stated exception.",
        found=_process_not_worked_through,
    ),
    Rule(
        id="termination.names-the-failings", citation="HCC-9.4-b", level="advise", of=EarlyTerminationProposed,
        field="issues", sentence="A proposal to end the contract for a failure names issues or notices it rests on.",
        found=_names_no_failing,
    ),
    Rule(
        id="termination.by-legal-services", citation="HCC-9.4-f", level="absolute", of=ContractTerminated,
        field="carried_out_by", sentence="Early termination is carried out by Legal Services.",
        found=_not_by_legal_services,
    ),
    Rule(
        id="termination.on-a-notice-that-stands", citation="HCC-A11-a", level="absolute", of=ContractTerminated,
        field="notice", sentence="The contract is ended by a notice of termination that was validly given.",
        found=_notice_does_not_stand,
    ),
    Rule(
        id="termination.length-of-notice", citation="HCC-A11-a", level="explain", of=ContractTerminated,
        field="ends_on", sentence="The contract ends only when the notice counts and its length has run.",
        found=_notice_too_short,
    ),
    Rule(
        id="termination.provider-informed", citation="HCC-9.5-b", level="explain", of=ContractTerminated,
        sentence="The provider is kept informed of any intention to end the contract.", found=_provider_not_told,
    ),
    Rule(
        id="intention.told-to-the-provider", citation="HCC-9.5-b", level="explain", of=ProviderInformedOfIntention,
        field="recipient", sentence="It is the provider that is told of an intention.", found=_our_own_told,
    ),
    Rule(
        id="termination.decided", citation="TVP-5.0-7", level="explain", of=ContractTerminated, field="proposal",
        sentence="The contract is ended on a decision that is on record.", found=_not_decided,
    ),
    Rule(
        id="termination.decided-by-the-office-entitled", citation="TVP-5.0-7", level="explain",
        of=TerminationAuthorised, field="by", found=_not_by_decider,
        sentence="Ending the contract is decided by the office the procedure gives that to.",
    ),
    Rule(
        id="termination.decision-recorded-in-full", citation="SI 2012/2089, reg 13(4)", level="advise",
        of=TerminationAuthorised, field="options_rejected", found=leaves_out(
            {
                "delegated_power": "the power under which it was decided", "reason": "reasons",
                "options_rejected": "options considered and rejected", "interests_declared": "interests declared",
            },
            found="it says nothing of {missing}",
        ),
        sentence="A decision is recorded with its power, its reasons, the options rejected and interests declared.",
    ),
    Rule(
        id="termination.equality-weighed-first", citation="Equality Act 2010, s 149", level="explain",
        of=TerminationAuthorised, found=_equality_not_weighed,
        sentence="What ending the contract means for equality is weighed before it is decided, not after.",
    ),
    Rule(
        id="termination.call-in-over", citation="Local Government Act 2000, s 9F", level="explain",
        of=ContractTerminated, found=_decision_waits,
        sentence="A decision that may be called in, or was, is carried out only when that is over.",
    ),
    Rule(
        id="call-in.of-a-decision", citation="Local Government Act 2000, s 9F", level="contradiction",
        of=(DecisionCalledIn, CallInConcluded), field="decision", found=_no_such_decision,
        sentence="What is called in is a decision to end the contract that is on file.",
    ),
    Rule(
        id="termination.advice-received", citation="HCC-9.4-e", level="advise", of=TerminationAuthorised,
        sentence="Legal Services have advised before it is decided.", found=_no_advice,
    ),
    Rule(
        id="termination.impact-complete", citation="HCC-9.3-b", level="advise", of=TerminationImpactAssessed,
        sentence="The assessment covers users, numbers, vulnerability, alternatives, timescales and equality.",
        found=leaves_out(
            {
                "users_affected": "how many people are affected", "user_impact": "what it means for them",
                "vulnerability": "how vulnerable they are", "alternative_arrangements": "the alternative arrangements",
                "timescales": "how long those take", "equality": "equality",
            },
            found="it says nothing of {missing}",
        ),
    ),
    Rule(
        id="termination.impact-on-those-there-are", citation="HCC-9.3-b", level="explain",
        of=TerminationImpactAssessed, field="users_affected", found=_more_than_the_service_has,
        sentence="No more people who receive the service are affected than receive it.",
    ),
    Rule(
        id="termination.case-complete", citation="HCC-9.4-b", level="advise", of=TerminationCaseRecorded,
        sentence="The case names its grounds, its clause, the entries that prove it and the trail as it then was.",
        found=leaves_out(
            {
                "grounds": "grounds", "clause": "clause of the contract", "cited": "entries that show failure",
                "trail_digest": "digest of the trail of evidence",
            },
            "it names no {missing}", ", no ",
        ),
    ),
    Rule(
        id="termination.case-shows-the-failing", citation="HCC-9.4-a", level="explain", of=TerminationCaseRecorded,
        field="cited", sentence="The case cites entries that are of the failings the proposal rests on.",
        found=_shows_no_failing,
    ),
    Rule(
        id="termination.case-cites-its-clause", citation="HCC-A11-a", level="advise", of=TerminationCaseRecorded,
        field="clause", sentence="The case cites a clause of the contract that gives a right to end it.",
        found=_clause_gives_no_right,
    ),
    Rule(
        id="termination.names-the-part", citation="HCC-A11-a", level="advise", of=ACTS, field="part",
        sentence="Where part of the contract is ended, it is said which part.", found=_part_unclear,
    ),
    Rule(
        id="termination.once", citation="HCC-2.1-g", level="contradiction", of=(ContractTerminated, ContractExpired),
        sentence="A contract that has ended does not end again.", found=_ended_already,
    ),
    Rule(
        id="termination.ends-after-the-act", citation="HCC-2.1-g", level="explain", of=ContractTerminated,
        field="ends_on", sentence="A contract is not ended for a day that has passed.", found=out_of_order(
            "ends_on", "happened_on", found="it ends the contract on {later}, before the act on {earlier}",
        ),
    ),
    Rule(
        id="expiry.at-the-end-date", citation="TVP-3.0-10", level="explain", of=ContractExpired, field="happened_on",
        sentence="A contract expires on its end date.", found=_expired_early,
    ),
    Rule(
        id="exclusion.no-longer-than-allowed", citation="TVP-5.2-9a", level="contradiction",
        of=ProviderExclusionDecided, field="until_date", found=_excluded_too_long,
        sentence="A provider is kept out of tenders for no longer than the procedure allows: five years.",
    ),
    Rule(
        id="exclusion.names-its-end", citation="TVP-5.2-9a", level="explain", of=ProviderExclusionDecided,
        field="until_date", sentence="An exclusion names its last day.",
        found=lacks("until_date", found="it names no end"),
    ),
    Rule(
        id="exclusion.names-buying-bodies", citation="TVP-5.2-9b", level="advise", of=ProviderExclusionDecided,
        field="buying_bodies", sentence="An exclusion says whose tenders it covers.", found=_bodies_left_out,
    ),
    Rule(
        id="exclusion.on-a-legal-basis", citation="TVP-5.2-9c", level="advise", of=ProviderExclusionDecided,
        field="legal_basis", sentence="An exclusion names the law it rests on.",
        found=lacks("legal_basis", found="it names no legal basis"),
    ),
)  # fmt: skip
