"""Which awards of the contract were authorised by whoever may, and which recommendation took another's place.

An authorisation by another office is none until it is ratified, and none once it was refused (HCC-A9-a,
docs/adr/0490). Pure functions of a file, a day and the procedure.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.decided import judged_else_by, stands_from
from ledger.division_of_work import falls_to, not_by_those_entitled
from ledger.entry import own
from ledger.names import same_person
from ledger.offices import in_office
from ledger.organisations import same_organisation
from ledger.registers import grouped
from ledger.rules import NOT_IN_POINT

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry, Recorded
    from ledger.procedures import Procedure
    from ledger.subjects.procurement.register import Award, Bid

AUTHORISED_BY = "award.authorised-by-those-entitled"
"""The rule that those the procedure names authorise an award, or say that it is not to be."""


def not_by_whom_it_falls_to(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    """Find that an award was authorised, or given up, by another office than decides on it; whoever recommended it may
    take it back, and nothing is found where it is not said in what office it was given up (HCC-A9-a)."""
    if entry.kind.startswith("award-authorised"):
        return not_by_those_entitled(file, entry, procedure)
    award, by = file.procurement.awards.get(own(entry, "recommendation") or ""), entry.by
    offices, made = falls_to("award-authorised", procedure), file.at(award.position) if award else None
    if award is None or made is None or by is None or by.office is None or not offices:
        return NOT_IN_POINT
    if made.entry.by is not None and same_person(made.entry.by.person, by.person):
        return NOT_IN_POINT
    if in_office(file, by, offices, entry.happened_on, procedure):
        return None
    return f"{award.id} was given up by {procedure.person_in_office(by)}; to decide on it falls to the " + (
        procedure.one_of(offices)
    )


def given_up(file: ContractFile, award: Award, day: date, procedure: Procedure) -> tuple[date, int] | None:
    """Return (day from which, entry) an award had been given up by a day, by whoever may; None where it had not."""
    if award.given_up is None or award.given_up[0] > day:
        return None
    on, position = award.given_up
    since = stands_from(file, on, position, AUTHORISED_BY, not_by_whom_it_falls_to, day, procedure)
    return None if since is None or since > day else (since, position)


def authorised(file: ContractFile, award: Award, day: date, procedure: Procedure) -> tuple[date, int] | None:
    """Return (day from which, entry) of the authorisation of an award that stood first, of those that stand by a day;
    None where none does."""
    held = _standing(file, day, procedure).get(award.id, ())
    return min(((one.since, one.position) for one in held), default=None)


def without_effect(file: ContractFile, award: Award, day: date, procedure: Procedure) -> list[tuple[date, int]]:
    """Return (day, entry) of each authorisation of an award by a day that does not stand: nobody who may gave it."""
    stand = {one.position for one in _standing(file, day, procedure).get(award.id, ())}
    return [(on, position) for on, position in award.authorised if on <= day and position not in stand]


def stands_on(file: ContractFile, award: Award, day: date, procedure: Procedure) -> bool:
    """Return whether an award had been authorised by whoever may by a day, and not given up."""
    held = authorised(file, award, day, procedure)
    return held is not None and held[0] <= day and given_up(file, award, day, procedure) is None


def awarded(file: ContractFile, day: date, procedure: Procedure) -> Award | None:
    """Return the award that stands on a day, the newest where there are several; None where none does."""
    made = [award for award in file.procurement.awards.values() if stands_on(file, award, day, procedure)]
    return max(made, key=lambda one: authorised(file, one, day, procedure) or (date.min, 0), default=None)


def award_of(file: ContractFile, tender: str, procedure: Procedure) -> Award | None:
    """Return the award that stands to one of those who tendered for a competition; None where none does."""
    of_it = {bid.id for bid in file.procurement.bids_for(tender)}
    of_those = (award for award in file.procurement.awards.values() if award.bid in of_it)
    return next((award for award in of_those if stands_on(file, award, date.max, procedure)), None)


def unsuccessful(file: ContractFile, tender: str, procedure: Procedure) -> list[Bid]:
    """Return the tenders not chosen, once an award was authorised."""
    award = award_of(file, tender, procedure)
    return [bid for bid in file.procurement.bids_for(tender) if award is not None and bid.id != award.bid]


def replaced_by(file: ContractFile, award: Award, procedure: Procedure) -> Award | None:
    """Return the recommendation that took the place of one: made after it, of the same tender or single tender, or one
    by which the same competition or request was awarded; None where there is none, or it was authorised itself."""
    if award.on is None or authorised(file, award, date.max, procedure):
        return None
    others = (one for one in file.procurement.awards.values() if one.id != award.id and _accepts_the_same(one, award))
    same = (one for one in others if given_up(file, one, date.max, procedure) is None)
    later = (one for one in same if one.on is not None and (one.on, one.position) > (award.on, award.position))
    made = (one.award for one in _of_the_same(file, award, date.max, procedure))
    stand = (one for one in made if given_up(file, one, date.max, procedure) is None)
    return next(later, None) or next(stand, None)


def to_be_decided(file: ContractFile, award: Award, procedure: Procedure) -> bool:
    """Return whether an award is still to be authorised by whoever may: recommended, and not given up or replaced."""
    if award.on is None or authorised(file, award, date.max, procedure) or given_up(file, award, date.max, procedure):
        return False
    return replaced_by(file, award, procedure) is None


def decided_since(file: ContractFile, act: Recorded, rule: str, day: date, procedure: Procedure) -> int | None:
    """Return the entry by which somebody entitled authorised, by a day, an award that an act had authorised as nobody's
    who may, or the one that took its place; None where none did, and of whatever else (HCC-A9-a, docs/adr/0479)."""
    award = file.procurement.awards.get(own(act.entry, "recommendation") or "") if rule == AUTHORISED_BY else None
    if award is None:
        return None
    held = _of_the_same(file, award, day, procedure)
    later = bisect_right(held, (act.entry.happened_on, act.position), key=lambda one: (one.on, one.position))
    those = (held[at] for at in range(later, len(held)))
    stand = (one for one in those if one.award.id == award.id or not given_up(file, one.award, day, procedure))
    return next((one.position for one in stand), None)


class _Standing(NamedTuple):
    """An authorisation that stands."""

    on: date
    position: int
    since: date
    """Its own day, or that of its ratification."""
    award: Award


def _standing(file: ContractFile, day: date, procedure: Procedure) -> Mapping[str, Sequence[_Standing]]:
    """By the id of its award, and by that of the competition or request, each authorisation that stands by a day, in
    the order in which they were given; looked for once, whoever asks of however many of them."""

    def find() -> Mapping[str, Sequence[_Standing]]:
        made = sorted((*one, award.id) for award in file.procurement.awards.values() for one in award.authorised)
        found: list[_Standing] = []
        for on, position, award in made:
            since = stands_from(file, on, position, AUTHORISED_BY, not_by_those_entitled, day, procedure)
            if on <= day and since is not None:
                found.append(_Standing(on, position, since, file.procurement.awards[award]))
        return grouped(found, lambda one: (one.award.id, _bought_by(file, one.award)))

    bought = file.procurement.as_it_is
    return file.of_the_decisions((AUTHORISED_BY, bought, day, judged_else_by(procedure)), find)


def _of_the_same(file: ContractFile, award: Award, day: date, procedure: Procedure) -> Sequence[_Standing]:
    """Those that stand by a day of an award, and of others by the same competition or request; in order."""
    bought_by = _bought_by(file, award)
    held = _standing(file, day, procedure).get(bought_by, ())
    return held if bought_by else [one for one in held if _accepts_the_same(one.award, award)]


def _bought_by(file: ContractFile, award: Award) -> str:
    """The competition or request that led to an award; "" where it names neither."""
    bid = file.procurement.bids.get(award.bid or "")
    return bid.tender if bid else (award.says.request if award.says else None) or ""


def _accepts_the_same(one: Award, other: Award) -> bool:
    says, said = one.says, other.says
    if says is None or said is None or (says.bid, says.request) != (said.bid, said.request):
        return False
    return says.bid is not None or same_organisation(says.provider, said.provider)


__all__ = [
    "AUTHORISED_BY", "authorised", "award_of", "awarded", "decided_since", "given_up", "not_by_whom_it_falls_to",
    "replaced_by", "stands_on", "to_be_decided", "unsuccessful", "without_effect",
]  # fmt: skip
