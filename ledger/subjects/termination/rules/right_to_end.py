"""What must be there before a contract is ended early: the right, the procedure worked through, the act itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from ledger import ending, rights
from ledger.dates.span import out_of_order
from ledger.dates.working_days import dated
from ledger.extension_options import options_undecided
from ledger.grounds import alleges_failure, of_an_act
from ledger.names import few
from ledger.rules import NOT_IN_POINT, AnyRule, Predicate, Rule
from ledger.subjects.termination.entries import (
    ContractExpired,
    ContractTerminated,
    EarlyTerminationProposed,
    LegalServicesConsulted,
    TerminationAuthorised,
)
from ledger.subjects.termination.steps import Proposal
from ledger.transition import of_others, others_may_follow

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry
    from ledger.procedures import Procedure


def rests_on_failings(proposal: Proposal | EarlyTerminationProposed) -> bool:
    """Return whether a proposal is for failings: by its grounds, or by the issues and notices it names, whatever it
    calls itself. The provider's own is not: the authority's procedure does not bind it."""
    if proposal.by is not None and proposal.by.party == "provider":
        return False
    return alleges_failure(proposal.grounds) or bool(proposal.issues or proposal.notices)


def rests_on_no_failing(file: ContractFile, act: Entry) -> bool:
    """Return whether an act towards an end that nobody proposed is for no failing: both parties agreed to it, or it
    cites, or its notice does, a clause that gives a right to end the contract whatever the provider did."""
    return any(not alleges_failure((ground,)) for ground in of_an_act(file, act))


Act: TypeAlias = TerminationAuthorised | ContractTerminated


def in_point(file: ContractFile, act: Act) -> bool:
    """Whether the procedure's conditions bind the act: the authority's own (or agreed) ending, before the end date."""
    if isinstance(act, TerminationAuthorised):
        return True
    end = file.end_date(act.happened_on)
    return act.by_party != "provider" and (end is None or act.effective_on < end)


def _applies(condition: str, procedure: Procedure) -> bool:
    return all(row.applies for row in procedure.conditions if row.id == condition)


def _unmet(condition: str) -> Predicate:
    def found(file: ContractFile, act: Act, procedure: Procedure) -> str | None:
        if not _applies(condition, procedure) or not in_point(file, act):
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


def _failings_on_no_fault(file: ContractFile, proposed: EarlyTerminationProposed, procedure: Procedure) -> str | None:
    relied_on = (*proposed.issues, *proposed.notices)
    if not relied_on or (proposed.by and proposed.by.party == "provider"):
        return NOT_IN_POINT
    if alleges_failure(proposed.grounds):
        return None
    grounds = ", ".join(ground.replace("-", " ") for ground in proposed.grounds)
    return f"it relies on {few(relied_on)}, and its grounds, {grounds}, allege no failure of the provider"


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
    if not in_point(file, act) or (proposal is not None and not alleges_failure(proposal.grounds)):
        return NOT_IN_POINT
    if proposal is None and rests_on_no_failing(file, act):
        return NOT_IN_POINT
    notices, issues = (proposal.notices, proposal.issues) if proposal else ((), ())
    return ending.not_worked_through(file, act.happened_on, procedure, notices, issues)


def _right_not_arisen(file: ContractFile, act: Act, procedure: Procedure) -> str | None:
    day, proposal = act.happened_on, file.termination.proposed(act.happened_on, act.proposal)
    agreed = proposal is not None and "agreement" in proposal.grounds
    if not in_point(file, act) or agreed or (isinstance(act, ContractTerminated) and act.by_party == "both"):
        return NOT_IN_POINT  # an end that both agreed to rests on that agreement
    case = ending.case_in_point(file, day, act.proposal)
    cited = (act.clause if isinstance(act, ContractTerminated) else None) or (case.clause if case else None)
    if not rights.right_in_point(file, day, cited):
        return NOT_IN_POINT  # no clause on file gives one: there is nothing to judge by
    return rights.not_arisen(file, day, cited)


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


def _never_decided(file: ContractFile, act: ContractExpired, procedure: Procedure) -> str | None:
    contract, left = file.agreement.contract, options_undecided(file)
    if contract is None or not contract.extensions:
        return NOT_IN_POINT
    names = ", ".join(option.id for option in left)
    return f"nobody decided whether to use {names}, which lapsed with the contract's end" if left else None


def _followed_by_others(file: ContractFile, act: ContractExpired, procedure: Procedure) -> str | None:
    if not of_others(file, act.happened_on):
        return NOT_IN_POINT
    found = others_may_follow(file, act.happened_on, procedure)
    return f"{found}; and nothing says whether somebody else carries the service on" if found else None


def _part_unclear(file: ContractFile, act: Act, procedure: Procedure) -> str | None:
    return ending.part_unclear(act)


def _lawyers_asked_by_another(file: ContractFile, held: LegalServicesConsulted, procedure: Procedure) -> str | None:
    """Anybody may ask them; only that office's asking is what the procedure waits for, so another's is remarked on."""
    if held.by is not None and held.by.office == ending.CONSULTS_LAWYERS:
        return None
    whose = procedure.office_in_words(ending.CONSULTS_LAWYERS)
    who = f"they were consulted by {procedure.person_in_office(held.by)}" if held.by else "it is not said who did"
    return f"{who}; that the {whose} consults them stays to be done"


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
        id="legal-services.consulted-by-whom-it-falls-to", citation="HCC-9.4-e", level="advise",
        of=LegalServicesConsulted, field="by", found=_lawyers_asked_by_another,
        sentence="On ending a contract early it is the County Manager (Contracts) who consults Legal Services.",
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
        id="termination.failings-are-its-grounds", citation="HCC-9.1-c", level="advise", of=EarlyTerminationProposed,
        field="grounds", sentence="A proposal that relies on failings has the provider's failure among its grounds.",
        found=_failings_on_no_fault,
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
        id="expiry.options-decided", citation="TVP-6.0-6", level="advise", of=ContractExpired,
        sentence="Whether an option to extend is used is decided before it lapses.", found=_never_decided,
    ),
    Rule(
        id="expiry.says-who-carries-on", citation="TVP-6.0-6", level="advise", of=ContractExpired,
        sentence="Where others may carry the service on, it is said whether they do.", found=_followed_by_others,
    ),
)  # fmt: skip
