"""Each variation as proposed, agreed or rejected, and the form it was agreed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, assert_never

from ledger.entry import Actor, Frozen, Money, Recorded
from ledger.registers import ById, Register
from ledger.subjects.variations.entries import (
    Change,
    Form,
    Term,
    VariationAgreed,
    VariationEvaluated,
    VariationProposed,
    VariationRejected,
    VariationsEntry,
)
from ledger.words import Kept, Said, Text

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile


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
    reason: Text | None = None
    """The ground in words."""
    rejected_why: Text | None = None
    """Why it was rejected, as was said last."""
    contentious: bool = False
    put_off: bool = False
    """Whether it is to wait for the next contract (IMP-22-b)."""
    thematic_review: int | None = None
    """Position of the review by theme it follows from."""
    proposed_changes: tuple[Change, ...] = ()
    evaluated: tuple[int, ...] = ()
    agreements: tuple[VariationAgreement, ...] = ()
    rejected: tuple[tuple[date, str, int], ...] = ()
    """(day, party, position) of each rejection."""

    @property
    def waits(self) -> bool:
        """Whether it is kept for the next contract: neither agreed for this one all the same, nor rejected."""
        return self.put_off and not self.agreements and not self.rejected

    def is_open(self, day: date) -> bool:
        """Return whether it was proposed by a day, and neither agreed nor rejected by then."""
        ends = [*(agreed.on for agreed in self.agreements), *(on for on, _, _ in self.rejected)]
        return self.proposed_on is not None and self.proposed_on <= day and not any(end <= day for end in ends)

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
    by_option: str | None = None
    """The option to extend it was worked out by, where it was taken and no new end date was given (HCC-10.1-a)."""


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
class Variations(Register[VariationsEntry]):
    """The variations of one contract, by id."""

    by_id: ById[Variation] = field(default_factory=lambda: ById(Variation))

    def enter(self, entry: VariationsEntry, recorded: Recorded) -> None:
        position, day = recorded.position, recorded.entry.happened_on
        match entry:
            case VariationProposed():
                self.by_id.change(
                    recorded.given_id or "", proposed=position, proposed_on=day, contentious=entry.contentious,
                    proposed_by_party=entry.proposed_by_party, variation_kind=entry.variation_kind,
                    reason_code=entry.reason_code, reason=entry.reason, proposed_changes=entry.changes,
                    thematic_review=entry.thematic_review, put_off=entry.decide == "next-contract",
                )  # fmt: skip
            case VariationEvaluated():
                self.by_id.add(entry.variation, evaluated=position)
            case VariationAgreed():
                named = entry.variation or recorded.given_id or ""
                agreement = VariationAgreement(
                    variation=named, position=position, on=day, since=entry.effective_on, until=entry.applies_until,
                    changes=entry.changes, form=entry.form, signatories=entry.signatories,
                )  # fmt: skip
                self.by_id.add(named, agreements=agreement)
                if entry.ground is not None or entry.reason is not None:
                    self.by_id.change(named, reason_code=entry.ground, reason=entry.reason)
            case VariationRejected():
                self.by_id.add(entry.variation, rejected=(day, entry.rejected_by_party, position))
                if entry.reason is not None:
                    self.by_id.change(entry.variation, rejected_why=entry.reason)
            case _:
                assert_never(entry)

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


def form_lacking(file: ContractFile, day: date, form: Form | None, signatories: tuple[Actor, ...]) -> str | None:
    """Return why an agreement has not the form its contract's clause asks for; None where it has, or cannot be told.

    Without a clause on file any form will do. A form that is not stated is a gap, not a finding; so are signatories
    that are not named on a document said to be signed.
    """
    clause = file.variation_clause(day)
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
        signed = [signatory for signatory in signatories if signatory.side == party]
        if not signed:
            return f"nobody signed for the {party}, and {asked} a document signed by both"
        if offices and not any(signatory.office in (None, *offices) for signatory in signed):
            titles = " or ".join(file.office_in_words(office, day) for office in offices)
            who = file.person_in_office(signed[0], day)
            return f"{who} signed for the {party}, and {asked} the signature of the {titles}"
    return None
