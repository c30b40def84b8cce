"""The models of governance there are, in which version, whom they were told to, and which contracts go by them.

A model is written once, on a programme's file or the authority's own, and adopted contract by contract, by its title
(IMP-18-a). Pure functions of one library, and of what contracts' own files say now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from ledger.brought import not_told
from ledger.entry import Frozen
from ledger.registers import grouped
from ledger.subjects.knowledge import Shared, plain
from ledger.themes import Brought
from projections.programme.review_counts import ModelAdopted
from projections.view import FileView

GOVERNANCE: Brought = "model-terms-on-governance"
S = TypeVar("S", bound=Shared)


class ModelRow(Frozen):
    """One model of governance: one that is in the library, or one that a contract adopted and that is not."""

    model: str
    version: str | None = None
    meant_for: str | None = None
    """Whom it was told to, or is for, by its own entry."""
    adopted_by: tuple[str, ...] = ()
    """The contracts whose terms of governance follow it now."""
    on: date | None = None
    """The day it was shared; null where it is in no library that the reader may see."""
    position: int | None = None
    """The entry that shared it; null where it is not in this library."""
    file: str | None = None
    """The other file in whose library it stands; null where it is in this one, or in none that the reader may see."""
    number: int | None = None
    """The entry there that shared it."""


class SharedElsewhere(Shared):
    """Something to work by that was shared on another file."""

    file: str


class Models(Frozen):
    """The models of governance."""

    rows: tuple[ModelRow, ...]
    """Those in the library, in the order they were shared, then what contracts adopted beside them: from
    another library, or from none."""
    not_told: str | None = None
    """Which teams those in the library, or their newest versions, were not told to; null where all were."""


def is_model_of_governance(shared: Shared) -> bool:
    """Return whether it is a model of how a contract is governed."""
    return shared.form == "model-terms" and shared.is_about(GOVERNANCE)


def models_of_governance(
    view: FileView, adopted: Sequence[ModelAdopted], elsewhere: Iterable[SharedElsewhere] = ()
) -> Models:  # fmt: skip
    """Return the models of a library, with those that contracts adopted. Pure.

    `elsewhere`: what stands in other libraries; of it, the models that a contract adopted and this library has not.
    """
    there = [item for item in view.file.knowledge.shared.values() if is_model_of_governance(item)]
    by_name = grouped(there, lambda item: dict.fromkeys(item.names))
    taken = grouped(adopted, lambda one: ((item.position if (item := _meant(one, by_name)) else None),))
    beside = [one for one in adopted if _meant(one, by_name) is None]
    return Models(
        rows=(*(_in_library(item, taken.get(item.position, ())) for item in there), *_beside(beside, elsewhere)),
        not_told=not_told(view.file, GOVERNANCE) if there else None,
    )


def _meant(adopted: ModelAdopted, by_name: Mapping[str, Sequence[S]]) -> S | None:
    """The one of that name that was the newest when it was adopted; where none was there yet, the first."""
    called = by_name.get(plain(adopted.model), ())
    return next((item for item in reversed(called) if item.on <= adopted.on), next(iter(called), None))


def _in_library(item: Shared, adopted: Iterable[ModelAdopted]) -> ModelRow:
    return ModelRow(
        model=item.title, version=item.version, meant_for=item.meant_for, on=item.on, position=item.position,
        adopted_by=tuple(one.reference for one in adopted),
    )  # fmt: skip


def _beside(adopted: Iterable[ModelAdopted], elsewhere: Iterable[SharedElsewhere]) -> Iterator[ModelRow]:
    """What contracts adopted that is not in this library: each as it stands in another, then what is in none."""
    held = sorted(filter(is_model_of_governance, elsewhere), key=lambda item: (item.on, item.file, item.position))
    by_name = grouped(held, lambda item: dict.fromkeys(item.names))
    meant = [(one, _meant(one, by_name)) for one in adopted]
    for item in held:
        if taken := [one for one, found in meant if found is item]:
            row = _in_library(item, taken)
            yield row.model_copy(update={"position": None, "file": item.file, "number": item.position})
    for same in grouped((one for one, found in meant if found is None), lambda one: (plain(one.model),)).values():
        yield ModelRow(model=same[0].model, adopted_by=tuple(one.reference for one in same))


__all__ = ["ModelRow", "Models", "SharedElsewhere", "is_model_of_governance", "models_of_governance"]
