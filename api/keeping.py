"""How contracts are watched and procedures kept, by HTTP: of one file at its two times, of all as they stand."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from typing import Annotated
from unicodedata import normalize

from fastapi import APIRouter, Depends, Query, Request, Response

from api.answering import answered
from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheAsked, TheReading
from api.for_the_provider import obligations_as_told
from api.lists import AcrossFiles, all_listed
from api.people import Person
from api.read import Cursor, Limit
from api.reading import Reading
from api.seen import eyes_of
from api.wiring import ThePerson, TheWiring, Wiring, known_parameters
from ledger.refusals import Denied
from ledger.subjects.meetings import KindOfMeeting
from projections.answering.answers import ContractFilters
from projections.monitoring.agenda import Agenda, agenda
from projections.monitoring.monitoring_shown import MonitoringShown, monitoring_shown
from projections.monitoring.performance_shown import PerformanceShown, performance_shown
from projections.monitoring.statutory_shown import StatutoryShown, statutory_shown
from projections.monitoring.toolkit import Toolkit, toolkit
from projections.obligations import Obligations, obligations
from projections.planning.worth import WorthShown, worth_shown
from projections.procedure.compliance import Compliance, compliance
from projections.procedure.kept_indicators import COUNTED_FROM, KeptByAuthority, kept_by_authority
from projections.programme.portfolio import Place, Portfolio, portfolio, portfolio_rows
from projections.sla_template import SlaTemplate, sla_template
from projections.stored.cursors import cursor_of, place_of

KindAsked = Annotated[KindOfMeeting | None, Query(description="The kind of meeting; left out, the next arranged.")]
UnitAsked = Annotated[str | None, Query(max_length=200, description="The authority's unit.")]
ON_A_PAGE = 100
"""Contracts of the portfolio, where it is not said how many."""
router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class ComplianceAnswer(OfWhatIsSeen):
    """How the procedure is kept on a contract; for the authority's own side only."""

    compliance: Compliance


class KeptAnswer(AcrossFiles):
    """How the procedure is kept on all contracts, as they stand now; for the authority's own side only."""

    on: date
    kept: KeptByAuthority


def compliance_answer(reading: Reading) -> ComplianceAnswer:
    """Return how the procedure is kept on a contract. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(compliance(reading.view, reading.on))
    return ComplianceAnswer(**of_what_is_seen(reading), compliance=shown)


class PerformanceAnswer(OfWhatIsSeen):
    """Performance against target, how the contract is watched, and what its money buys; for our own side only."""

    performance: PerformanceShown
    monitoring: MonitoringShown
    money: WorthShown
    statutory: StatutoryShown
    """Key performance indicators and notices that procurement law has published."""


class ToolkitAnswer(OfWhatIsSeen):
    """The toolkit of a contract: tools, checklist, risk log, contact log, menu; for our own side only."""

    toolkit: Toolkit


class SlaTemplateAnswer(OfWhatIsSeen):
    """The template of a service level agreement, filled in as far as the file goes; for our own side only."""

    sla: SlaTemplate


class AgendaAnswer(OfWhatIsSeen):
    """The agenda of the next meeting, with what there is to look at; for our own side only."""

    agenda: Agenda


class ObligationsAnswer(OfWhatIsSeen):
    """The obligations of both parties; to the provider those that rest on the contract, by what is shared with it."""

    owed: Obligations


class PortfolioAnswer(AcrossFiles):
    """All contracts live or in transition, for those who answer for them, as they stand now; for our own side only.

    What they come to is of them all, the rows are of one page.
    """

    on: date
    portfolio: Portfolio


def performance_answer(reading: Reading) -> PerformanceAnswer:
    """Return performance, monitoring and money of a contract. Raises Denied for a provider."""
    reading.check_own_side()
    performance = reading.gave(performance_shown(reading.view, reading.on))
    monitoring, money = monitoring_shown(reading.view, reading.on), worth_shown(reading.view, reading.on)
    return PerformanceAnswer(
        **of_what_is_seen(reading), performance=performance, monitoring=reading.gave(monitoring),
        money=reading.gave(money), statutory=reading.gave(statutory_shown(reading.view, reading.on))
    )  # fmt: skip


def toolkit_answer(reading: Reading) -> ToolkitAnswer:
    """Return the toolkit of a contract. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(toolkit(reading.view, reading.on))
    return ToolkitAnswer(**of_what_is_seen(reading), toolkit=shown)


def sla_template_answer(reading: Reading) -> SlaTemplateAnswer:
    """Return the template of a service level agreement under a contract. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(sla_template(reading.view, reading.on))
    return SlaTemplateAnswer(**of_what_is_seen(reading), sla=shown)


def agenda_answer(reading: Reading, kind: KindOfMeeting | None = None) -> AgendaAnswer:
    """Return the agenda of the next meeting, or of one of a kind. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(agenda(reading.view, reading.on, kind))
    return AgendaAnswer(**of_what_is_seen(reading), agenda=shown)


def obligations_answer(reading: Reading) -> ObligationsAnswer:
    """Return the obligations of both parties, worked out from what this reader may see; a provider's, from what it was
    told besides."""
    on = reading.on
    confined = reading.person.is_provider
    shown = reading.gave(
        obligations_as_told(reading.whole, reading.now, reading.sight, on) if confined
        else obligations(reading.view, on)
    )  # fmt: skip
    return ObligationsAnswer(**of_what_is_seen(reading), owed=shown)


def portfolio_answer(
    wiring: Wiring, person: Person, unit: str | None = None, cursor: str | None = None, limit: int = ON_A_PAGE
) -> PortfolioAnswer:
    """Return what all contracts live or in transition come to, or a unit's, and one page, for those who answer for them
    (IMP-30-a).

    Raises Denied for a provider or delegate, NotReady, BadCursor.
    """
    if person.is_confined:
        raise Denied("the portfolio is the authority's own, and shown to its own people")
    today, eyes = wiring.book.today(), eyes_of(person, wiring.book.today)
    after = Place(*place_of(cursor, int, int, str)) if cursor else None
    there = wiring.reader.counted_now(eyes, normalize("NFC", unit) if unit else None)
    found, order = portfolio(there.items, today)
    begins = bisect_right(order, after) if after else 0
    shown = order[begins : begins + limit]
    wanted = ContractFilters(references=tuple(place.reference for place in shown))
    page = wiring.reader.contracts(wanted, limit=limit, eyes=eyes, with_duties=True, whole=True)
    return PortfolioAnswer(
        log_size=there.basis.log_size, simulated=wiring.book.clock == "simulated", on=today,
        next=cursor_of(*shown[-1]) if begins + limit < len(order) else None,
        portfolio=found.model_copy(update={"rows": portfolio_rows(page.items, shown, today)}),
    )  # fmt: skip


def kept_answer(wiring: Wiring, person: Person) -> KeptAnswer:
    """Return how the procedure is kept on all contracts. Raises Denied for a provider or delegate, NotReady."""
    if person.is_confined:
        raise Denied("how the authority keeps its procedure is its own affair, and shown to its own people")
    today = wiring.book.today()
    return KeptAnswer(
        log_size=wiring.book.store.log_size(), simulated=wiring.book.clock == "simulated", on=today,
        kept=kept_by_authority(
            (one.whole for one in all_listed(wiring, person, whole=True, only=COUNTED_FROM)), today
        ),
    )  # fmt: skip


@router.get("/contracts/{reference}/compliance", summary="Procedure compliance", response_model=ComplianceAnswer)
def contract_compliance(asked: TheAsked, request: Request) -> Response:
    """Answer, rule by rule, whether the procedure was kept: kept, departed from, not kept, not yet asked."""
    return answered(asked, request, compliance_answer)


@router.get("/contracts/{reference}/performance", summary="Performance and money", response_model=PerformanceAnswer)
def contract_performance(asked: TheAsked, request: Request) -> Response:
    """Answer how the service performed against target, how it was watched, and what its money bought."""
    return answered(asked, request, performance_answer)


@router.get("/contracts/{reference}/toolkit", summary="Toolkit", response_model=ToolkitAnswer)
def contract_toolkit(asked: TheAsked, request: Request) -> Response:
    """Answer which tools are used, and checklist, risk log, contact log and menu of measures."""
    return answered(asked, request, toolkit_answer)


@router.get(
    "/contracts/{reference}/sla-template", summary="Template of a service level agreement",
    response_model=SlaTemplateAnswer,
)  # fmt: skip
def contract_sla_template(asked: TheAsked, request: Request) -> Response:
    """Answer the template of a service level agreement: its headings, its columns, and what the file has already."""
    return answered(asked, request, sla_template_answer)


@router.get("/contracts/{reference}/agenda", summary="Agenda of the next meeting")
def contract_agenda(reading: TheReading, kind: KindAsked = None) -> AgendaAnswer:
    """Answer what the next meeting, or one of a kind, is to cover, and what there is to look at under each item."""
    return agenda_answer(reading, kind)


@router.get("/contracts/{reference}/obligations", summary="Obligations", response_model=ObligationsAnswer)
def contract_obligations(asked: TheAsked, request: Request) -> Response:
    """Answer what each party owes, by when, and how it stands; and what falls due in the next twelve months."""
    return answered(asked, request, obligations_answer)


@router.get("/portfolio", summary="Portfolio")
def all_live(
    wiring: TheWiring, person: ThePerson, unit: UnitAsked = None, cursor: Cursor = None, limit: Limit = ON_A_PAGE
) -> PortfolioAnswer:
    """Answer disputes, what is overdue and the value at risk over all live contracts, or a unit's, and how each
    performs, page by page."""
    return portfolio_answer(wiring, person, unit, cursor, limit)


@router.get("/compliance", summary="How the procedure is kept on all contracts")
def kept(wiring: TheWiring, person: ThePerson) -> KeptAnswer:
    """Answer the seven standards for the authority and each lead officer, and departures by provider."""
    return kept_answer(wiring, person)
