"""Which sign-offs of disputes stand: given by whoever may, or ratified, and of something there was to sign off.

What another than the office entitled signed waits for it (TVP-5.2-3b, docs/adr/0374); a completed plan is signed off
once it resolved the matter, and not before (TVP-5.2-4c, docs/adr/0473). Pure functions of a file, asked by the rules,
the duties and the ladder of each dispute.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from ledger.disputing import same
from ledger.formal_route import as_given

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.disputes import DisputeStep, SignOff

Standing = Literal["stands", "by-another", "too-early"]
"""Whether a sign-off stands: it does; others than whoever may gave it; nothing there was to sign off by its day."""
SIGNED: dict[Standing, str] = {
    "stands": "it was signed off",
    "by-another": "it was signed off by others than whoever may",
    "too-early": "it was signed off with no plan on file as having resolved it",
}
"""How it stands, in words."""


def signed_off(file: ContractFile) -> list[SignOff]:
    """Return the sign-offs of disputes that stand, in the world's order: given by whoever may by the procedure of their
    day, or ratified, and then of the day of that; of a plan that was completed."""
    return [given for given, standing in sign_offs(file) if standing == "stands"]


def sign_offs(file: ContractFile) -> list[tuple[SignOff, Standing]]:
    """Return every sign-off of a dispute with how it stands; one that was ratified is of the day of that."""
    found: list[tuple[SignOff, Standing]] = []
    for given in file.disputes.signed_off:
        procedure = file.bound_to(given.on)
        held = as_given(file, given, date.max, procedure) if procedure is not None else given
        if held is None:
            found.append((given, "too-early" if _too_early(file, given) else "by-another"))
            continue
        dated = held.model_copy(update={"position": given.position})
        found.append((dated, "too-early" if _too_early(file, dated) else "stands"))
    return sorted(found, key=lambda one: (one[0].on, one[0].position))


def settlements(file: ContractFile) -> list[DisputeStep]:
    """Return every settlement on file, also one that mediation, arbitration or the courts ended with."""
    return [*file.disputes.settled, *(end for end in file.disputes.referral_ends if end.result == "settled")]


def completed(file: ContractFile) -> list[DisputeStep]:
    """Return the end of every plan that was found to have resolved its matter."""
    return [end for end in file.disputes.plan_ends if end.result == "resolved"]


def _too_early(file: ContractFile, given: SignOff) -> bool:
    """Of a settlement the sign-off itself tells that the parties settled; of a plan nothing but its end tells that
    it is completed, and its steps are owed until then. One said to be of the plan signs off what was settled, too."""
    if given.what != "completed-plan":
        return False
    there = (*completed(file), *settlements(file))
    return not any(end.on <= given.on and same(end.dispute, given.dispute) for end in there)
