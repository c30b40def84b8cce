"""Which entries of buying a contract take no step of it, though they are of its kind.

Questions of several subjects: pure functions of a file, a day and the procedure.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger import awards
from ledger.countersigning import came_back, sent_to_the_provider
from ledger.single_tenders import negotiated_without, without_effect

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def of_no_effect(file: ContractFile, day: date, procedure: Procedure) -> frozenset[int]:
    """Return the entries that take no step by a day: sent to or signed by another than the provider (HCC-A9-d), tenders
    evaluated too soon (HCC-A8-a), decided or authorised by nobody who may and not ratified (HCC-A4-b, HCC-A9-a),
    negotiated with no authority (HCC-A5-a)."""
    bought = file.procurement
    elsewhere = {sent.position for sent in bought.issued} | {back.position for back in bought.countersigned}
    elsewhere -= {sent.position for sent in sent_to_the_provider(file)} | {back.position for back in came_back(file)}
    too_soon = (at for one in bought.tenders.values() for _, said, at in one.evaluated if bought.too_soon(said))
    undecided = (
        at for one in bought.single_tenders.values() for _, at in without_effect(file, one, day, procedure)
    )  # fmt: skip
    unauthorised = (
        at for one in bought.awards.values() for _, at in awards.without_effect(file, one, day, procedure)
    )  # fmt: skip
    return frozenset((*elsewhere, *too_soon, *undecided, *unauthorised)) | negotiated_without(file, day, procedure)
