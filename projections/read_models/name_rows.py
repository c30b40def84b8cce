"""What contracts are called as a row: what a part of a reference, a title or a name is looked up in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from projections.read_models.marked import left_unmarked
from projections.read_models.projection import Projection, Row
from projections.read_models.status_rows import numbers_of
from projections.stored.searching import grams_of
from projections.view import FileView


def _names_row(view: FileView) -> Row:
    left = left_unmarked(view)
    texts = {text for seen in (view, left) if seen is not None for text in _names(seen)}
    return (1, grams_of(*texts))


def _names(view: FileView) -> Iterator[str]:
    """What `words_key`, `provider_key` and `lead_key` of its status hold, and every lead officer there was."""
    contract, need = view.file.agreement.contract, view.file.procurement.need
    parties = contract.providers if contract is not None else ()
    named = (contract.title, ", ".join(map(str, parties)), *numbers_of(parties)) if contract is not None else ("", "")
    named = (need.title, "") if contract is None and need is not None else named
    own = view.file.provider.organisations
    if contract is None and own:
        named = (view.file.title, "\n".join(map(str, own)), *numbers_of(own))
    yield "\n".join((view.reference, *named))
    locality = next((said.locality for said in (contract, need) if said and said.locality), None)
    if locality:
        yield "\n".join((view.reference, *named[:2], locality))
    yield from (term.person for term in view.file.people.holders("lead-officer"))


def _names_changed(before: FileView, after: FileView) -> Iterable[Row] | None:
    was, now = before.file, after.file
    names = [
        (file.agreement, file.procurement.need, file.people, file.provider, file.records.marks) for file in (was, now)
    ]
    same = names[0] == names[1]
    return () if same else None


NAMES = Projection(
    name="names",
    version=4,
    columns=(("grams", "integer[]"),),
    rows=lambda view: [_names_row(view)],
    changed=_names_changed,
    searched=("USING gin (grams)",),
)
"""What a part of a reference, a title or a name is looked up in: no index on text finds what stands within it."""
