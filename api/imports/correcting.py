"""A correction of the registration that a release makes."""

from __future__ import annotations

from typing import Any

from api.imports.changes import Change, in_words
from api.imports.plan import Plan, Step
from api.imports.registration import changed, exhibit_of, fields, plain, source_of, title_of
from api.imports.written import Desk, Written
from ledger.subjects.agreement import ContractRegistered
from ledger.subjects.records import EntryCorrected
from ledger.words import Said


def correct(desk: Desk, step: Step, before: Plan, after: Plan, written: Written) -> None:
    """Correct the registration in the fields this release makes different, unless a person has changed them since."""
    file = desk.file
    assert file is not None
    held = file.agreement.contract
    was, becomes = fields(before, desk.authority), fields(after, desk.authority)
    names = changed(was, becomes)
    if not names or not isinstance(held, ContractRegistered):
        return
    new: dict[str, Any] = {}
    for name in names:
        on_file = plain(getattr(held, name), desk.words)
        if on_file == plain(becomes[name]):
            continue
        if on_file != plain(was[name]) and name != "published":
            written.decide.append(
                f"the notice changes the {in_words(Change(name, was[name], becomes[name]))}; the file holds neither "
                "(it was corrected here, or a correction waits to be confirmed). Nothing was changed"
            )
            continue
        new[name] = becomes[name]
    if not new:
        return
    replacement = ContractRegistered(**{n: getattr(held, n) for n in type(held).model_fields} | new)
    changes = [Change(name, was[name], becomes[name]) for name in new if name != "published"]
    said = step.said
    why = "The contract as signed" if step.signed else "Corrected"
    what = "; ".join(in_words(change) for change in changes) or "the id of the contract"
    written.entries.append(
        EntryCorrected(
            happened_on=said.release.day, position=file.agreement.position, replacement=replacement,
            reason=Said(f"{why}, by the {title_of(said)} of {said.release.day:%-d %B %Y}: {what}."),
            source=source_of(said.release.id), exhibits=(exhibit_of(said),), audience="shared",
        )
    )  # fmt: skip
    written.taken.append(f"{'completed from the contract as signed' if step.signed else 'corrected'}: {what}")
