"""What users say of the service: surveys, complaints, and the particular cases that were considered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ledger.entry import Frozen
from ledger.said_since import said_in
from ledger.subjects.feedback import CaseConsidered, ComplaintHandlingReviewed, ComplaintReceived
from ledger.subjects.performance import SatisfactionSurveyReceived
from ledger.surveys_received import WHAT_CAME_OF_IT, surveys_received
from projections.failings.trail import percent
from projections.view import FileView


class SurveyShown(Frozen):
    """One survey of those who use the service."""

    on: date
    position: int
    respondents: int | None
    population: int | None
    rate: str | None
    """Answers, in percent of those asked."""
    says: bool
    """Whether what came of it is on file; where only its day is, the survey is still due (HCC-6.2-a)."""
    said_at: int | None = None
    """The entry that says it since, or puts it on file, where it does not itself."""
    results: tuple[tuple[str, str, str, str | None], ...]
    """(question, figure, what it counts, change since the last survey that asked it)."""
    words: str | None = None
    """What they said, in words."""
    filed: bool = False
    """Whether the survey itself is with it."""


class ComplaintShown(Frozen):
    """One complaint, and how it was answered."""

    id: str
    on: date
    position: int
    whose: str
    standards: tuple[str, ...]
    answered: bool
    """Whether it is on file that the provider answered, whether or not its day is said."""
    answered_on: date | None
    days_to_answer: int | None
    judgement: str | None
    """What was last thought of how the provider dealt with it."""


class CaseShown(Frozen):
    """One particular case that was considered (HCC-7.6-i)."""

    case: str
    """Its pseudonym."""
    on: date
    position: int
    meeting: str | None
    """The meeting at which it was, where one is named."""
    standards: tuple[str, ...]
    finding: str | None


def surveys(view: FileView) -> Iterator[SurveyShown]:
    """Yield each survey, with how far each answer is from the one before it. Pure."""
    last: dict[str, Decimal] = {}
    received = {survey.position: survey.says for survey in surveys_received(view.file)}
    for recorded in view.file.of(SatisfactionSurveyReceived):
        entry = recorded.entry
        assert isinstance(entry, SatisfactionSurveyReceived)
        results = []
        for one in entry.results:
            figure = Decimal(one.result)
            change = f"{figure - last[one.question]:+f}" if one.question in last else None
            results.append((one.question, one.result, one.unit, change))
            last[one.question] = figure
        yield SurveyShown(
            on=entry.happened_on, position=recorded.position, respondents=entry.respondents,
            population=entry.population, rate=percent(entry.respondents or 0, entry.population or 0),
            says=recorded.position in received,
            said_at=None if received.get(recorded.position) else said_in(view.file, recorded.position, WHAT_CAME_OF_IT),
            results=tuple(results), words=view.say(entry.words) or None,
            filed=bool(entry.document or entry.exhibits),
        )  # fmt: skip


def complaints(view: FileView) -> Iterator[ComplaintShown]:
    """Yield each complaint, with what came of it. Pure."""
    looked: dict[str, list[ComplaintHandlingReviewed]] = {}
    for recorded in view.file.of(ComplaintHandlingReviewed):
        assert isinstance(recorded.entry, ComplaintHandlingReviewed)
        looked.setdefault(recorded.entry.complaint, []).append(recorded.entry)
    for recorded in view.file.of(ComplaintReceived):
        entry, reviews = recorded.entry, looked.get(recorded.given_id or "", [])
        assert isinstance(entry, ComplaintReceived)
        answered = next((one.responded_on for one in reviews if one.responded_on), None)
        yield ComplaintShown(
            id=recorded.given_id or "", on=entry.happened_on, position=recorded.position,
            whose=view.say(entry.whose) if entry.whose != "other" else "another, or not said",
            standards=entry.standards, answered=any(one.provider_response or one.responded_on for one in reviews),
            answered_on=answered,
            days_to_answer=(answered - entry.happened_on).days if answered else None,
            judgement=reviews[-1].judgement if reviews else None,
        )  # fmt: skip


def cases(view: FileView) -> Iterator[CaseShown]:
    """Yield each particular case that was considered. Pure."""
    for recorded in view.file.of(CaseConsidered):
        entry = recorded.entry
        assert isinstance(entry, CaseConsidered)
        yield CaseShown(
            case=entry.case, on=entry.happened_on, position=recorded.position, meeting=entry.meeting,
            standards=entry.standards, finding=view.say(entry.finding) if entry.finding else None,
        )  # fmt: skip
