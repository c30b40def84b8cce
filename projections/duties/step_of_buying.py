"""The duty to take one step of buying, with the office it falls to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ledger.division_of_work import falls_to, whose
from projections.duties.duty import LEAD, Duty, duty
from projections.view import FileView


def step(
    view: FileView, id: str, sentence: str, *, kind: str, since: date | None, citation: str,
    opened_by: Iterable[int], due_on: date | None = None, office: str | None = None,
) -> Iterator[Duty]:  # fmt: skip
    """Yield the duty to take the step that a kind of entry records. Pure."""
    if since is not None:
        yield duty(
            view, id, sentence, office=office or whose(view.file, kind, view.procedure) or LEAD, since=since,
            due_on=due_on, citation=citation, opened_by=opened_by,
        )  # fmt: skip


def recommend(view: FileView, of: str, words: str, on: date, position: int) -> Iterator[Duty]:
    """Yield the duty to recommend an award, after what `words` says (HCC-A9-a). Pure."""
    yield from step(
        view, f"award-recommended/{of}", f"Recommend to whom the contract is awarded, {words}",
        kind="award-recommended", since=on, citation="HCC-A9-a", opened_by=(position,),
    )  # fmt: skip


def addressed(view: FileView, position: int, kind: str) -> str | None:
    """Return the office an act was put to, where the entry says, and where what that kind of entry decides falls to it;
    else None."""
    held = view.file.at(position)
    to = getattr(held.entry, "addressed_to", None) if held else None
    offices = falls_to(kind, view.procedure)
    return to.office if to and (not offices or view.procedure.is_office(to.office, offices)) else None


def by_nobody_entitled(view: FileView, position: int, rule: str, what: str) -> str:
    """Return in words that a decision is none of who may make it: until it is ratified, or that it was refused."""
    word = view.file.standing(position, rule, view.file.judging(position, view.procedure))
    refused = word is not None and word.state == "refused"
    return f"entry {position} {what}, {'and was refused' if refused else 'until it is ratified'}"
