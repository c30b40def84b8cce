"""How contracts are watched and their procedure kept, each on a page."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api.keeping import (
    KindAsked,
    UnitAsked,
    agenda_answer,
    compliance_answer,
    kept_answer,
    obligations_answer,
    performance_answer,
    portfolio_answer,
    sla_template_answer,
    toolkit_answer,
)
from api.pages.looks import page
from api.pages.one_file import TheFile
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.procedures import documents_of
from api.read import Cursor
from api.wiring import TheWiring, known_parameters

router = APIRouter(include_in_schema=False)
STATES = {
    "not-kept": ("Not kept", "red"), "departed": ("Departed from", "yellow"),
    "otherwise": ("Managed otherwise", "blue"), "asked": ("Asked and not done", "yellow"), "kept": ("Kept", "green"),
    "not-yet": ("Not yet asked", "grey"),
}  # fmt: skip

OWED = {
    "kept": ("Kept", "green"), "not-kept": ("Not kept", "red"), "late": ("Late", "red"), "open": ("Open", "blue"),
    "standing": ("Standing", "grey"),
}  # fmt: skip


@router.get("/compliance", dependencies=[Depends(known_parameters)])
def kept(request: Request, wiring: TheWiring, person: TheVisitor) -> Response:
    """Show the seven standards over all contracts and for each lead officer, and departures by provider."""
    answer = when_ready(lambda: kept_answer(wiring, person))
    return page(request, "kept.html", kept=answer.kept, on=answer.on)


@router.get("/portfolio", dependencies=[Depends(known_parameters)])
def all_live(
    request: Request, wiring: TheWiring, person: TheVisitor, unit: UnitAsked = None, cursor: Cursor = None
) -> Response:
    """Show all live contracts, or those of a unit, for those who answer for them: disputes, what is overdue, the value
    at risk."""
    unit = (unit or "").strip()
    answer = when_ready(lambda: portfolio_answer(wiring, person, unit, cursor))
    return page(
        request, "portfolio.html", found=answer.portfolio, on=answer.on, unit=unit, cursor=cursor, following=answer.next
    )  # fmt: skip


@router.get("/contracts/{reference}/performance")
def performance(request: Request, file: TheFile) -> Response:
    """Show performance against target, meetings and returns, audits, complaints, and what the money bought."""
    answer = performance_answer(file.reading)
    return page(
        request, "performance.html", file=file, part="performance", found=answer.performance,
        watched=answer.monitoring, money=answer.money, statutory=answer.statutory, withheld=file.reading.withheld,
    )  # fmt: skip


@router.get("/contracts/{reference}/toolkit")
def tools(request: Request, file: TheFile, wiring: TheWiring) -> Response:
    """Show the tools, the checklist, the risk log, the contact log and the menu of measures."""
    answer = toolkit_answer(file.reading)
    return page(
        request, "toolkit.html", file=file, part="toolkit", found=answer.toolkit, withheld=file.reading.withheld,
        adopted=() if file.times.past else documents_of(wiring, file.person, file.reading.view.procedure.id),
    )  # fmt: skip


@router.get("/contracts/{reference}/sla-template")
def agreement_to_fill_in(request: Request, file: TheFile) -> Response:
    """Give out the template of a service level agreement, to be filled in with any word processor (TVP-4.0-18)."""
    found = sla_template_answer(file.reading).sla
    headers = {"Content-Disposition": f'attachment; filename="service-level-agreement-{file.own_reference}.html"'}
    return page(request, "sla_template.html", headers=headers, found=found, authority=file.reading.authority)


@router.get("/contracts/{reference}/agenda")
def meeting_agenda(request: Request, file: TheFile, kind: KindAsked = None) -> Response:
    """Show the agenda of the next meeting, or of one of a kind, with what there is to look at."""
    answer = agenda_answer(file.reading, kind)
    return page(request, "agenda.html", file=file, part="agenda", found=answer.agenda, withheld=file.reading.withheld)


@router.get("/contracts/{reference}/obligations")
def owed(request: Request, file: TheFile) -> Response:
    """Show what each party owes, by when and how it stands, and the forward calendar."""
    answer = obligations_answer(file.reading)
    return page(
        request, "obligations.html", file=file, part="obligations", found=answer.owed, states=OWED,
        withheld=0 if file.person.is_provider else file.reading.withheld,
    )  # fmt: skip


@router.get("/contracts/{reference}/compliance")
def compliance(request: Request, file: TheFile) -> Response:
    """Show, rule by rule, whether the procedure was kept on a contract."""
    answer = compliance_answer(file.reading)
    return page(
        request, "compliance.html", file=file, part="compliance", found=answer.compliance, states=STATES,
        withheld=file.reading.withheld,
    )  # fmt: skip
