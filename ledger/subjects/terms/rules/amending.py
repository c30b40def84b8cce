"""What an amendment of a service level agreement, given anew as a whole, leaves out; that it is not given (TVP-3.0-4).

What is left out ends, and so it is said: among the changes, or by way of a reason (docs/adr/0398).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.names import among, few, same_name, title_key
from ledger.returns_asked import reports_meant
from ledger.rules import NOT_IN_POINT, AnyRule, Rule
from ledger.specification import ServiceLevels
from ledger.subjects.terms.entries import ServiceLevelAgreementAmended

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _left_out_unsaid(file: ContractFile, amended: ServiceLevelAgreementAmended, procedure: Procedure) -> str | None:
    stood = next((s for s in file.terms.agreements_on(amended.effective_on) if same_name(s.id, amended.sla)), None)
    if stood is None or amended.becomes is None:
        return NOT_IN_POINT
    said = [f" {title_key(change.what)} " for change in amended.changes]
    out = [
        words for name, words in _left_out(stood.says, amended.becomes)
        if not any(f" {title_key(name)} " in what for what in said)
    ]  # fmt: skip
    if not out:
        return None
    return (
        f"it leaves out {few(out)}, which {stood.id} has since {dated(stood.since)} (entry {stood.position}): that ends"
        " with it. Put in all that is to stand, or name among the changes what ends"
    )


def _in_words_alone(file: ContractFile, amended: ServiceLevelAgreementAmended, procedure: Procedure) -> str | None:
    """Words move no number: by what the agreement holds performance is judged and reports fall due."""
    stood = next((s for s in file.terms.agreements_on(amended.effective_on) if same_name(s.id, amended.sla)), None)
    if stood is None or not amended.changes or not any(words for _, words in _left_out(stood.says, ServiceLevels())):
        return NOT_IN_POINT
    if amended.becomes is not None:
        return None
    return (
        f"what {amended.sla} becomes as a whole is not given: what it holds, by entry {stood.position}, stays as it"
        f" was, whatever is said of {few([change.what for change in amended.changes])}"
    )


def _left_out(was: ServiceLevels, becomes: ServiceLevels) -> Iterator[tuple[str, str]]:
    """Yield (by which name the changes may say it, what is left out): of words, which are not compared, and of people,
    who often become others, where none are left."""
    if was.contacts and not becomes.contacts:
        yield "contact", "the points of contact"
    for measure in was.indicators:
        if not among(measure.id, [one.id for one in becomes.indicators]):
            yield measure.id, f"indicator {measure.id}"
    kinds = [row.kind for row in becomes.reporting_schedule]
    brought = {report for kind in kinds for report in reports_meant(kind)}
    for kind in dict.fromkeys(row.kind for row in was.reporting_schedule):
        meant = reports_meant(kind)
        if not (among(kind, kinds) or (meant and meant <= brought)):
            yield kind, f"the {kind}"
    for sort in dict.fromkeys(target.kind for target in was.improvement_targets):
        if not any(target.kind == sort for target in becomes.improvement_targets):
            yield sort, f"what is to improve of {sort}"
    if was.principles and not becomes.principles:
        yield "principles", "the principles and clarifications"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="sla.amendment-given-as-a-whole", citation="TVP-3.0-4", level="advise", of=ServiceLevelAgreementAmended,
        field="becomes", found=_in_words_alone,
        sentence="Where an amendment names what changes it gives the agreement as it becomes.",
    ),
    Rule(
        id="sla.amended-as-a-whole", citation="TVP-3.0-4", level="explain", of=ServiceLevelAgreementAmended,
        field="becomes", found=_left_out_unsaid,
        sentence="An agreement given anew as a whole has all that is to stand of it, or says what ends.",
    ),
)  # fmt: skip
