"""Whether it stands that one provider alone may be negotiated with: by the last decision that was made by whoever may;
and which negotiations had that authority, or were ratified.

What somebody else decided gives no authority, until an office entitled to it ratifies it (HCC-A4-b, HCC-A5-a).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.decided import GIVES_NONE, stands_from
from ledger.division_of_work import not_by_those_entitled
from ledger.entry import own
from ledger.organisations import same_organisation
from ledger.said_since import documents_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.contract_file import ContractFile
    from ledger.entry import Recorded
    from ledger.procedures import Procedure
    from ledger.subjects.procurement.entries import SingleTenderNegotiationConcluded
    from ledger.subjects.procurement.register import SingleTender

DECIDED_BY = "single-tender.decided-by-those-entitled"
"""The rule that those the procedure names decide on a single tender."""
WITH_ITS_REPORT = "single-tender.with-its-report"
"""The rule that authority for a single tender is asked for by a report."""
NEGOTIATED_AFTER = "negotiation.after-authority"
"""The rule that one provider alone is negotiated with only where that was granted."""


def standing(
    file: ContractFile, asked: SingleTender, day: date, procedure: Procedure
) -> tuple[date, str, int] | None:  # fmt: skip
    """Return (day, decision, position) of the decision that stood by a day, of the day it was ratified where it had to
    be; None where none did, as where it was made by nobody who may."""
    return next(reversed([*stood(file, asked, day, procedure)]), None)


def stood(
    file: ContractFile, asked: SingleTender, day: date, procedure: Procedure, after: tuple[date, int] = (date.min, 0)
) -> Iterator[tuple[date, str, int]]:  # fmt: skip
    """Yield (day, decision, position) of each decision by a day that was made by whoever may, as `standing`, in order;
    `after`: of those made later than one."""
    for on, decision, at in asked.decided:
        since = _stood_from(file, on, at, day, procedure) if on <= day and (on, at) > after else None
        if since is not None:
            yield since, decision, at


def decided_since(file: ContractFile, act: Recorded, rule: str, day: date, procedure: Procedure) -> int | None:
    """Return the entry by which somebody entitled decided, by a day, what an act had decided that departs from a rule
    as nobody's who may; None where none did, and of whatever else (HCC-A4-b, docs/adr/0479)."""
    asked = file.procurement.single_tenders.get(own(act.entry, "request")) if rule == DECIDED_BY else None
    since = stood(file, asked, day, procedure, (act.entry.happened_on, act.position)) if asked else ()
    return next((position for _, _, position in since), None)


def granted(file: ContractFile, asked: SingleTender, day: date, procedure: Procedure) -> tuple[date, int] | None:
    """Return (day, position) of the grant that stood by a day; None where no decision stood, or the last that did was a
    refusal."""
    held = standing(file, asked, day, procedure)
    return held[::2] if held is not None and held[1] == "granted" else None


def without_effect(file: ContractFile, asked: SingleTender, day: date, procedure: Procedure) -> list[tuple[date, int]]:
    """Return (day, position) of each decision by a day that does not stand, since nobody who may made it."""
    made = [(on, position) for on, _, position in asked.decided if on <= day]
    return [one for one in made if _stood_from(file, *one, day, procedure) is None]


def asked_anew(file: ContractFile, asked: SingleTender, procedure: Procedure) -> SingleTender | None:
    """Return the later request that took the place of one on which no decision stands: for the same provider, or where
    either names none; None where there is none (HCC-A4-a, ADR 0440)."""
    if asked.on is None or standing(file, asked, date.max, procedure) is not None:
        return None
    for other in file.procurement.single_tenders.values():
        same = not (asked.provider and other.provider) or same_organisation(asked.provider, other.provider)
        if same and other.on is not None and (other.on, other.position) > (asked.on, asked.position):
            return other
    return None


def report_with(file: ContractFile, position: int) -> tuple[int, ...]:
    """Return the entries that bring the report of a request for a single tender: a supplement that names it, or has a
    paper and names nothing else, or a document that belongs to it. What is only said beside it is none (HCC-A4-b)."""
    records = file.records
    papers = [
        at for at, named in records.added.get(position, ())
        if not named and (held := file.at(at)) is not None and held.entry.exhibits
    ]  # fmt: skip
    return (*records.completing(position, WITH_ITS_REPORT), *papers, *documents_of(file, position))


def had_authority(
    file: ContractFile, negotiated: SingleTenderNegotiationConcluded, day: date, procedure: Procedure
) -> bool:  # fmt: skip
    """Return whether by a day authority stood for a negotiation: on the request it names, else on any for its provider
    (HCC-A5-a)."""
    asked = file.procurement.single_tenders
    meant = asked.get(negotiated.request or "")
    return any(
        (not (held.provider and negotiated.provider) or same_organisation(held.provider, negotiated.provider))
        and granted(file, held, day, procedure)
        for held in ([meant] if meant is not None else asked.values())
    )  # fmt: skip


def negotiated_without(file: ContractFile, day: date, procedure: Procedure) -> frozenset[int]:
    """Return the entries of the negotiations by a day on which nothing rests: held without authority, and not ratified,
    as long as none was granted since; where that they were was refused, also then (HCC-A5-a)."""
    found = set()
    for on, said, position in file.procurement.negotiations:
        word = file.standing(position, NEGOTIATED_AFTER, file.judging(position, procedure), day) if on <= day else None
        if word is None or word.state not in GIVES_NONE:
            continue
        if word.state == "refused" or not had_authority(file, said, day, procedure):
            found.add(position)
    return frozenset(found)


def _stood_from(file: ContractFile, on: date, position: int, day: date, procedure: Procedure) -> date | None:
    return stands_from(file, on, position, DECIDED_BY, not_by_those_entitled, day, procedure)
