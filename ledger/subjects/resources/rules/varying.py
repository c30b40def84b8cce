"""What is asked of variances: assessed by the use on record, looked at under the contract, and acted on promptly."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ledger.citing import clause_not_there
from ledger.clauses_cited import in_plain_words
from ledger.dates.span import not_over
from ledger.dates.working_days import dated
from ledger.names import counted, same_name
from ledger.resource_figures import BY_USE, differs, in_figures, is_significant, of_the_file, same_figure
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.resources.entries import VarianceActionTaken, VarianceAssessed
from ledger.subjects.resources.register import Variance

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure

RECORDS: dict[str, tuple[str, ...]] = {
    "corrective-action": ("corrective-action-", "action-", "resolution-plan-", "improvement-"),
    "variation": ("variation-",),
    "notice": ("notice-",),
    "dispute": ("dispute-", "formal-escalation-", "immediate-escalation-", "notice-"),
    "termination": ("early-termination-", "termination-", "contract-terminated", "notice-"),
}
"""How the kinds of entry begin that record an action under the contract."""


def _no_implication(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    if entry.implication_clause and entry.implication:
        return None
    if entry.implication:
        return "it says what it means for the contract, and not under which clause"
    if not entry.likely_contract_change:
        return NOT_IN_POINT
    clause = entry.implication_clause
    lacking = f"what it means under clause {clause}" if clause else "what it means and under which clause"
    return f"it is likely to change the contract, and it is not said {lacking}"


def _clause_not_there(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    return clause_not_there(file, entry.implication_clause, entry.happened_on)


def _against_the_use_on_record(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    found, tolerance = of_the_file(file, entry, procedure), procedure.setting("resource.tolerance")
    if found is None or (entry.significant is None and (entry.planned is None or entry.actual is None)):
        return NOT_IN_POINT  # it says nothing that could be otherwise: the use on record is taken
    if not differs(*found, tolerance) or Variance(id="", says=entry).significant(tolerance):
        return None
    used, target = map(in_figures, found)
    otherwise = "it is said not to matter" if entry.significant is False else (
        f"it gives {entry.planned} planned and {entry.actual} came"
    )  # fmt: skip
    return f"{otherwise}; by the use on record {used} came where {target} were to be, beyond {tolerance} percent"


def _not_of_the_use(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    plan = file.resources.plans.get(entry.plan or "")
    line = plan.line(entry.plan_line) if plan and entry.plan_line else None
    if plan is None or line is None:
        return NOT_IN_POINT
    if entry.subject != "resource":
        return f"it is said to be of {entry.subject}: the use of {line.id} of {plan.id} is not assessed by it"
    found = of_the_file(file, entry, procedure)
    if found is None:
        when = f" for {entry.period}" if entry.period else ""
        return f"no use of {line.id} of {plan.id} is on record{when}"
    (used, target), unlike = found, list[str]()
    if entry.actual is not None and not same_figure(used, entry.actual):
        unlike.append(f"{in_figures(used)} came, and not {entry.actual}")
    if entry.planned is not None and differs(Decimal(entry.planned), target, procedure.setting("resource.tolerance")):
        unlike.append(f"{in_figures(target)} were to be, and not {entry.planned}")
    return f"by the use on record {'; '.join(unlike)}" if unlike else None


def _assessed_already(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    """By what it is of, and the figures: of another type, or with other figures, it is another."""
    others = [held for held in file.resources.variances.values() if held.says and _is_of_the_same(held.says, entry)]
    if not others or (entry.plan_line is None and entry.period is None):
        return NOT_IN_POINT
    same = next((held for held in others if _says_the_same(held.says, entry)), None)
    if same is None:
        return None
    return (
        f"{same.id} (entry {same.position}) says the same; if it is one variance, it is recorded twice, and each is to "
        "be acted on"
    )


def _is_of_the_same(one: VarianceAssessed, other: VarianceAssessed) -> bool:
    line, of = one.plan_line or "", other.plan_line or ""
    return (one.subject, one.plan, one.period) == (other.subject, other.plan, other.period) and same_name(line, of)


def _says_the_same(one: VarianceAssessed | None, other: VarianceAssessed) -> bool:
    if one is None or (one.variance_type and other.variance_type and one.variance_type != other.variance_type):
        return False
    figures = [(one.planned, other.planned), (one.actual, other.actual)]
    if all(None not in pair for pair in figures):
        return all(Decimal(mine or 0) == Decimal(theirs or 0) for mine, theirs in figures)
    return all(mine == theirs for mine, theirs in figures) and set(one.causes) == set(other.causes)


def _led_to_nothing(file: ContractFile, entry: VarianceActionTaken, procedure: Procedure) -> str | None:
    if entry.contractual in (None, "none"):
        return _something_all_the_same(file, entry)
    action = in_plain_words(entry.contractual)
    if entry.led_to is None:
        return f"the entry that records the {action} is not named"
    named = file.at(entry.led_to)
    if named is None:
        return None  # it may be dated later
    called = f"entry {entry.led_to} ({in_plain_words(named.entry.kind.partition('/')[0])})"
    if not named.entry.kind.startswith(RECORDS[entry.contractual]):
        return f"{called} is no {action}"
    held = file.resources.variances.get(entry.variance)
    since = held.known_by if held is not None else None
    if since is None or named.entry.latest_on >= since:
        return None
    return f"{called} is of {dated(named.entry.happened_on)}, before there was {entry.variance} ({dated(since)})"


def _something_all_the_same(file: ContractFile, entry: VarianceActionTaken) -> str | None:
    """That what is said to be nothing under the contract, or not said to be anything, led to an act under it."""
    named = file.at(entry.led_to) if entry.led_to is not None else None
    if named is None:
        return NOT_IN_POINT
    kind = named.entry.kind.partition("/")[0]
    action = next((action for action, kinds in RECORDS.items() if named.entry.kind.startswith(kinds)), None)
    said = "said to be nothing under the contract" if entry.contractual else "not said what it is under the contract"
    if action is None:
        return None
    return f"it is {said}, and entry {entry.led_to} ({in_plain_words(kind)}) is a {in_plain_words(action)}"


def _acted_late(file: ContractFile, entry: VarianceActionTaken, procedure: Procedure) -> str | None:
    held = file.resources.variances.get(entry.variance)
    allowed = procedure.setting("resource.act-within")
    if held is None or held.on is None or held.acted or not is_significant(file, held, procedure):
        return NOT_IN_POINT
    days = (entry.happened_on - held.on).days
    return (
        f"it was found on {dated(held.on)}, {counted(days, 'day')} before; {procedure.given('resource.act-within')}"
        if days > allowed
        else None
    )


def _by_no_method(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    if entry.names_its_method:
        return None
    return "another method is named, and not which" if entry.method else "no method is named"


def _by_two_methods(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    if entry.other_method is None:
        return NOT_IN_POINT
    if entry.method in (None, "other"):
        return None
    listed = entry.method.replace("-", " ")
    return f"the method is {listed}, and another is named beside it, {entry.other_method}"


def _nothing_differs(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    if not entry.significant or entry.planned is None or entry.actual is None:
        return NOT_IN_POINT
    if Decimal(entry.planned) != Decimal(entry.actual):
        return None
    return f"{entry.planned} was planned and {entry.actual} came, and it is found to matter"


def _of_no_type(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    unsaid = [] if entry.variance_type else ["of what type it is"]
    if entry.likely_contract_change is None:
        unsaid.append("whether it is likely to change the contract")
    if unsaid:
        return f"it is not said {' and '.join(unsaid)}"
    if entry.variance_type == "other" and entry.cause is None:
        return "it is said to be of another type, and no words say of what"
    return None


def _for_no_cause(file: ContractFile, entry: VarianceAssessed, procedure: Procedure) -> str | None:
    if entry.cause is not None or set(entry.causes) - {"other"}:
        return None
    return "another cause is named, and not which" if entry.causes else "no cause is given"


# fmt: off
RULES: tuple[AnyRule, ...] = (
    Rule(
        id=BY_USE, citation="CPC308-B5", level="explain", of=VarianceAssessed, field="actual",
        sentence="A variance is assessed by the use on record, and matters where that is beyond the tolerance.",
        found=_against_the_use_on_record,
    ),
    Rule(
        id="variance.of-the-use-on-record", citation="CPC308-B5", level="advise", of=VarianceAssessed, field="actual",
        sentence="What is assessed of a line of resources is its use on record, with its figures.",
        found=_not_of_the_use,
    ),
    Rule(
        id="variance.period-over", citation="CPC308-B5", level="advise", of=VarianceAssessed, field="period",
        sentence="A variance is assessed of a time that is over.", found=not_over,
    ),
    Rule(
        id="variance.method-named", citation="CPC307-K18", level="advise", of=VarianceAssessed, field="method",
        asks=True, sentence="It is on record how a variance was assessed.", found=_by_no_method,
    ),
    Rule(
        id="variance.by-one-method", citation="CPC307-K18", level="advise", of=VarianceAssessed, field="other_method",
        sentence="Another method is named where none of those listed was used.", found=_by_two_methods,
    ),
    Rule(
        id="variance.where-something-differs", citation="CPC308-B5", level="advise", of=VarianceAssessed,
        field="significant", sentence="Where what came is what was planned, nothing varies.", found=_nothing_differs,
    ),
    Rule(
        id="variance.type-named", citation="CPC307-K19", level="advise", of=VarianceAssessed, field="variance_type",
        sentence="It is on record what type a variance is, and whether it is likely to change the contract.",
        found=_of_no_type,
    ),
    Rule(
        id="variance.recorded-once", citation="CPC307-K19", level="advise", of=VarianceAssessed, field="actual",
        sentence="A variance is recorded once.", found=_assessed_already,
    ),
    Rule(
        id="variance.cause-on-record", citation="CPC308-K19", level="advise", of=VarianceAssessed, field="causes",
        asks=True, sentence="It is on record what caused a variance.", found=_for_no_cause,
    ),
    Rule(
        id="variance.clause-on-file", citation="CPC307-K20", level="explain", of=VarianceAssessed,
        field="implication_clause", found=_clause_not_there,
        sentence="What a variance means is looked at under a clause of the contract that is on file.",
    ),
    Rule(
        id="variance.implication-under-a-clause", citation="CPC307-K20", level="advise", of=VarianceAssessed,
        field="implication", sentence="What may change the contract is looked at under its clause.",
        found=_no_implication,
    ),
    Rule(
        id="variance.action-leads-to-its-entry", citation="CPC307-K21", level="advise", of=VarianceActionTaken,
        field="led_to", sentence="Action under the contract names the entry that records it.", found=_led_to_nothing,
    ),
    Rule(
        id="variance.action-says-what-it-is", citation="CPC307-K21", level="advise", of=VarianceActionTaken,
        field="contractual", sentence="It is on record what action is under the contract, or that it is nothing.",
        found=lacks("contractual", found="it is not said what it is under the contract, or that it is nothing"),
    ),
    Rule(
        id="variance.acted-on-promptly", citation="CPC308-B5", level="advise", of=VarianceActionTaken,
        field="happened_on", sentence="A significant variance is acted on promptly.", found=_acted_late,
    ),
)
# fmt: on
