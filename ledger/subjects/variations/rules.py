"""What is asked before the deal is changed, and of how the change is agreed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger import modifications, procurement_act, reserving, revising
from ledger.agreements import agreed_for_another
from ledger.dates.working_days import dated
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, leaves_out
from ledger.subjects.variations.entries import (
    AnnualValueChange,
    Change,
    EndDateChange,
    TotalValueChange,
    VariationAgreed,
    VariationEvaluated,
    VariationProposed,
    VariationRejected,
)
from ledger.subjects.variations.register import form_lacking
from ledger.telling import told_of_revision
from ledger.themes import follows_a_review
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _agreed_for_no_ground(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    known = file.variations.by_id.get(agreed.variation or "")
    if known is not None and known.proposed:
        return NOT_IN_POINT  # its proposal was asked
    lacking = _no_ground(agreed.ground, agreed.reason)
    if lacking and known is not None and _no_ground(known.reason_code, known.reason) is None:
        return None
    return f"it was agreed without a proposal, and {lacking}" if lacking else None


def _proposed_for_no_ground(file: ContractFile, proposed: VariationProposed, procedure: Procedure) -> str | None:
    return _no_ground(proposed.reason_code, proposed.reason)


def _no_ground(code: str | None, words: Text | None) -> str | None:
    """In words, that no ground is given (HCC-7.4-d): one that is other than those listed is given in words."""
    if words is not None or code not in (None, "other"):
        return None
    return "its ground is given as other, and in no words" if code else "no ground is given for it"


def _since(file: ContractFile, agreed: VariationAgreed) -> date:
    # What names no variation is taken for the one now agreed only if it came after another was last agreed.
    return file.variations.agreed_before(agreed.happened_on, agreed.variation) or date.min


def _not_consulted(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    return revising.not_discussed(file, agreed.variation, agreed.happened_on, procedure)


def _not_informed(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    variation = file.variations.by_id.get(agreed.variation or "")
    if variation is not None and variation.proposed_by_party == "provider":
        return NOT_IN_POINT  # its own proposal: it needed no telling
    if told_of_revision(file, agreed.variation, agreed.happened_on, _since(file, agreed)):
        return None
    return f"the provider had not been told, by {dated(agreed.happened_on)}, of the intention to revise the contract"


def _from_value_differs(
    file: ContractFile, entry: VariationAgreed | VariationProposed, procedure: Procedure
) -> str | None:
    agreed = isinstance(entry, VariationAgreed)
    named = entry.variation if isinstance(entry, VariationAgreed) else None
    changes = _changes(file, entry) if isinstance(entry, VariationAgreed) else entry.changes
    differing, compared = [], False
    for change in changes:
        if not isinstance(change, EndDateChange | TotalValueChange | AnnualValueChange) or change.was is None:
            continue  # words are held by digest and cannot be compared
        held = file.value_of(change.term, entry.effective_on)
        if held is None or (named and held.variation == named and not entry.changes):
            continue  # agreed again: it stands at what this variation made it
        compared = True
        later = file.value_of(change.term, date.max)  # what is proposed may start from what was agreed for later
        if change.was == held.value or (not agreed and later is not None and change.was == later.value):
            continue
        was, now = (dated(v) if isinstance(v, date) else str(v) for v in (change.was, held.value))
        term = change.term.replace("-", " ")
        differing.append(f"it says the {term} was {was}; on file it is {now} (entry {held.position})")
    return "; ".join(differing) or (None if compared else NOT_IN_POINT)


def _form_not_met(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    if agreed.form is None or file.variation_clause(agreed.happened_on) is None:
        return NOT_IN_POINT  # any form will do, or it is not said which it was
    return form_lacking(file, agreed.happened_on, agreed.form, agreed.signatories)


def _incomplete(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    wanted = {
        "who authorised it": agreed.authorised_by,
        "who agreed for the provider": agreed.agreed_by_provider,
        "in what form it was agreed": agreed.form,
        "which document shows it": agreed.exhibits,
    }
    variation = file.variations.by_id.get(agreed.variation or "")
    if not (agreed.changes or (variation and (variation.proposed_changes or variation.agreements))):
        wanted["which terms it changes"] = None
    missing = [what for what, there in wanted.items() if not there]
    unsaid = f"it does not say {' or '.join(missing)}" if missing else None
    return "; ".join(filter(None, (unsaid, agreed_for_another(file, agreed), _signed_by_one(agreed)))) or None


def _signed_by_one(agreed: VariationAgreed) -> str | None:
    """Which party nobody signed for a document that somebody is said to have signed; None where both did."""
    if agreed.form != "signed-document" or not agreed.signatories:
        return None
    signed = {signatory.side for signatory in agreed.signatories}
    missing = [party for party in ("authority", "provider") if party not in signed]
    return f"nobody signed for the {' or the '.join(missing)}" if missing else None


def _follows_its_review(file: ContractFile, proposed: VariationProposed, procedure: Procedure) -> str | None:
    """What is put off to the next contract may follow from a review that decided so, as one corrected since does."""
    if proposed.decide == "next-contract" and _decided_to_wait(file, proposed):
        return None
    return _TO_CHANGE_NOW(file, proposed, procedure)


_TO_CHANGE_NOW = follows_a_review("change-now")


def _decided_to_wait(file: ContractFile, proposed: VariationProposed) -> bool:
    decided = (review.decision for review in file.tiers.reviews if review.position == proposed.thematic_review)
    return "next-contract" in decided


def _put_off(file: ContractFile, proposed: VariationProposed, procedure: Procedure) -> str | None:
    if proposed.thematic_review is None or proposed.decide is None:
        return NOT_IN_POINT
    if proposed.decide == "change-now" or _decided_to_wait(file, proposed):
        return None
    return f"entry {proposed.thematic_review} decided to change this contract now, and it is to wait for the next"


def _already_settled(file: ContractFile, rejected: VariationRejected, procedure: Procedure) -> str | None:
    variation = file.variations.by_id.get(rejected.variation)
    agreed = [a for a in variation.agreements if a.on <= rejected.happened_on] if variation else []
    if not agreed:
        return NOT_IN_POINT
    return f"{rejected.variation} was agreed on {dated(agreed[-1].on)} (entry {agreed[-1].position})"


def _rejected_again(file: ContractFile, rejected: VariationRejected, procedure: Procedure) -> str | None:
    variation = file.variations.by_id.get(rejected.variation)
    earlier = [held for held in variation.rejected if held[0] <= rejected.happened_on] if variation else []
    if not earlier:
        return NOT_IN_POINT
    day, party, position = earlier[-1]
    return f"the {party} rejected {rejected.variation} on {dated(day)} already (entry {position})"


def _rejected_before(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    variation = file.variations.by_id.get(agreed.variation or "")
    rejected = [held for held in variation.rejected if held[0] <= agreed.happened_on] if variation else []
    if variation is None or not rejected:
        return NOT_IN_POINT
    day, party, position = rejected[-1]
    if any((a.on, a.position) > (day, position) for a in variation.agreements):
        return NOT_IN_POINT  # that it was agreed all the same has been explained
    return f"the {party} rejected {variation.id} on {dated(day)} (entry {position}); what is agreed since is another"


def _changes(file: ContractFile, agreed: VariationAgreed) -> tuple[Change, ...]:
    variation = file.variations.by_id.get(agreed.variation or "")
    earlier = [a.changes for a in variation.agreements if a.changes] if variation else []
    return agreed.changes or (earlier[-1] if earlier else variation.proposed_changes if variation else ())


def _ends_before(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    start = contract.start_date if contract else None
    for change in _changes(file, agreed):
        if not isinstance(change, EndDateChange):
            continue
        end = change.becomes
        if start is not None and end < start:
            return f"it ends the contract on {dated(end)}, before it starts on {dated(start)}"
        if end < agreed.effective_on:
            return (
                f"it ends the contract on {dated(end)}, before it takes effect itself on {dated(agreed.effective_on)};"
                " say from when, where it was agreed afterwards (effective_from)"
            )
    return None


def _no_change_notice(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    changes = _changes(file, agreed)
    return modifications.no_notice_before(file, procedure, agreed.variation, changes, agreed.happened_on)


def _not_held_back(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    last = modifications.held_back_until(file, agreed.variation)
    if last is None:
        return NOT_IN_POINT
    if agreed.happened_on > last.end:
        return None
    return f"it was agreed on {dated(agreed.happened_on)}, within the standstill its notice promised. {last.sentence}"


def _on_no_ground(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    if procurement_act.is_special(file, "light-touch"):
        return NOT_IN_POINT  # modified freely (section 74(1))
    assessed = file.regulation.assessed.get(agreed.variation or "")
    if assessed is not None and assessed[0] <= agreed.happened_on and assessed[2].ground is not None:
        return None
    return f"on what ground it is made had not been assessed by {dated(agreed.happened_on)}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="variation.says-why", citation="HCC-7.4-c", level="advise", of=VariationProposed, field="reason_code",
        asks=True, sentence="A variation gives its ground, so that revisions are counted by it.",
        found=_proposed_for_no_ground,
    ),
    Rule(
        id="variation.says-what", citation="HCC-7.4-c", level="advise", of=VariationProposed, field="variation_kind",
        sentence="What is proposed says what it would change: of which sort it is, which terms, or by its document.",
        found=lacks(
            "variation_kind", "changes", "exhibits",
            found="it says neither of which sort it is nor which terms it would change",
        ),
    ),
    Rule(
        id="variation.agreed-says-why", citation="HCC-7.4-c", level="advise", of=VariationAgreed, field="ground",
        sentence="It is on record why a deal is varied, where nobody proposed it before.", found=_agreed_for_no_ground,
    ),
    Rule(
        id="variation.support-officer-consulted", citation="HCC-7.4-a", level="authorise", of=VariationAgreed,
        sentence="The lead officer first takes a wish to revise the contract to the local Contract Support Officer.",
        found=_not_consulted, authorised_by=("county-manager-contracts",),
    ),
    Rule(
        id="variation.provider-informed", citation="HCC-9.5-a", level="explain", of=VariationAgreed,
        sentence="The provider is kept informed of any intention to revise the contract.", found=_not_informed,
    ),
    Rule(
        id="variation.from-what-stands", citation="TVP-3.0-3", level="explain",
        of=(VariationAgreed, VariationProposed), field="changes", found=_from_value_differs,
        sentence="A variation starts from the terms as they stand; a file that is wrong is corrected, not varied.",
    ),
    Rule(
        id="variation.follows-its-review", citation="IMP-22-b", level="contradiction", of=VariationProposed,
        field="thematic_review", found=_follows_its_review,
        sentence="A variation follows from a review that decided to change the contract now, or to wait where it does.",
    ),
    Rule(
        id="variation.decided-as-its-review", citation="IMP-22-b", level="explain", of=VariationProposed,
        field="decide", sentence="What a review decided to change now is not put off to the next contract.",
        found=_put_off,
    ),
    Rule(
        id="variation.ends-after-it-begins", citation="TVP-3.0-3", level="contradiction", of=VariationAgreed,
        field="changes", found=_ends_before,
        sentence="A contract is varied to end after its start, and after the variation has taken effect.",
    ),
    Rule(
        id="variation.in-form", citation="TVP-3.0-3", level="explain", of=VariationAgreed, field="form",
        sentence="The deal is varied in the form the contract asks for; otherwise its terms stand.",
        found=_form_not_met,
    ),
    Rule(
        id="variation.agreement-complete", citation="CPC307-K17", level="advise", of=VariationAgreed,
        sentence="An agreement is recorded with its parties, its authority, its form and its document.",
        found=_incomplete,
    ),
    Rule(
        id="variation.weighed-on-four-heads", citation="CPC307-C6-b", level="advise", of=VariationEvaluated,
        sentence="A variation is weighed for outcome, cost, time and risk.",
        found=leaves_out({
            "effect_on_outcome": "outcome", ("cost", "effect_on_cost"): "cost", "effect_on_time": "time",
            "effect_on_risk": "risk",
        }, found="nothing is said of {missing}"),
    ),
    Rule(
        id="variation.rights-reserved", citation="HCC-9.4-b", level="explain", of=VariationAgreed,
        field="reservation_of_rights", found=reserving.unreserved,
        sentence="Who varies a contract that it could end reserves its rights, or gives them up knowingly.",
    ),
    Rule(
        id="act.modified-on-a-ground", citation="Procurement Act 2023, s 74(1)", level="explain", of=VariationAgreed,
        field="variation", found=_on_no_ground,
        sentence="A public contract is modified only on a ground the Act gives.",
    ),
    Rule(
        id="act.change-notice-first", citation="Procurement Act 2023, s 75(1)", level="explain", of=VariationAgreed,
        field="happened_on", found=_no_change_notice,
        sentence="A contract change notice is published before a change of more than the Act lets pass without.",
    ),
    Rule(
        id="act.change-held-back", citation="Procurement Act 2023, s 76", level="explain", of=VariationAgreed,
        field="happened_on", found=_not_held_back,
        sentence="A change is not made before the standstill its notice promised is over.",
    ),
    Rule(
        id="variation.agreed-not-rejected", citation="HCC-7.4-c", level="explain", of=VariationAgreed,
        field="variation", sentence="What was rejected is not agreed without more: it is proposed anew.",
        found=_rejected_before,
    ),
    Rule(
        id="variation.rejected-once", citation="HCC-7.4-c", level="advise", of=VariationRejected, field="variation",
        sentence="A variation is rejected once; what is wanted still is proposed anew.", found=_rejected_again,
    ),
    Rule(
        id="variation.rejected-before-agreed", citation="HCC-7.4-c", level="explain", of=VariationRejected,
        field="variation", sentence="What has been agreed is no longer rejected: it is varied again.",
        found=_already_settled,
    ),
)  # fmt: skip
