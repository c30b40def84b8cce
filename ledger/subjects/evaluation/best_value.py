"""The tests of value for money that belong to an evaluation: effective use brings best value (CPC308-K4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.subjects.evaluation.entries import ResourceManagementEvaluated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.subjects.money import Tested


def tests_of_its_time(file: ContractFile, evaluated: ResourceManagementEvaluated) -> list[Tested]:
    """Return the tests of value for money made by the day of an evaluation, in or after the time it looks at: its own,
    else that of the plan of resources it is of; the newest last."""
    held = file.evaluation.by_id.get(evaluated.evaluation)
    plan = file.resources.plans.get(held.says.resource_plan or "") if held and held.says else None
    time = evaluated.period or (plan.time if plan else None)
    return [
        test for test in file.money.tests
        if test.on <= evaluated.latest_on and (time is None or time.first <= test.on)
    ]  # fmt: skip
