"""How a contract is bought, what it is for, how it is carried out and with what resources, each on a page.

Plain and accessible (CPC307-C4, CPC308-A7): every picture has its table, and every table can be read on a telephone.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.briefing import TheReader, briefing_answer
from api.buying import documents_answer, procurement_answer, survey_answer
from api.exclusions import tenders_warned_of
from api.existing_contracts import existing_warned_of
from api.pages.gantt import gantt
from api.pages.looks import page
from api.pages.one_file import TheFile
from api.pages.printed import PrintSize
from api.plans import outcomes_answer, plans_answer, resources_answer
from api.wiring import TheWiring

router = APIRouter(include_in_schema=False)
READERS = {
    "managers": "Whoever manages it", "members": "Members and boards", "auditors": "Auditors",
    "users": "Those who use the service", "provider": "The provider",
}  # fmt: skip


@router.get("/contracts/{reference}/procurement")
def procurement(request: Request, file: TheFile, wiring: TheWiring) -> Response:
    """Show how the contract is bought: each step and whose it is, the tenders, and who does what."""
    found = procurement_answer(file.reading).procurement
    reading = file.reading
    return page(
        request, "procurement.html", file=file, part="procurement", found=found,
        warnings=tenders_warned_of(wiring, reading),
        existing_warnings=existing_warned_of(wiring, reading),
    )  # fmt: skip


@router.get("/contracts/{reference}/briefing")
def a_briefing(request: Request, file: TheFile, reader: TheReader = "managers", size: PrintSize = "usual") -> Response:
    """Show a briefing on the contract, laid out for whoever it is for."""
    found = briefing_answer(file.reading, reader).briefing
    return page(request, "briefing.html", file=file, part="briefing", found=found, readers=READERS, size=size)


@router.get("/contracts/{reference}/survey")
def survey(request: Request, file: TheFile, size: PrintSize = "usual") -> Response:
    """Show the template of a survey of users, to be printed and filled in."""
    found = survey_answer(file.reading).survey
    return page(request, "survey.html", file=file, part="survey", found=found, size=size)


@router.get("/contracts/{reference}/documents")
def documents(request: Request, file: TheFile) -> Response:
    """Show the documents on the contract's file, each with its hash and the entry it came with."""
    answer = documents_answer(file.reading)
    return page(
        request, "documents.html", file=file, part="documents", found=answer.documents,
        without_paper=answer.without_paper, without_electronic=answer.without_electronic,
    )  # fmt: skip


@router.get("/contracts/{reference}/outcomes")
def outcomes(request: Request, file: TheFile) -> Response:
    """Show the outcomes of the contract: who wants each, what secures it, and how far it was reached."""
    answer = outcomes_answer(file.reading)
    return page(request, "outcomes.html", file=file, part="outcomes", found=answer.outcomes, recorded=answer.recorded)


@router.get("/contracts/{reference}/plan")
def plan(request: Request, file: TheFile) -> Response:
    """Show the implementation plans: a picture of each, the same in a table, and what was changed."""
    answer = plans_answer(file.reading)
    plans = answer.plans
    pictures = {one.id: gantt(one, file.on) for one in plans}
    return page(
        request, "plan.html", file=file, part="plan", plans=plans, pictures=pictures, changes=answer.changes,
        partners=answer.partners, recorded=answer.recorded,
    )  # fmt: skip


@router.get("/contracts/{reference}/resources")
def resources(request: Request, file: TheFile) -> Response:
    """Show resources planned against used, variances and what was done about them, and what service cost."""
    answer = resources_answer(file.reading)
    return page(
        request, "resources.html", file=file, part="resources", found=answer.resources, money=answer.money,
        recorded=answer.recorded, marked={one.position: one for one in answer.recorded},
    )  # fmt: skip
