"""Whether the outcomes were judged that the plan of an evaluation serves (CPC308-C4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import few

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure
    from ledger.subjects.evaluation.entries import ResourceManagementEvaluated


def outcomes_not_judged(file: ContractFile, entry: ResourceManagementEvaluated, procedure: Procedure) -> str | None:
    """Return what a rule finds against an evaluation: that nothing says how far the outcomes were reached which its
    plan serves; where it is of no plan, or of one that names none, how far any was."""
    held = file.evaluation.by_id.get(entry.evaluation)
    plan = file.resources.plans.get(held.says.resource_plan or "") if held and held.says else None
    lines = plan.says.lines if plan and plan.says else ()
    known = file.outcomes.by_id
    served = [one for one in dict.fromkeys(named for line in lines for named in line.outcomes) if one in known]
    if not served:
        judged = any(outcome.achieved for outcome in known.values())
        return None if judged else "no entry says how far the outcomes were reached"
    left = [named for named in served if not known[named].achieved and not known[named].dropped]
    return f"no entry says how far {few(left)} {'was' if left[1:] == [] else 'were'} reached" if left else None
