"""What the procedure of a contract leaves to others: sorts of contract it is not for, and spot purchases (HCC-S-a to
HCC-S-c)."""

from __future__ import annotations

from datetime import date

from ledger import kinds
from ledger.departures import standing
from ledger.procedures import Procedure
from ledger.subjects.records import ProcedureBound
from ledger.subjects.reviews import ReviewAsked, review_asked
from projections.view import FileView, in_words

_OPENED_APART, _BOUND_APART = "contract.spot-purchases-apart", "procedure.spot-purchases-apart"
_APART = next(rule for rule in kinds.RULES if rule.id == _OPENED_APART)
_PUT_UNDER_IT = ("authorised", "ratified")


def outside(view: FileView) -> str | None:
    """Return in words why the procedure does not cover the contract, so that no figure of how it is kept counts it."""
    contract, procedure = view.file.agreement.contract, view.procedure
    buys = view.file.said_at_first("service_category")
    if contract is None or buys is None or procedure.takes_in(buys):
        return spot_apart(view)
    covered = ", ".join(map(in_words, procedure.covers))
    return f"it buys {in_words(buys)}, and {procedure.title} covers {covered}"


def spot_apart(view: FileView) -> str | None:
    """Return in words that the contract is a spot purchase, which is reviewed under another manual (HCC-S-b).

    None where its procedure takes spot purchases in, or where whoever may depart from that authorised or ratified that
    it was put under it: until then, and once that is refused, the manual is what binds (docs/adr/0265).
    """
    contract, file = view.file.agreement.contract, view.file
    if contract is None or not contract.is_spot or view.procedure.ruling(_APART)[0] is None:
        return None
    opened = file.at(file.agreement.position)
    acts = (*((opened,) if opened else ()), *file.of(ProcedureBound))
    put = [(act, one) for act in acts for one in act.departures if one.rule in (_OPENED_APART, _BOUND_APART)]
    if put:
        act, departure = put[-1]
        if standing(departure, act, file, view.judging(act.entry)).state in _PUT_UNDER_IT:
            return None
    return f"it is a spot purchase, reviewed under the Care Management Manual and not under {view.procedure.title}"


def review_of(view: FileView, day: date, procedure: Procedure) -> ReviewAsked | None:
    """Return by when the full review is to be complete, by what is on file on a day (HCC-10.1-a); None where none is
    asked for, as of a spot purchase that is reviewed under another manual."""
    return None if spot_apart(view) else review_asked(view.file, day, procedure)
