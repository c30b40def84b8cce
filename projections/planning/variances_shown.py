"""Variances that were assessed, and what was done about each (CPC307-K18, CPC307-K19)."""

from __future__ import annotations

from datetime import date

from ledger.entry import Frozen
from ledger.resource_figures import is_significant, of_the_file
from ledger.said_since import said_in
from ledger.subjects.resources import VarianceAssessed
from projections.planning.evaluations_shown import plainly
from projections.view import FileView

METHOD_NAMED = "variance.method-named"


class VarianceShown(Frozen):
    """A variance assessed, and what was done about it."""

    id: str
    position: int
    on: date
    subject: str
    line: str | None
    planned: str | None
    actual: str | None
    unit: str | None
    share: str | None
    by_use: bool
    """Whether it gives no figures itself, and those of the use on record stand in their place."""
    significant: bool
    method: str | None
    """How it was assessed (CPC307-K18)."""
    method_said_at: int | None
    """The supplement that says it, where it does not itself."""
    variance_type: str | None
    """What type it is: volume, price (CPC307-K19)."""
    causes: tuple[str, ...]
    cause: str | None
    likely_contract_change: bool | None
    clause: str | None
    implication: str | None
    actions: tuple[str, ...]
    """What was done: 12 May 2025, variation: a larger volume was proposed."""
    acted_at: tuple[int, ...]


def _contractual(view: FileView, what: str | None) -> str:
    if what is None:
        return "not said to be anything under the contract"
    return "nothing under the contract" if what == "none" else view.say(what)


def _method(view: FileView, said: VarianceAssessed) -> str | None:
    """How a variance was assessed: in words, where it was by another method than those listed."""
    listed = None if said.method == "other" and said.other_method else said.method
    return ", ".join(view.say(one) for one in (listed, said.other_method) if one) or None


def variances(view: FileView) -> list[VarianceShown]:
    """Return the variances that were assessed, in the order they were recorded. Pure."""
    found = []
    for held in view.file.resources.variances.values():
        said, on = held.says, held.on
        if said is None or on is None:
            continue
        share, procedure = held.share, view.procedure_on(on)
        by_use = None if said.planned or said.actual else of_the_file(view.file, said, procedure)
        used, target = by_use or (None, None)
        if used is not None and target:
            share = (used - target) / abs(target) * 100
        line = f"{said.plan} {said.plan_line}" if said.plan and said.plan_line else said.plan
        found.append(
            VarianceShown(
                id=held.id, position=held.position, on=on, subject=said.subject, line=line,
                planned=said.planned if target is None else plainly(target),
                actual=said.actual if used is None else plainly(used), unit=said.unit,
                by_use=by_use is not None, share=plainly(share) if share is not None else None,
                significant=is_significant(view.file, held, procedure),
                method=_method(view, said),
                method_said_at=None if said.names_its_method else said_in(view.file, held.position, METHOD_NAMED),
                variance_type=view.say(said.variance_type) or None,
                causes=said.causes, cause=view.say(said.cause) or None,
                likely_contract_change=said.likely_contract_change,
                clause=said.implication_clause, implication=view.say(said.implication) or None,
                actions=tuple(
                    f"{view.say(day)}, {_contractual(view, what)}: {view.say(entry.action)}"
                    for (day, what, _), entry in zip(held.acted, held.actions, strict=True)
                ),
                acted_at=tuple(position for _, _, position in held.acted),
            )
        )  # fmt: skip
    return found
