"""Where one contract stands, on a page."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.exclusions import own_files
from api.handover_points import agreed_on, handover_warnings
from api.pages.looks import page
from api.pages.one_file import OneFile, TheFile
from api.pages.providers import EXCLUSIONS
from api.procedures import in_force_instead
from api.wiring import TheWiring, Wiring
from ledger.names import same_name
from ledger.organisations import Organisation
from ledger.subjects.agreement import SAYS_ITS_LOCALITY
from ledger.subjects.people import ContractManagementHandedOver
from ledger.subjects.provider import Provider
from ledger.subjects.records import NoteMade
from projections.answering.answers import NotReady
from projections.procedure.managed_otherwise import managed_otherwise
from projections.programme.library import LocalWay, local_ways
from projections.provider_standing import exclusion_row, kept_out
from projections.stages_shown import stage_shown

router = APIRouter(include_in_schema=False)


@router.get("/contracts/{reference}")
def status(request: Request, file: TheFile, wiring: TheWiring) -> Response:
    """Show where the contract stands: who answers for it, what is open, what is running, and whether it has ended."""
    ours = not file.person.is_provider
    file.reading.gave(file.facts)
    states = [one.state for one in file.reading.duties()] if ours else []
    count, thresholds = file.reading.points() if ours else (None, ())
    reached = file.facts.tiers.stage(file.on)
    handed_over = file.reading.view.file.of(ContractManagementHandedOver)[-1:] if ours else []
    return page(
        request, "status.html", file=file, part="", said_first=_said_first(file), overdue=states.count("overdue"),
        due=states.count("due"), withheld=0 if file.person.is_provider else file.reading.withheld, points=count,
        thresholds=thresholds,
        excluded=[
            (", ".join(map(str, kept_out(file.facts, one))), exclusion_row(file.facts.reference, one, file.on))
            for one in file.facts.provider_facts.exclusions
        ],
        locality_asked=file.reading.view.procedure.ruling(SAYS_ITS_LOCALITY)[0] is not None,
        provider_files=_provider_files(file, wiring), exclusion_states=EXCLUSIONS,
        at_stage=stage_shown(file.reading.view, reached.stage, file.on) if reached and ours else None,
        in_force_instead=None if file.times.past else in_force_instead(wiring, file.person, file.facts.procedure),
        otherwise=managed_otherwise(file.reading.view, file.on), of_its_unit=_of_its_unit(file, wiring),
        handover_said=[
            said for one in handed_over
            for said in handover_warnings(wiring, file.person, file.reading.reference, one.entry)
        ],
    )  # fmt: skip


def _provider_files(file: OneFile, wiring: Wiring) -> list[tuple[str, str | None]] | None:
    """Each provider of the contract, with the name of its own file, where what is known of it and its market stands;
    None for who sees no such file, at a past time, and while the lists are being built."""
    if file.person.is_confined or file.times.past:
        return None
    try:
        return [(party.name, _file_of(file, wiring, party)) for party in file.facts.provider_facts.parties]
    except NotReady:
        return None


def _of_its_unit(file: OneFile, wiring: Wiring) -> list[tuple[str, LocalWay]]:
    """What is done otherwise in the contract's unit, as its programme has it (IMP-28-b), each with the name of that
    file; none for who sees no such file, at a past time, and while the lists are being built."""
    unit = file.facts.unit
    if unit is None or file.person.is_confined or file.times.past:
        return []
    try:
        agreed = [(name, one) for name, view in agreed_on(wiring, file.person) for one in local_ways(view, file.on)]
    except NotReady:
        return []
    return [(name, one) for name, one in agreed if one.unit is not None and same_name(one.unit, unit)]


def _file_of(file: OneFile, wiring: Wiring, party: Organisation) -> str | None:
    asked = Provider(name=party.name, names=[party.name], identifiers=[*party.identifiers])
    return next((facts.reference for facts in own_files(wiring, file.person, asked)), None)


def _said_first(file: OneFile) -> list[str]:
    """What the contract is about, as registered, and what was noted on the day its file was opened."""
    view = file.reading.view
    contract = view.file.agreement.contract
    if contract is None or file.facts.disposed is not None:
        return []
    noted = (recorded.entry for recorded in view.file.of(NoteMade))
    notes = (note.words for note in noted if isinstance(note, NoteMade) and note.happened_on == contract.happened_on)
    return [view.say(words) for words in (contract.description, *notes) if words is not None]
