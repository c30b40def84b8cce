"""Variations: how the deal itself was changed, by whom, from when, and whether in the form the contract asks for.

A variation changes the deal; a correction (`EntryCorrected`) mends the record of it. A value typed wrongly when the
contract was registered is corrected on the entry that holds it and was never varied.

Form. Where the contract's clause says that a variation needs a signed document, one agreed otherwise (by e-mail, by
word of mouth, by conduct) is on record with *form not met*: such a clause binds the parties until they set it aside
in the form it asks for (Rock Advertising v MWB [2018] UKSC 24), so its changes are purported and the terms stand as
they were, until a signed document confirms them. Whether the other party is estopped from relying on the clause is for
lawyers, not for this file, which shows both: what was purported to be agreed, and what stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias, assert_never

from pydantic import Field

from ledger.contract_terms import VariationClause
from ledger.entry import Actor, Audience, Entry, Frozen, Kept, Limit, Money, Name, Recorded, Said, VariationId
from ledger.registers import Register
from ledger.rules import AnyRule, Rule
from ledger.words import Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.records import Consultation

Form = Literal["signed-document", "e-mail", "oral", "conduct"]
Term = Literal["end-date", "total-value", "annual-value", "scope", "specification", "other"]


class EndDateChange(Frozen):
    """The end date moves."""

    term: Literal["end-date"] = "end-date"
    was: date | None = None
    """The end date before."""
    becomes: date
    """The end date after."""


class TotalValueChange(Frozen):
    """The value over the whole length changes."""

    term: Literal["total-value"] = "total-value"
    was: Money | None = None
    """The value before."""
    becomes: Money
    """The value after."""


class AnnualValueChange(Frozen):
    """The value in a year changes."""

    term: Literal["annual-value"] = "annual-value"
    was: Money | None = None
    """The value before."""
    becomes: Money
    """The value after."""


class ScopeChange(Frozen):
    """What is bought changes."""

    term: Literal["scope"] = "scope"
    was: Text | None = None
    """The scope before."""
    becomes: Text
    """The scope after."""


class SpecificationChange(Frozen):
    """The specification changes."""

    term: Literal["specification"] = "specification"
    was: Text | None = None
    """The requirement before."""
    becomes: Text
    """The requirement after."""


class OtherChange(Frozen):
    """Some other term changes."""

    term: Literal["other"] = "other"
    name: Name
    """Which term: its clause or its name."""
    was: Text | None = None
    """The term before."""
    becomes: Text
    """The term after."""


Change = Annotated[
    EndDateChange | TotalValueChange | AnnualValueChange | ScopeChange | SpecificationChange | OtherChange,
    Field(discriminator="term"),
]
Changes = Annotated[tuple[Change, ...], Limit(longest=50)]


class VariationProposed(Entry):
    """A change to the deal was proposed."""

    kind: Literal["variation-proposed/1"] = "variation-proposed/1"
    proposed_by_party: Literal["authority", "provider"] = "authority"
    """Which party proposed it."""
    variation_kind: Literal["terms", "requirements", "scope", "further-procurement"] | None = None
    """What sort of change."""
    reason_code: Literal["referral-pattern", "demand", "specification", "user-need", "other"] | None = None
    """The ground given (HCC-7.4-d)."""
    reason: Text | None = None
    """The ground in words."""
    contentious: bool = False
    """Whether it is contentious."""
    decide: Literal["change-now", "next-contract"] | None = None
    """Whether it is to change this contract or to wait for the next (IMP-22-b)."""
    changes: Changes = ()
    """The terms that would change."""
    audience: Audience = "shared"

    gives = "VAR"
    noun = "variation"
    line = "{id}: variation of {variation_kind} proposed by the {proposed_by_party}[: {reason}]"


class VariationEvaluated(Entry):
    """A proposed variation was weighed for its effect on cost, outcome, risk and time."""

    kind: Literal["variation-evaluated/1"] = "variation-evaluated/1"
    variation: VariationId
    """The variation."""
    cost: Money | None = None
    """What it would cost (or, below nothing, save)."""
    effect_on_cost: Text | None = None
    """Effect on cost, in words."""
    effect_on_outcome: Text | None = None
    """Effect on the outcomes."""
    effect_on_risk: Text | None = None
    """Effect on risk."""
    effect_on_time: Text | None = None
    """Effect on time."""

    line = "{variation} evaluated[: {cost}][; {effect_on_outcome}]"


class VariationAgreed(Entry):
    """The authority and the provider agreed to change the deal."""

    kind: Literal["variation-agreed/1"] = "variation-agreed/1"
    variation: VariationId | None = None
    """The variation as proposed or as agreed earlier; left out where it is new: the ledger then gives it an id."""
    changes: Changes = ()
    """Each term changed, from what to what; left out, those last agreed, or else proposed."""
    effective_from: date | None = None
    """The day it takes effect; left out, the day it was agreed."""
    applies_until: date | None = None
    """The last day it applies, where it is temporary: afterwards the earlier terms return."""
    authorised_by: Actor | None = None
    """Who authorised it for the authority."""
    agreed_by_provider: Name | None = None
    """Who agreed to it for the provider."""
    form: Form | None = None
    """The form it was agreed in."""
    signatories: Annotated[tuple[Actor, ...], Limit(longest=20)] = ()
    """Who signed it, for either party."""
    audience: Audience = "shared"

    gives = "VAR"
    noun = "variation"
    line = "Variation[ {variation}][ {id}] agreed[ ({form})][, effective from {effective_from}][ until {applies_until}]"

    @property
    def effective_on(self) -> date:
        return self.effective_from or self.happened_on

    def begins(self) -> str | None:
        return None if self.variation else self.gives


class VariationRejected(Entry):
    """A proposed variation was rejected."""

    kind: Literal["variation-rejected/1"] = "variation-rejected/1"
    variation: VariationId
    """The variation."""
    rejected_by_party: Literal["authority", "provider"] = "authority"
    """Which party rejected it."""
    reason: Text | None = None
    """Why."""
    audience: Audience = "shared"

    line = "{variation} rejected by the {rejected_by_party}[: {reason}]"


VariationsEntry: TypeAlias = VariationProposed | VariationEvaluated | VariationAgreed | VariationRejected


class VariationAgreement(Frozen):
    """One agreement to a variation: a variation purported by e-mail and then signed has two."""

    variation: str
    position: int
    on: date
    """The day it was agreed."""
    since: date
    """The day it takes effect."""
    until: date | None
    """The last day it applies; None where it is not temporary."""
    changes: tuple[Change, ...]
    form: Form | None
    signatories: tuple[Actor, ...]


class Variation(Frozen):
    """One variation and what became of it."""

    id: str
    proposed: int = 0
    """Position of the proposal; 0 where it was agreed without one."""
    proposed_on: date | None = None
    proposed_by_party: str | None = None
    variation_kind: str | None = None
    reason_code: str | None = None
    contentious: bool = False
    proposed_changes: tuple[Change, ...] = ()
    evaluated: tuple[int, ...] = ()
    agreements: tuple[VariationAgreement, ...] = ()
    rejected: tuple[tuple[date, str, int], ...] = ()
    """(day, party, position) of each rejection."""

    def changes_of(self, agreement: VariationAgreement) -> tuple[Change, ...]:
        """Return what an agreement changes: as it says, else as last agreed before it, else as proposed."""
        said = [a.changes for a in self.agreements if a.changes and a.position <= agreement.position]
        return agreement.changes or (said[-1] if said else self.proposed_changes)


class TermValue(Frozen):
    """What a term of the contract stood at, since when, and which entry says so."""

    term: Term
    value: date | Money | Said | Kept
    since: date
    position: int
    variation: str | None = None
    """The variation that made it so; None for the contract as registered or extended."""


class AgreedChanges(Frozen):
    """What one agreement changes, and whether it took effect: where the form is lacking it is purported only."""

    agreement: VariationAgreement
    changes: tuple[Change, ...]
    form_lacking: str | None = None
    """Why the contract's form was not met; None where it was."""

    @property
    def form_met(self) -> bool:
        """False where the contract asks for a form the agreement has not: its changes did not take effect."""
        return self.form_lacking is None

    def applies_on(self, day: date) -> bool:
        """Return whether its changes are among the terms of the contract on a day."""
        within = self.agreement.since <= day and (self.agreement.until is None or day <= self.agreement.until)
        return self.form_met and within


@dataclass(slots=True)
class Variations(Register):
    """The variations of one contract, by id."""

    by_id: dict[str, Variation] = field(default_factory=dict)

    def apply(self, recorded: Recorded) -> None:
        entry: VariationsEntry = recorded.entry  # type: ignore[assignment]  # the index gives this register its own kinds only
        position, day = recorded.position, recorded.entry.happened_on
        match entry:
            case VariationProposed():
                self._change(
                    recorded.given_id or "", proposed=position, proposed_on=day, contentious=entry.contentious,
                    proposed_by_party=entry.proposed_by_party, variation_kind=entry.variation_kind,
                    reason_code=entry.reason_code, proposed_changes=entry.changes,
                )  # fmt: skip
            case VariationEvaluated():
                self._add(entry.variation, "evaluated", position)
            case VariationAgreed():
                named = entry.variation or recorded.given_id or ""
                agreement = VariationAgreement(
                    variation=named, position=position, on=day, since=entry.effective_on, until=entry.applies_until,
                    changes=entry.changes, form=entry.form, signatories=entry.signatories,
                )  # fmt: skip
                self._add(named, "agreements", agreement)
            case VariationRejected():
                self._add(entry.variation, "rejected", (day, entry.rejected_by_party, position))
            case _:
                assert_never(entry)

    def _change(self, variation: str, **parts: object) -> None:
        # In the world's order a variation may take effect before it was proposed: the record stands either way.
        self.by_id[variation] = self.by_id.get(variation, Variation(id=variation)).model_copy(update=parts)

    def _add(self, variation: str, name: str, part: object) -> None:
        earlier = self.by_id.get(variation, Variation(id=variation))
        self.by_id[variation] = earlier.model_copy(update={name: (*getattr(earlier, name), part)})

    def agreements(self) -> list[tuple[Variation, VariationAgreement]]:
        """Return every agreement to vary the deal, with its variation, in the order in which they take effect."""
        found = [(variation, agreement) for variation in self.by_id.values() for agreement in variation.agreements]
        return sorted(found, key=lambda pair: (pair[1].since, pair[1].position))

    def agreed_before(self, day: date, other_than: str | None) -> date | None:
        """Return the day on which some other variation was last agreed before a day; None where none was."""
        return max(
            (a.on for v in self.by_id.values() for a in v.agreements if a.on < day and v.id != other_than), default=None
        )


HOW: dict[Form, str] = {
    "signed-document": "in a signed document",
    "e-mail": "by e-mail",
    "oral": "by word of mouth",
    "conduct": "by conduct",
}
"""Each form as it reads in a sentence."""


def form_lacking(form: Form | None, signatories: tuple[Actor, ...], clause: VariationClause | None) -> str | None:
    """Return why an agreement has not the form its contract's clause asks for; None where it has, or cannot be told.

    Without a clause on file any form will do. A form that is not stated is a gap, not a finding; so are signatories
    that are not named on a document said to be signed.
    """
    if clause is None or form is None:
        return None
    asked = f"clause {clause.clause} asks for"
    if clause.signed and form != "signed-document":
        return f"it was agreed {HOW[form]}, and {asked} a signed document"
    if clause.in_writing and form in ("oral", "conduct"):
        return f"it was agreed {HOW[form]}, and {asked} writing"
    if not clause.signed or not signatories:
        return None
    for party, offices in (("authority", clause.signed_by_authority), ("provider", clause.signed_by_provider)):
        signed = [signatory for signatory in signatories if signatory.party == party]
        if not signed:
            return f"nobody signed for the {party}, and {asked} a document signed by both"
        if offices and not any(signatory.office in (None, *offices) for signatory in signed):
            titles = " or ".join(office.replace("-", " ") for office in offices)
            return f"{signed[0]} signed for the {party}, and {asked} the signature of the {titles}"
    return None


def _on(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _since(file: ContractFile, agreed: VariationAgreed) -> date:
    # What names no variation is taken for the one now agreed only if it came after another was last agreed.
    return file.variations.agreed_before(agreed.happened_on, agreed.variation) or date.min


def _consulted(file: ContractFile, agreed: VariationAgreed, office: str) -> list[Consultation]:
    """The consultations of an office before the agreement that name this variation, or none and came after the last."""
    since = _since(file, agreed)
    found = []
    for held in file.records.consulted(office, "variation", agreed.happened_on):
        named = [name for name in held.about if name.startswith("VAR-")]
        if agreed.variation in named or (not named and held.on >= since):
            found.append(held)
    return found


def _not_consulted(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    if _consulted(file, agreed, "contract-support-officer"):
        return None
    which = agreed.variation or "this variation"
    return (
        f"no consultation of the {procedure.office_title('contract-support-officer')} about {which} is on file"
        f" for {_on(agreed.happened_on)} or before"
    )


def _contentious(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    variation = file.variations.by_id.get(agreed.variation or "")
    by_officer = _consulted(file, agreed, "contract-support-officer")
    contentious = (variation is not None and variation.contentious) or any(held.contentious for held in by_officer)
    if not contentious or _consulted(file, agreed, "county-manager-contracts"):
        return None
    title = procedure.office_title("county-manager-contracts")
    return f"{agreed.variation or 'this variation'} was found contentious and the {title} was not asked for guidance"


def _not_informed(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    variation = file.variations.by_id.get(agreed.variation or "")
    if variation is not None and variation.proposed_by_party == "provider":
        return None  # its own proposal: it needed no telling
    since = _since(file, agreed)
    for told in file.termination.told:
        about = told.variation == agreed.variation if told.variation else told.on >= since
        if told.intention == "revise" and told.on <= agreed.happened_on and about:
            return None
    return f"the provider had not been told, by {_on(agreed.happened_on)}, of the intention to revise the contract"


def _from_value_differs(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    differing = []
    for change in agreed.changes:
        if not isinstance(change, EndDateChange | TotalValueChange | AnnualValueChange) or change.was is None:
            continue  # words are held by digest and cannot be compared
        held = file.value_of(change.term, agreed.effective_on)
        if held is not None and held.value != change.was:
            was, now = (_on(v) if isinstance(v, date) else str(v) for v in (change.was, held.value))
            term = change.term.replace("-", " ")
            differing.append(f"it says the {term} was {was}; on file it is {now} (entry {held.position})")
    return "; ".join(differing) or None


def _form_not_met(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    return form_lacking(agreed.form, agreed.signatories, file.variation_clause(agreed.happened_on))


def _incomplete(file: ContractFile, agreed: VariationAgreed, procedure: Procedure) -> str | None:
    wanted = {
        "who authorised it": agreed.authorised_by,
        "who agreed for the provider": agreed.agreed_by_provider,
        "in what form it was agreed": agreed.form,
        "the document": agreed.exhibits,
    }
    variation = file.variations.by_id.get(agreed.variation or "")
    if not (agreed.changes or (variation and (variation.proposed_changes or variation.agreements))):
        wanted["which terms it changes"] = None
    missing = [what for what, there in wanted.items() if not there]
    return f"it does not say {' or '.join(missing)}" if missing else None


def _already_settled(file: ContractFile, rejected: VariationRejected, procedure: Procedure) -> str | None:
    variation = file.variations.by_id.get(rejected.variation)
    agreed = [a for a in variation.agreements if a.on <= rejected.happened_on] if variation else []
    if not agreed:
        return None
    return f"{rejected.variation} was agreed on {_on(agreed[-1].on)} (entry {agreed[-1].position})"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="variation.support-officer-consulted", citation="HCC-7.4-a", level="authorise", of=VariationAgreed,
        sentence="A wish to revise the contract is first taken to the local Contract Support Officer.",
        found=_not_consulted, authorised_by=("county-manager-contracts",),
    ),
    Rule(
        id="variation.contentious-to-county-manager", citation="HCC-7.4-b", level="advise", of=VariationAgreed,
        sentence="Where a revision is contentious, the County Manager (Contracts) is asked for guidance.",
        found=_contentious,
    ),
    Rule(
        id="variation.provider-informed", citation="HCC-9.5-a", level="explain", of=VariationAgreed,
        sentence="The provider is kept informed of any intention to revise the contract.", found=_not_informed,
    ),
    Rule(
        id="variation.from-what-stands", citation="TVP-3.0-3", level="explain", of=VariationAgreed, field="changes",
        found=_from_value_differs,
        sentence="A variation starts from the terms as they stand; a file that is wrong is corrected, not varied.",
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
        id="variation.rejected-before-agreed", citation="HCC-7.4-c", level="explain", of=VariationRejected,
        field="variation", sentence="What has been agreed is no longer rejected: it is varied again.",
        found=_already_settled,
    ),
)  # fmt: skip
