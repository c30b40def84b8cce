"""How often deals were changed, and why: by contract and by care group (HCC-7.4-c).

"Revision after the start should be rare": so each variation proposed, agreed or rejected counts once, under the ground
that was given for it. Pure functions of contracts' statuses on a day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from ledger.entry import Frozen
from projections.status import Status, VariationFact


class VariationCount(Frozen):
    """How many variations there are of something, and on what grounds."""

    variations: int = 0
    agreed: int = 0
    rejected: int = 0
    open: int = 0
    """Proposed, and neither agreed nor rejected."""
    grounds: tuple[tuple[str, int], ...] = ()
    """(ground, how many), the most frequent first: demand, user-need, other words, not-said."""


class OfContract(VariationCount):
    """The variations of one contract."""

    reference: str
    title: str
    care_group: str | None


class OfCareGroup(VariationCount):
    """The variations of the contracts for one care group."""

    care_group: str | None
    """The care group; None of contracts of which that is not said."""
    contracts: int
    """How many contracts there are for it, varied or not."""
    varied: int
    """How many of them were varied, or were to be."""


class VariationsCounted(Frozen):
    """The variations of all contracts."""

    contracts: tuple[OfContract, ...] = ()
    """The contracts that have any, those with most first."""
    care_groups: tuple[OfCareGroup, ...] = ()


def counted_of(facts: Iterable[VariationFact], on: date) -> VariationCount:
    """Return how many variations there were by a day, and on what grounds."""
    there = [fact for fact in facts if _is_there(fact, on)]
    agreed = sum(_is_by(fact.agreed_on, on) for fact in there)
    rejected = sum(_is_by(fact.rejected_on, on) and not _is_by(fact.agreed_on, on) for fact in there)
    grounds = Counter(fact.ground for fact in there)
    return VariationCount(
        variations=len(there), agreed=agreed, rejected=rejected, open=len(there) - agreed - rejected,
        grounds=tuple(sorted(grounds.items(), key=lambda ground: (-ground[1], ground[0]))),
    )  # fmt: skip


def variations_counted(statuses: Iterable[Status], on: date) -> VariationsCounted:
    """Return the variations of contracts by a day, by contract and by care group. Pure."""
    known = [one for one in statuses if one.quarantined is None and one.need_on is None]
    rows = [
        OfContract(
            reference=one.reference, title=one.title, care_group=one.care_group,
            **dict(counted_of(one.variations, on)),
        ) for one in known
    ]  # fmt: skip
    groups: dict[str, list[Status]] = {}
    for one in known:
        groups.setdefault((one.care_group or "").casefold(), []).append(one)
    varied = sorted((row for row in rows if row.variations), key=lambda row: (-row.variations, row.reference))
    return VariationsCounted(
        contracts=tuple(varied),
        care_groups=tuple(
            OfCareGroup(
                care_group=there[0].care_group, contracts=len(there),
                varied=sum(any(_is_there(fact, on) for fact in one.variations) for one in there),
                **dict(counted_of((fact for one in there for fact in one.variations), on)),
            ) for _, there in sorted(groups.items(), key=lambda group: (not group[0], group[0]))
        ),
    )  # fmt: skip


def _is_there(fact: VariationFact, on: date) -> bool:
    return any(_is_by(day, on) for day in (fact.proposed_on, fact.agreed_on, fact.rejected_on))


def _is_by(day: date | None, on: date) -> bool:
    return day is not None and day <= on
