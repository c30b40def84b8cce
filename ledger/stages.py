"""What may have to be on record before a contract leaves a stage of its life, and whether it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ledger.awards import awarded
from ledger.countersigning import came_back
from ledger.reviews_answered import completed_on

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.procedures.rows import LifecycleStage


class StageRecord(NamedTuple):
    """Something that may have to be on record."""

    words: str
    is_there: Callable[[ContractFile, date, Procedure], bool]


STAGE_RECORDS: Mapping[str, StageRecord] = {
    "specification": StageRecord(
        "a service specification or agreement",
        lambda file, day, _: file.terms.specification(day) is not None or bool(file.terms.agreements_on(day)),
    ),
    "lead-officer": StageRecord(
        "an officer who manages it", lambda file, day, _: file.people.holder("lead-officer", day) is not None
    ),
    "classification": StageRecord("its tier", lambda file, day, _: file.tiers.classified(day) is not None),
    "governance-terms": StageRecord(
        "terms of governance", lambda file, day, _: any(on <= day for on, _, _ in file.tiers.governance)
    ),
    "need": StageRecord("that the service is needed", lambda file, day, _: _established(file, day)),
    "award": StageRecord(
        "an award that was authorised", lambda file, day, procedure: awarded(file, day, procedure) is not None
    ),
    "countersigned-contract": StageRecord(
        "the contract countersigned", lambda file, day, _: any(back.on <= day for back in came_back(file))
    ),
    "commencement": StageRecord(
        "that the service began", lambda file, day, _: any(on <= day for on, _ in file.agreement.commencements)
    ),
    "scorecard": StageRecord("a scorecard", lambda file, day, _: file.tiers.last_scorecard(day) is not None),
    "review": StageRecord("a completed review", lambda file, day, _: completed_on(file, day) is not None),
    "handover": StageRecord(
        "that its management was handed over", lambda file, day, _: any(h.on <= day for h in file.people.handovers)
    ),
    "ending": StageRecord(
        "that the contract ended", lambda file, day, _: any(ending.on <= day for ending in file.termination.endings)
    ),
}
"""What a procedure may ask for, by the name it has in its rows."""


def _established(file: ContractFile, day: date) -> bool:
    need = file.procurement.need
    return need is not None and need.happened_on <= day


def missing_records(
    file: ContractFile, stage: LifecycleStage, day: date, procedure: Procedure
) -> tuple[str, ...]:  # fmt: skip
    """Return, in words, what should be on record before a stage is left and is not by a day."""
    asked = (STAGE_RECORDS[name] for name in stage.needs)
    return tuple(record.words for record in asked if not record.is_there(file, day, procedure))


__all__ = ["STAGE_RECORDS", "StageRecord", "missing_records"]
