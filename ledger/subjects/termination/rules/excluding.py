"""What is asked of excluding a provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.names import counted
from ledger.rules import AnyRule, Rule, lacks
from ledger.subjects.termination.entries import ProviderExclusionDecided
from ledger.working_days import dated

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.procedures import Procedure


def _excluded_too_long(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    since, until = decided.from_date or decided.happened_on, decided.until_date
    years = procedure.setting("exclusion.longest")
    if until is None:
        return None
    if until < since:
        return f"it ends on {dated(until)}, before it begins on {dated(since)}"
    if not years or (until.year - years, until.month, until.day) < (since.year, since.month, since.day):
        return None
    longest = procedure.limit("exclusion.longest") or counted(years, "year")
    return f"it lasts from {dated(since)} to {dated(until)}; the longest is {longest}"


def _bodies_left_out(file: ContractFile, decided: ProviderExclusionDecided, procedure: Procedure) -> str | None:
    if not decided.buying_bodies:
        return "it is not said whose tenders it is kept out of"
    named = {procedure.buying_body(body) for body in decided.buying_bodies}
    left_out = [row.title for row in procedure.buying_bodies if row.title not in named]
    return f"it leaves out {' and '.join(left_out)}" if left_out else None


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="exclusion.no-longer-than-allowed", citation="TVP-5.2-9a", level="contradiction",
        of=ProviderExclusionDecided, field="until_date", found=_excluded_too_long,
        sentence="A provider is kept out of tenders for no longer than the procedure allows: five years.",
    ),
    Rule(
        id="exclusion.names-its-end", citation="TVP-5.2-9a", level="explain", of=ProviderExclusionDecided,
        field="until_date", sentence="An exclusion names its last day.",
        found=lacks("until_date", found="it names no end"),
    ),
    Rule(
        id="exclusion.names-buying-bodies", citation="TVP-5.2-9b", level="advise", of=ProviderExclusionDecided,
        field="buying_bodies", sentence="An exclusion says whose tenders it covers.", found=_bodies_left_out,
    ),
    Rule(
        id="exclusion.on-a-legal-basis", citation="TVP-5.2-9c", level="advise", of=ProviderExclusionDecided,
        field="legal_basis", sentence="An exclusion names the law it rests on.",
        found=lacks("legal_basis", found="it names no legal basis"),
    ),
)  # fmt: skip
