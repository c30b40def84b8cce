"""How one contract came to be bought, the documents on its file, and what its users are asked, by HTTP."""

from __future__ import annotations

from hashlib import sha256

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field
from pydantic_core import to_json

from api.answering import answered, tagged
from api.answers import OfWhatIsSeen, of_what_is_seen
from api.asked import TheAsked
from api.exclusions import tenders_warned_of
from api.existing_contracts import existing_warned_of
from api.reading import Reading
from api.wiring import known_parameters
from projections.documents_filed import DocumentShown, documents_filed, without_electronic, without_paper
from projections.procurement import ProcurementShown, procurement_shown
from projections.survey_template import SurveyTemplate, survey_template

router = APIRouter(dependencies=[Depends(known_parameters)], tags=["read"])


class ProcurementAnswer(OfWhatIsSeen):
    """How the contract was bought, and who does what; for the authority's own side only."""

    procurement: ProcurementShown
    warnings: dict[str, list[str]] = Field(default_factory=dict)
    """By the id of a tender received or an award recommended: that whoever tenders, or would have the contract, is kept
    out of tenders, on its day (TVP-5.2-9b)."""
    existing_warnings: list[str] = Field(default_factory=list)
    """Of the contracts looked at: that one is on no file, or ended and is named as going on (HCC-A2-a)."""


class DocumentsAnswer(OfWhatIsSeen):
    """The documents on the file that this reader may see."""

    documents: list[DocumentShown]
    without_paper: tuple[str, ...]
    """Titles of those of which the paper's place is not on record, where the procedure keeps hard copies; none for the
    provider."""
    without_electronic: tuple[str, ...]
    """Titles of those of which there is only paper, where the procedure asks for a shared electronic folder; none for
    the provider."""


class SurveyAnswer(OfWhatIsSeen):
    """The template of a survey of those who use the service."""

    survey: SurveyTemplate


def survey_answer(reading: Reading) -> SurveyAnswer:
    """Return the template of a survey of users: to the provider, too, which carries it out."""
    shown = reading.gave(survey_template(reading.view, reading.on))
    return SurveyAnswer(**of_what_is_seen(reading), survey=shown)


def procurement_answer(reading: Reading) -> ProcurementAnswer:
    """Return how a contract was bought. Raises Denied for a provider."""
    reading.check_own_side()
    shown = reading.gave(procurement_shown(reading.view, reading.on))
    return ProcurementAnswer(**of_what_is_seen(reading), procurement=shown)


def documents_answer(reading: Reading) -> DocumentsAnswer:
    """Return the documents of a contract's file, each with its hash."""
    found = reading.gave(documents_filed(reading.view))
    return DocumentsAnswer(
        **of_what_is_seen(reading), documents=found,
        # The folder is the authority's: where its papers are is said in entries the provider does not see.
        without_paper=() if reading.person.is_provider else without_paper(reading.view, reading.on),
        without_electronic=() if reading.person.is_provider else without_electronic(reading.view, reading.on),
    )  # fmt: skip


@router.get("/contracts/{reference}/procurement", summary="How it was bought", response_model=ProcurementAnswer)
def contract_procurement(asked: TheAsked, request: Request) -> Response:
    """Answer where buying the contract stands, step by step, whose each step is, and who does what by the procedure."""
    reading = asked.reading()
    answer = procurement_answer(reading)
    # What is said beside a tender, an award, or a contract looked at, lies on other files, and changes while this one
    # does not.
    warnings = tenders_warned_of(asked.wiring, reading)
    existing = existing_warned_of(asked.wiring, reading)
    if not (warnings or existing):
        return tagged(request, answer)
    others = sha256(to_json([warnings, existing])).hexdigest()[:16]
    return tagged(request, answer.model_copy(update={"warnings": warnings, "existing_warnings": existing}), others)


@router.get("/contracts/{reference}/documents", summary="Documents on file", response_model=DocumentsAnswer)
def contract_documents(asked: TheAsked, request: Request) -> Response:
    """Answer which documents are on the contract's file, each with its SHA-256 and the entry it came with."""
    return answered(asked, request, documents_answer)


@router.get("/contracts/{reference}/survey", summary="Template of a survey of users", response_model=SurveyAnswer)
def contract_survey(asked: TheAsked, request: Request) -> Response:
    """Answer the template of a survey of those who use the service: the procedure's questions, then its standards."""
    return answered(asked, request, survey_answer)
