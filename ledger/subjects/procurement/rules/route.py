"""What procedure asks before anything is bought: the need, the route chosen, and whose work each part is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledger.dates.working_days import dated
from ledger.division_of_work import by_another_office, partners_missing, partners_of
from ledger.rules import NOT_IN_POINT, AnyRule, Rule, lacks
from ledger.subjects.procurement.entries import (
    AwardRecommended,
    ContractCountersigned,
    ContractIssuedForCountersignature,
    ContractSignedByAuthority,
    NoTenderReceived,
    ProcurementOptionSelected,
    ServiceNeedEstablished,
    SingleTenderAuthorisationRequested,
    SingleTenderNegotiationConcluded,
    TenderAdvertised,
    TenderReceived,
    TendersEvaluated,
    TendersInvited,
    UnsuccessfulTenderersNotified,
)

if TYPE_CHECKING:
    from ledger.contract_file import ContractFile
    from ledger.entry import Entry
    from ledger.procedures import Procedure


WORK = (
    ServiceNeedEstablished, ProcurementOptionSelected, SingleTenderAuthorisationRequested,
    SingleTenderNegotiationConcluded, TenderAdvertised, TendersInvited, TenderReceived, NoTenderReceived,
    TendersEvaluated, AwardRecommended, UnsuccessfulTenderersNotified, ContractSignedByAuthority,
    ContractIssuedForCountersignature, ContractCountersigned,
)  # fmt: skip
"""What falls to one office or another; the two decisions are only for those entitled to them."""
CALLING = (TenderAdvertised, TendersInvited)
MAY_VARY = ("county-manager-contracts",)
"""Who may authorise a departure, by default (HCC-POL-f)."""


def _out_of_scope(file: ContractFile, need: ServiceNeedEstablished, procedure: Procedure) -> str | None:
    category = need.service_category
    if category is None or procedure.takes_in(category) or need.procedure not in (None, procedure.ref):
        return NOT_IN_POINT
    return f"it is for {category.replace('-', ' ')} and is put under {procedure.title} ({procedure.ref})"


def _not_consulted(file: ContractFile, entry: ProcurementOptionSelected, procedure: Procedure) -> str | None:
    if not partners_of(entry.kind, procedure):
        return NOT_IN_POINT
    held, turn = file.records.consultations, file.procurement.turns_at(entry.option)
    since = turn[0] if turn is not None else date.min  # what was said of another way was not said of this one
    there = [
        (h.consulted, h.on) for h in held
        if h.on <= entry.happened_on
        and (h.position in entry.consultations or (h.subject == "procurement" and h.on >= since))
    ]  # fmt: skip
    missing = partners_missing(file, entry.kind, there, procedure)
    if not missing:
        return None
    when = f"for {dated(entry.happened_on)} or before"
    if turn is not None:
        when = f"from {dated(since)}, since when another way is looked for, to {dated(entry.happened_on)}"
    return f"no consultation of the {' nor of the '.join(missing)} is on file {when}"


def _route_not_chosen(file: ContractFile, entry: Entry, procedure: Procedure) -> str | None:
    wanted = "competition" if isinstance(entry, CALLING) else "single-tender"
    route = file.procurement.route(entry.happened_on)
    if route == wanted:
        return None
    chosen = "no route had been chosen" if route is None else f"the route chosen was {route.replace('-', ' ')}"
    return f"by {dated(entry.happened_on)} {chosen}"


RULES: tuple[AnyRule, ...] = (
    Rule(
        id="procurement.done-by-whom-it-falls-to", citation="HCC-POL-d", level="advise", of=WORK, field="by",
        sentence="Each part of the work is done by the office it falls to.", found=by_another_office,
    ),
    Rule(
        id="need.within-scope", citation="HCC-S-c", level="advise", of=ServiceNeedEstablished,
        field="service_category", sentence="The procedure does not cover contracts of other sorts than it names.",
        found=_out_of_scope,
    ),
    Rule(
        id="need.established-by-whom", citation="HCC-A1", level="advise", of=ServiceNeedEstablished, field="by",
        sentence="It is on file who established that a service is needed.",
        found=lacks("by", found="nobody is named as having established it"),
    ),
    Rule(
        id="need.contracts-reviewed", citation="HCC-A2-a", level="advise", of=ServiceNeedEstablished, field="existing",
        sentence="Existing contracts are looked at, whether they should go on, when a new service is needed.",
        found=lacks("existing", found="it names no existing contract that was looked at"),
    ),
    Rule(
        id="route.with-those-concerned", citation="HCC-A3-a", level="explain", of=ProcurementOptionSelected,
        field="consultations", found=_not_consulted,
        sentence="How to buy is settled in consultation with support officer and finance.",
    ),
    Rule(
        id="route.says-why", citation="HCC-A3-a", level="advise", of=ProcurementOptionSelected, field="reasons",
        sentence="It is said why the route chosen is the most appropriate.",
        found=lacks("reasons", "exhibits", found="it does not say why it is bought so"),
    ),
    Rule(
        id="procurement.by-the-route-chosen", citation="HCC-A3-a", level="explain",
        of=(*CALLING, SingleTenderAuthorisationRequested), found=_route_not_chosen,
        sentence="Contracts are bought by the route that was chosen.",
    ),
)  # fmt: skip
