"""What procurement law asks of the notices published of a contract, its key indicators, and the ground of a change.

Rules named act.* are off where the Act does not bind the contract (ledger/procedures/where-silent.toml).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger import modifications, procurement_act
from ledger.dates.span import backwards
from ledger.dates.working_days import dated
from ledger.names import among, counted
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks, twice
from ledger.subjects.regulation.entries import (
    KeyIndicatorsSet,
    ModificationAssessed,
    ProcurementRegimeRecorded,
    StatutoryNoticePublished,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

S52 = "Procurement Act 2023, s 52(1)"
ABOUT_A_CHANGE = ("contract-change", "modified-contract")


# --- contradictions -------------------------------------------------------------------------------------------------


def _began_late(file: ContractFile, entry: ProcurementRegimeRecorded, procedure: Procedure) -> str | None:
    entered = procurement_act.entered_on(file)
    if entered is None or entry.procurement_began_on <= entered:
        return None
    return f"it began on {dated(entry.procurement_began_on)}, and the contract was made on {dated(entered)}"


def _term_backwards(file: ContractFile, entry: ProcurementRegimeRecorded, procedure: Procedure) -> str | None:
    contract = file.agreement.contract
    start = contract.start_date if contract else None
    if entry.longest_until is None or start is None or entry.longest_until >= start:
        return None
    return f"its longest term ends on {dated(entry.longest_until)}, before it starts on {dated(start)}"


def _does_not_fit(file: ContractFile, entry: StatutoryNoticePublished, procedure: Procedure) -> str | None:
    kind = entry.notice.replace("-", " ")
    if entry.variation and entry.notice not in ABOUT_A_CHANGE:
        return f"a {kind} notice is about no variation; leave {entry.variation} out"
    if (entry.ratings or entry.failure_of) and entry.notice not in ("contract-performance", "contract-termination"):
        return f"a {kind} notice says nothing of performance; record it as a contract performance notice"
    if entry.standstill_days and entry.notice not in ("contract-award", "contract-change"):
        return f"a {kind} notice promises no standstill"
    return None


# --- procedure ------------------------------------------------------------------------------------------------------


def _awarded_late(file: ContractFile, entry: StatutoryNoticePublished, procedure: Procedure) -> str | None:
    entered = procurement_act.entered_on(file)
    if entry.notice != "contract-award":
        return NOT_IN_POINT
    if entered is None or entry.happened_on < entered:
        return None
    return f"the contract was entered into on {dated(entered)}, and the notice came on {dated(entry.happened_on)}"


def _standstill_short(file: ContractFile, entry: StatutoryNoticePublished, procedure: Procedure) -> str | None:
    if entry.standstill_days is None:
        return NOT_IN_POINT
    least = (
        procedure.setting("act.standstill") if entry.notice == "contract-award"
        else procedure.setting("act.change-standstill")
    )  # fmt: skip
    if entry.standstill_days >= least:
        return None
    return f"it promises {counted(entry.standstill_days, 'working day')}, and the least is {least}"


def _too_few(file: ContractFile, entry: KeyIndicatorsSet, procedure: Procedure) -> str | None:
    least = procedure.setting("act.indicators-at-least")
    worth = procurement_act.is_worth_more(file, procedure.setting("act.indicators-over"))
    if not worth or procurement_act.no_indicators(file, procedure):
        return NOT_IN_POINT
    if len(entry.indicators) >= least:
        return None
    return f"{len(entry.indicators)} {'is' if len(entry.indicators) == 1 else 'are'} set, and {least} are the least"


def _not_rated(file: ContractFile, entry: StatutoryNoticePublished, procedure: Procedure) -> str | None:
    if entry.notice != "contract-performance" or not entry.ratings or not file.regulation.indicators:
        return NOT_IN_POINT
    asked, rated = file.regulation.indicators[-1][2], [one.indicator for one in entry.ratings]
    missing = sorted(one for one in asked if not among(one, rated))
    unknown = sorted({one for one in rated if not among(one, asked)})
    parts = (f"{', '.join(missing)} not rated" if missing else "", f"{', '.join(unknown)} never set" if unknown else "")
    return "; ".join(part for part in parts if part) or None


def _before_last_assessment(file: ContractFile, entry: StatutoryNoticePublished, procedure: Procedure) -> str | None:
    ended = file.termination.ended_on(entry.happened_on)
    if entry.notice != "contract-termination" or ended is None or not file.regulation.indicators:
        return NOT_IN_POINT
    if any(one.on >= ended.on and one.says.ratings for one in file.regulation.published("contract-performance")):
        return None
    return f"no assessment by the key indicators was published since it {ended.how} on {dated(ended.on)}"


def _ground_does_not_fit(file: ContractFile, entry: ModificationAssessed, procedure: Procedure) -> str | None:
    if procurement_act.is_special(file, "light-touch"):
        return NOT_IN_POINT  # modified freely (section 74(1))
    if entry.ground is None:
        return "no ground was found, so that what it asks for is procured anew"
    variation = file.variations.by_id.get(entry.variation)
    changes = variation.proposed_changes if variation else ()
    return modifications.ground_fails(file, procedure, entry, changes)


def _at_least_one_ground(file: ContractFile, entry: ModificationAssessed, procedure: Procedure) -> str | None:
    agreed = file.variations.by_id.get(entry.variation)
    made = [a.on for a in agreed.agreements if a.on <= entry.happened_on] if agreed else []
    return f"{entry.variation} had been agreed on {dated(made[0])}" if made and made[0] < entry.happened_on else None


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id="regime.began-before-the-contract", citation="Procurement Act 2023, s 127", level="contradiction",
        of=ProcurementRegimeRecorded, field="procurement_began_on", found=_began_late,
        sentence="A procurement begins before the contract it leads to is made.",
    ),
    Rule(
        id="regime.term-forwards", citation="Procurement Act 2023, s 75(2)(b)", level="contradiction",
        of=ProcurementRegimeRecorded, field="longest_until", found=_term_backwards,
        sentence="The longest term of a contract does not end before it starts.",
    ),
    Rule(
        id="indicators.each-its-own-id", citation=S52, level="contradiction", of=KeyIndicatorsSet, field="indicators",
        sentence="Each key performance indicator has an id of its own.",
        found=twice(
            lambda entry: [one.id for one in entry.indicators],
            found="{twice} stands there twice; give each indicator an id of its own",
        ),
    ),
    Rule(
        id="publication.holds-what-fits", citation="Procurement Regulations 2024, reg 32 to 41", level="contradiction",
        of=StatutoryNoticePublished, field="notice", found=_does_not_fit,
        sentence="A notice says what notices of its sort say.",
    ),
    Rule(
        id="publication.period-forwards", citation="Procurement Regulations 2024, reg 39(4)", level="contradiction",
        of=StatutoryNoticePublished, field="period", found=backwards,
        sentence="A period does not end before it begins.",
    ),
    Rule(
        id="publication.of-which-variation", citation="Procurement Act 2023, s 75(3)", level="advise",
        of=StatutoryNoticePublished, field="variation",
        found=lacks(
            "variation", where=lambda entry: entry.notice in ABOUT_A_CHANGE,
            found="it does not say of which variation it is",
        ),
        sentence="A notice of a change says of which.",
    ),
    Rule(
        id="act.award-notice-first", citation="Procurement Act 2023, s 50(1)", level="explain",
        of=StatutoryNoticePublished, field="happened_on", found=_awarded_late,
        sentence="A contract award notice is published before the contract is entered into.",
    ),
    Rule(
        id="act.standstill-long-enough", citation="Procurement Act 2023, s 51(4)", level="explain",
        of=StatutoryNoticePublished, field="standstill_days", found=_standstill_short,
        sentence="A standstill promised freely is at least as long as one the Act asks for.",
    ),
    Rule(
        id="act.three-indicators", citation=S52, level="explain", of=KeyIndicatorsSet, field="indicators",
        found=_too_few, sentence="At least three key performance indicators are set for a contract of over £5 million.",
    ),
    Rule(
        id="act.rates-every-indicator", citation="Procurement Regulations 2024, reg 39(4)", level="explain",
        of=StatutoryNoticePublished, field="ratings", found=_not_rated,
        sentence="Performance is rated by each of the key performance indicators set, and by no other.",
    ),
    Rule(
        id="act.performance-before-termination", citation="Procurement Act 2023, s 71(2)", level="advise",
        of=StatutoryNoticePublished, field="notice", found=_before_last_assessment,
        sentence="The last assessment by the key indicators is published before the contract termination notice.",
    ),
    Rule(
        id="act.ground-fits", citation="Procurement Act 2023, s 74(3)", level="explain", of=ModificationAssessed,
        field="ground", found=_ground_does_not_fit,
        sentence="A public contract is modified only on a ground the Act gives, within the limits of that ground.",
    ),
    Rule(
        id="act.ground-first", citation="Procurement Act 2023, s 74(1)", level="explain", of=ModificationAssessed,
        field="happened_on", found=_at_least_one_ground,
        sentence="On what ground a contract may be modified is assessed before it is.",
    ),
)
# fmt: on
