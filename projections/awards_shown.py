"""The awards recommended, and whether each was authorised by whoever may (HCC-A9-a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.awards import AUTHORISED_BY, authorised, given_up, without_effect
from ledger.entry import Frozen, Money
from ledger.subjects.procurement import Award
from ledger.subjects.records import DocumentFiled
from projections.view import FileView


class NoAuthorisation(Frozen):
    """An authorisation by somebody who may not give it, that does not stand."""

    on: date
    position: int
    why: str
    """That it was refused, when and in which entry, or that it is not ratified."""


class AwardShown(Frozen):
    """One award recommended."""

    id: str
    position: int
    provider: str
    value: Money | None
    addressed_to: str | None
    authorised_on: date | None
    """The day from which it is authorised by whoever may."""
    without_authority: tuple[NoAuthorisation, ...] = ()
    """What authorised it and does not stand (docs/adr/0490)."""
    given_up_on: date | None
    papers: tuple[str, ...]
    """What was filed with it (HCC-A9-b)."""


def awards_shown(view: FileView, on: date) -> Iterator[AwardShown]:
    """Yield each award recommended by a day, as it stands then. Pure."""
    filed = [(r.position, r.entry) for r in view.file.of(DocumentFiled) if r.entry.happened_on <= on]
    for award in view.file.procurement.awards.values():
        says = award.says
        if says is None or award.on is None or award.on > on:
            continue
        papers = [
            f"{d.title}, entry {p}" for p, d in filed if isinstance(d, DocumentFiled) and award.position in d.belongs_to
        ]
        held = authorised(view.file, award, on, view.procedure)
        yield AwardShown(
            id=award.id, position=award.position, provider=str(says.provider), value=says.value,
            addressed_to=view.procedure.person_in_office(says.addressed_to) if says.addressed_to else None,
            authorised_on=held[0] if held else None, without_authority=tuple(_without(view, award, on)),
            given_up_on=given[0] if (given := given_up(view.file, award, on, view.procedure)) else None,
            papers=tuple(papers),
        )  # fmt: skip


def _without(view: FileView, award: Award, on: date) -> Iterator[NoAuthorisation]:
    for day, position in without_effect(view.file, award, on, view.procedure):
        word = view.file.standing(position, AUTHORISED_BY, view.file.judging(position, view.procedure), on)
        if word is not None:
            yield NoAuthorisation(on=day, position=position, why=word.why)
