"""What procedure asks of evaluating tenders and awarding a contract."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.awards import AUTHORISED_BY, award_of, not_by_whom_it_falls_to, stands_on
from ledger.dates.working_days import dated
from ledger.division_of_work import falls_to, not_shared, partners_of
from ledger.names import few, name_key
from ledger.offices import in_office
from ledger.organisations import Organisation, same_organisation
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.procurement.entries import (
    AwardAuthorised,
    AwardRecommended,
    ProcurementAbandoned,
    SingleTenderNegotiationConcluded,
    TendersEvaluated,
    UnsuccessfulTenderersNotified,
)
from ledger.subjects.procurement.rules.route import MAY_VARY

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _evaluators_missing(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    if not falls_to(entry.kind, procedure) and not partners_of(entry.kind, procedure):
        return NOT_IN_POINT
    missing = not_shared(file, entry, (*entry.evaluators, entry.by), procedure)
    return f"the {missing} had no part in it, as far as it says" if missing else None


def _weights(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    weights = [Decimal(criterion.weight) for criterion in entry.criteria if criterion.weight is not None]
    if not weights:
        return NOT_IN_POINT
    if sum(weights) == 100:
        return None
    return f"the weights of its criteria make {sum(weights)} percent, not 100"


def _not_the_best_scored(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    """Tenders that scored more than the one found best: as a whole, or, where criterion by criterion is all that is
    given, more by one and less by none. Scores need not rise with merit."""
    best, scored = entry.recommended, dict[str, dict[str, Decimal]]()
    for score in entry.scores:
        scored.setdefault(score.bid, {})[name_key(score.criterion or "")] = Decimal(score.score)
    out = {bid for bid in scored if (held := file.procurement.bids.get(bid)) and held.says.accepted is False}
    others = {bid: by for bid, by in scored.items() if bid != best and bid not in out}
    if best not in scored or not others:
        return NOT_IN_POINT
    more = [bid for bid, by in others.items() if _scored_more(by, scored[best])]
    return f"{few(more)} scored more than {best}, which it finds best" if more else None


def _scored_more(one: Mapping[str, Decimal], other: Mapping[str, Decimal]) -> bool:
    if "" in one and "" in other:
        return one[""] > other[""]
    return one.keys() == other.keys() and one != other and all(one[by] >= other[by] for by in one)


def _too_soon(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    bought = file.procurement
    scored = (bought.bids.get(score.bid) for score in entry.scores)
    opened = any(bid is not None and bid.says.opened_on is not None for bid in scored)
    if not opened and bought.tenders.known(entry.tender).closes_on is None:
        return NOT_IN_POINT  # no day is on file before which it was too soon
    return bought.too_soon(entry)


def _none_on_file(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    if any(bid.on <= entry.happened_on for bid in file.procurement.bids_for(entry.tender)):
        return None
    return f"no tender for {entry.tender} is on file as received by {dated(entry.happened_on)}"


def _by_the_provider(file: ContractFile, entry: TendersEvaluated, procedure: Procedure) -> str | None:
    if not entry.evaluators:
        return NOT_IN_POINT
    theirs = [str(one) for one in entry.evaluators if one.is_of_the_provider]
    return f"among those who evaluated is {few(theirs)}, of the provider" if theirs else None


def _not_evaluated(file: ContractFile, entry: AwardRecommended, procedure: Procedure) -> str | None:
    bid = file.procurement.bids.get(entry.bid or "")
    if bid is None:
        if _negotiated(file, entry):
            return None
        return "it names no tender, and no negotiation with the provider is on file that came to terms"
    tender = file.procurement.tenders.get(bid.tender)
    held = file.procurement.evaluated(tender) if tender else []
    done = [said for on, said, _ in held if on <= entry.happened_on]
    if not done:
        once_in = " once its tenders were in" if tender is not None and tender.evaluated else ""
        return f"{bid.tender} had not been evaluated{once_in} by {dated(entry.happened_on)}"
    best, scored = done[-1].recommended, {score.bid for score in done[-1].scores}
    if best and best != bid.id:
        return f"the evaluation found {best} best"
    return f"the evaluation gave {bid.id} no score" if scored and bid.id not in scored else None


def _negotiated(file: ContractFile, entry: AwardRecommended) -> bool:
    """Whether the last negotiation with that provider by the day came to terms. One that names no provider was with
    that of the request it rests on, or one of those asked for; where none is named there either, it may be any."""
    held = [
        said.outcome for on, said, _ in file.procurement.negotiations
        if on <= entry.happened_on and _was_with(file, said, entry.provider)
    ]  # fmt: skip
    return bool(held) and held[-1] == "agreed"


def _was_with(file: ContractFile, said: SingleTenderNegotiationConcluded, provider: Organisation) -> bool:
    asked = file.procurement.single_tenders
    meant = asked.get(said.request or "")
    rests_on = [meant] if meant is not None else list(asked.values())
    named = [said.provider] if said.provider else [one.provider for one in rests_on if one.provider]
    return not named or any(same_organisation(one, provider) for one in named)


def _left_out(file: ContractFile, entry: TendersEvaluated | AwardRecommended, procedure: Procedure) -> str | None:
    """Tenders that were not taken in when they came, and are scored, found best or recommended all the same."""
    if isinstance(entry, AwardRecommended):
        named = [entry.bid]
    else:
        named = [*(score.bid for score in entry.scores), entry.recommended]
    held = [file.procurement.bids[bid] for bid in dict.fromkeys(named) if bid in file.procurement.bids]
    out = [f"{bid.id} (entry {bid.position})" for bid in held if bid.says.accepted is False]
    if not held:
        return NOT_IN_POINT
    return f"left out when it came in: {', '.join(out)}" if out else None


def _addressed_elsewhere(file: ContractFile, entry: AwardRecommended, procedure: Procedure) -> str | None:
    offices = falls_to("award-authorised", procedure)
    if not offices:
        return NOT_IN_POINT
    if in_office(file, entry.addressed_to, offices, entry.happened_on, procedure):
        return None
    put_to = procedure.person_in_office(entry.addressed_to) if entry.addressed_to else None
    whom = f"it is put to {put_to}" if put_to else "it is not said to whom it is put"
    return f"{whom}; awards are authorised by the {procedure.one_of(offices)}"


def _no_papers(file: ContractFile, entry: AwardAuthorised, procedure: Procedure) -> str | None:
    award = file.procurement.awards.get(entry.recommendation)
    if award is None:
        return NOT_IN_POINT
    if file.records.is_filed(award.position):
        return None
    return f"no contract papers were filed with {award.id} (entry {award.position})"


def _told_too_soon(file: ContractFile, entry: UnsuccessfulTenderersNotified, procedure: Procedure) -> str | None:
    award = award_of(file, entry.tender, procedure)
    if award is not None and stands_on(file, award, entry.happened_on, procedure):
        return None
    return f"no award of {entry.tender} had been authorised by {dated(entry.happened_on)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="evaluation.with-those-concerned", citation="HCC-A8-a", level="explain", of=TendersEvaluated,
        field="evaluators", asks=True, sentence="Tenders are evaluated by those whose part it is, together.",
        found=_evaluators_missing,
    ),
    Rule(
        id="evaluation.once-tenders-are-in", citation="HCC-A8-a", level="explain", of=TendersEvaluated,
        field="happened_on", sentence="Tenders are evaluated once they are in and the competition has closed.",
        found=_too_soon,
    ),
    Rule(
        id="evaluation.of-tenders-on-file", citation="HCC-A7-b", level="advise", of=TendersEvaluated, field="tender",
        sentence="The tenders that are evaluated are on file as received.", found=_none_on_file,
    ),
    Rule(
        id="evaluation.by-nobody-of-the-provider", citation="HCC-A8-a", level="explain", of=TendersEvaluated,
        field="evaluators", sentence="Tenders are evaluated by nobody of the provider's side.", found=_by_the_provider,
    ),
    Rule(
        id="evaluation.with-scores", citation="HCC-A8-a", level="advise", of=TendersEvaluated, field="scores",
        sentence="An evaluation gives its scores.",
        found=lacks("scores", "scores_document", found="it gives no scores, nor the sheet they stand in"),
    ),
    Rule(
        id="evaluation.weights-make-the-whole", citation="HCC-A8-a", level="advise", of=TendersEvaluated,
        field="criteria", sentence="The weights of the criteria make the whole.", found=_weights,
    ),
    Rule(
        id="evaluation.best-scored-best", citation="HCC-A8-a", level="advise", of=TendersEvaluated,
        field="recommended", sentence="The tender found best is the one that scored most.", found=_not_the_best_scored,
    ),
    Rule(
        id="tender.left-out-stays-out", citation="HCC-A7-b", level="explain", of=(TendersEvaluated, AwardRecommended),
        sentence="A tender that was left out is neither evaluated nor recommended.", found=_left_out,
    ),
    Rule(
        id="award.follows-evaluation", citation="HCC-A9-a", level="explain", of=AwardRecommended, field="bid",
        sentence="An award is recommended on an evaluation, or on a negotiation that came to terms.",
        found=_not_evaluated,
    ),
    Rule(
        id="award.put-to-those-entitled", citation="HCC-A9-a", level="advise", of=AwardRecommended,
        field="addressed_to", sentence="An award is put to those who may authorise it.", found=_addressed_elsewhere,
    ),
    Rule(
        id=AUTHORISED_BY, citation="HCC-A9-a", level="authorise",
        of=(AwardAuthorised, ProcurementAbandoned), field="by", authorised_by=MAY_VARY, found=not_by_whom_it_falls_to,
        sentence="An award is authorised, or not, by those the procedure names.",
    ),
    Rule(
        id="award.with-contract-papers", citation="HCC-A9-b", level="advise", of=AwardAuthorised,
        field="recommendation", sentence="The contract papers are ready when an award is authorised.",
        found=_no_papers,
    ),
    Rule(
        id="unsuccessful.told-after-authority", citation="HCC-A9-c", level="authorise",
        of=UnsuccessfulTenderersNotified, field="tender", authorised_by=MAY_VARY, found=_told_too_soon,
        sentence="Those not chosen are told once the award has been authorised.",
    ),
)  # fmt: skip
