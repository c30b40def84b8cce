"""What is asked of a service level agreement and of performance indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import every, few, same_name, title_key
from ledger.returns_asked import thinned
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.specification import left_out_of_levels
from ledger.subjects.terms.entries import (
    PerformanceIndicatorAgreed,
    ServiceLevelAgreementAgreed,
    ServiceLevelAgreementAmended,
)
from ledger.subjects.terms.indicators import INDICATORS

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _leaves_out(file: ContractFile, agreed: ServiceLevelAgreementAgreed, procedure: Procedure) -> str | None:
    return left_out_of_levels(agreed)


def _strategy_not_confirmed(
    file: ContractFile, agreed: ServiceLevelAgreementAgreed, procedure: Procedure
) -> str | None:
    if agreed.strategy_confirmed is None:
        return "it is not said that it confirms how the authority manages its contracts"
    return None if agreed.strategy_confirmed else "it does not confirm how the authority manages its contracts"


def _reports_thinned(
    file: ContractFile, entry: ServiceLevelAgreementAgreed | ServiceLevelAgreementAmended, procedure: Procedure
) -> str | None:
    """Of all that stands agreed with it: another agreement, or the specification, may have what this one has not."""
    amends = entry.sla if isinstance(entry, ServiceLevelAgreementAmended) else None
    says = entry.becomes if isinstance(entry, ServiceLevelAgreementAmended) else entry
    if says is None or not (amends or says.reporting_schedule):
        return NOT_IN_POINT  # that an agreement holds no reporting at all another rule finds
    day = entry.effective_on
    issued, others = file.terms.specification(day), file.terms.agreements_on(day)
    agreed = [*(issued.says.return_schedule if issued else ()), *says.reporting_schedule]
    agreed += [
        row for sla in others if amends is None or not same_name(sla.id, amends) for row in sla.says.reporting_schedule
    ]
    found = [
        f"it has the {report} {every(there.every, 'month')}, and the procedure {every(months, 'month')}"
        if there else f"it leaves out the {report} that the procedure has {every(months, 'month')}"
        for report, months, there in thinned(agreed, procedure)
    ]  # fmt: skip
    unless = "that often it stays due unless an alternative arrangement is agreed"
    return f"{'; '.join(found)}; {unless}" if found else None


OF_THE_CONTRACT = frozenset(("end date", "start date", "total value", "annual value", "price", "prices"))
"""Terms of the contract itself, as an amendment of a service level agreement may name them."""
_ITS = frozenset(("the", "of", "contract", "contract's", "contract’s"))


def is_of_the_contract(what: str) -> bool:
    """Return whether a term of the contract is meant, also with whose it is, or of what a price is: end date of the
    contract, price per case (TVP-3.0-9)."""
    named = " ".join(word for word in title_key(what).split() if word not in _ITS)
    return named in OF_THE_CONTRACT or named.startswith(("price ", "prices "))


def _not_said_immaterial(file: ContractFile, amended: ServiceLevelAgreementAmended, procedure: Procedure) -> str | None:
    terms = [change.what for change in amended.changes if is_of_the_contract(change.what)]
    if terms:
        return f"{few(terms)} is a term of the contract, and a change of it a variation"
    if amended.not_material_statement:
        return None
    return "it is not stated that no term of the contract is materially changed; a material change is a variation"


def _core_otherwise(file: ContractFile, agreed: PerformanceIndicatorAgreed, procedure: Procedure) -> str | None:
    on_menu = procedure.measure_called(agreed.indicator.id)
    if not agreed.indicator.core or not procedure.indicators:
        return NOT_IN_POINT
    if on_menu is None:
        return f"{agreed.indicator.id} is not on the menu of {procedure.ref}, and so not in its core set"
    return None if on_menu.core else f"{on_menu.id} is on the menu of {procedure.ref}, and not in its core set"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="sla.holds-what-it-should", citation="TVP-3.0-5", level="advise", of=ServiceLevelAgreementAgreed,
        sentence="A service level agreement holds points of contact, indicators, reporting and improvement targets.",
        found=_leaves_out,
    ),
    Rule(
        id="sla.thins-no-report", citation="TVP-3.1-2", level="advise",
        of=(ServiceLevelAgreementAgreed, ServiceLevelAgreementAmended), found=_reports_thinned,
        sentence="The reports a procedure asks for are in a service level agreement, as often as it asks for them.",
    ),
    Rule(
        id="sla.confirms-strategy", citation="TVP-4.0-4", level="explain", of=ServiceLevelAgreementAgreed,
        field="strategy_confirmed", asks=True, found=_strategy_not_confirmed,
        sentence="A service level agreement confirms how the authority manages its contracts.",
    ),
    Rule(
        id="sla.not-a-material-change", citation="TVP-3.0-9", level="explain", of=ServiceLevelAgreementAmended,
        field="not_material_statement", asks=True, found=_not_said_immaterial,
        sentence="A service level agreement is amended only where no term of the contract is materially changed.",
    ),
    *INDICATORS,
    Rule(
        id="indicator.core-as-on-the-menu", citation="TVP-4.0-24", level="advise", of=PerformanceIndicatorAgreed,
        field="indicator", sentence="A core measure is one of the procedure's core set.", found=_core_otherwise,
    ),
)  # fmt: skip
