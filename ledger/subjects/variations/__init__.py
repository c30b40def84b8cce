"""Variations: how the deal itself was changed, by whom, from when, and whether in the form the contract asks for.

A variation changes the deal; a correction (`EntryCorrected`) mends the record of it. A value typed wrongly when the
contract was registered is corrected on the entry that holds it and was never varied.

Form. Where the contract's clause says that a variation needs a signed document, one agreed otherwise (by e-mail, by
word of mouth, by conduct) is on record with *form not met*: such a clause binds the parties until they set it aside
in the form it asks for (Rock Advertising v MWB [2018] UKSC 24), so its changes are purported and the terms stand as
they were, until a signed document confirms them. Whether the other party is estopped from relying on the clause is for
lawyers, not for this file, which shows both: what was purported to be agreed, and what stands.
"""

from ledger.subjects.variations.covering import not_agreed, of_another_term
from ledger.subjects.variations.entries import (
    AnnualValueChange,
    EndDateChange,
    OtherChange,
    ScopeChange,
    SpecificationChange,
    Term,
    TotalValueChange,
    VariationAgreed,
    VariationEvaluated,
    VariationProposed,
    VariationRejected,
)
from ledger.subjects.variations.register import (
    AgreedChanges,
    TermValue,
    Variation,
    Variations,
    form_lacking,
)
from ledger.subjects.variations.rules import RULES

__all__ = [
    "RULES", "AgreedChanges", "AnnualValueChange", "EndDateChange", "OtherChange", "ScopeChange",
    "SpecificationChange", "Term", "TermValue", "TotalValueChange", "Variation", "VariationAgreed",
    "VariationEvaluated", "VariationProposed", "VariationRejected", "Variations", "form_lacking", "not_agreed",
    "of_another_term",
]  # fmt: skip
