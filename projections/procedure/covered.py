"""What the procedure of a contract leaves to others: sorts of contract it is not for, and spot purchases (HCC-S-a to
HCC-S-c)."""

from __future__ import annotations

from projections.view import FileView, in_words


def outside(view: FileView) -> str | None:
    """Return in words why the procedure does not cover the contract, so that no figure of how it is kept counts it.

    From the need on: what is bought outside the procedure is no act under it before it is a contract either.
    """
    contract, procedure = view.file.agreement.contract, view.procedure
    buys = view.file.said_at_first("service_category")
    if buys is None or procedure.takes_in(buys):
        return view.file.spot_apart(procedure)
    does = "it buys" if contract is not None else "it is to buy"
    return f"{does} {in_words(buys)}, and {procedure.title} covers {', '.join(map(in_words, procedure.covers))}"
