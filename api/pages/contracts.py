"""The list of contracts: found by words, unit, locality, provider and state, each with what is late or going wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.lists import Sorting, own_contracts
from api.pages.looks import page
from api.pages.one_file import file_address
from api.pages.visitor import TheVisitor
from api.pages.waiting import when_ready
from api.pages.worries import Worry, worries
from api.people import Person
from api.seen import eyes_of
from api.wiring import TheWiring, Wiring, known_parameters
from projections.answering.answers import ContractFilters, Listed
from projections.read_models.status_rows import status_keys
from projections.status.standing import Stage, Standing, holder, standing
from projections.status.status_facts import Status

router = APIRouter(include_in_schema=False, dependencies=[Depends(known_parameters)])
ON_A_PAGE = 50
STAGES: dict[str, str] = {
    "live": "Live", "not-commenced": "Not commenced", "ended": "Ended", "not-known": "Not known",
}  # fmt: skip
SORTED_BY: dict[str, str] = {
    "reference": "Reference", "title": "Title", "end-date": "End date, the next first",
    "last-recorded": "Last entry, the newest first", "open-issues": "Open issues, the most first",
}  # fmt: skip
_Words = Annotated[str, Query(max_length=200)]
_Cursor = Annotated[str, Query(max_length=2000)]


@dataclass(frozen=True)
class Row:
    """One contract in the list."""

    facts: Status
    stands: Standing
    worries: list[Worry]
    lead: str | None
    deputy: str | None
    url: str
    overdue: int = 0
    """Duties past their date."""
    due: int = 0
    """Duties due now."""

    @classmethod
    def of(cls, facts: Status, today: date) -> Row:
        """Return the row of a contract as it stands today."""
        stands = standing(facts, today)
        lead, deputy = holder(stands, "lead-officer"), holder(stands, "deputy-lead-officer")
        return cls(facts, stands, worries(facts, stands), lead, deputy, file_address(facts.reference))


@router.get("/")
def contracts(
    request: Request, wiring: TheWiring, person: TheVisitor, words: _Words = "", unit: _Words = "",
    locality: _Words = "", provider: _Words = "", state: _Words = "", issues: bool = False,
    without_locality: bool = False, sort: _Words = "reference", cursor: _Cursor = "",
) -> Response:  # fmt: skip
    """Show the contracts this person may see."""
    wanted = ContractFilters(
        words=words.strip() or None, provider=provider.strip() or None, unit=unit.strip() or None,
        locality=locality.strip() or None, stage=_stage(state), with_open_issues=issues, sort=_sorting(sort),
        without_locality=without_locality,
    )  # fmt: skip
    rows, following = when_ready(lambda: _found(wiring, person, wanted, cursor or None))
    asked = {
        "words": words, "unit": unit, "locality": locality, "provider": provider, "state": state,
        "issues": "true" if issues else "", "without_locality": "true" if without_locality else "",
    }  # fmt: skip
    return page(
        request, "contracts.html", rows=rows, following=following, asked=asked, sort=wanted.sort, cursor=cursor,
        stages=STAGES, sorted_by=SORTED_BY, filtered=any(asked.values()),
    )  # fmt: skip


def _stage(text: str) -> Stage | None:
    return next((stage for stage in get_args(Stage) if stage == text), None)


def _sorting(text: str) -> Sorting:
    return next((sorting for sorting in get_args(Sorting) if sorting == text), "reference")


def _found(wiring: Wiring, person: Person, wanted: ContractFilters, cursor: str | None) -> tuple[list[Row], str | None]:
    today = wiring.book.today()
    if not person.is_confined:
        eyes = eyes_of(person, wiring.book.today)
        found = wiring.reader.contracts(wanted, after=cursor, limit=ON_A_PAGE, eyes=eyes, with_duties=True)
        return [_with_duties(item, today) for item in found.items], found.next
    rows = [Row.of(facts, today) for facts in own_contracts(wiring, person)]
    if person.is_provider:  # what is going wrong is the authority's working, and no provider is shown it
        rows = [replace(row, worries=[]) for row in rows]
    words = (wanted.words or "").casefold()
    rows = [row for row in rows if words in status_keys(row.facts).words_key]
    rows = [row for row in rows if wanted.stage is None or row.stands.stage == wanted.stage]
    return sorted(rows, key=lambda row: row.facts.reference), None


def _with_duties(item: Listed, today: date) -> Row:
    """The row with how much is due on the contract; a file set aside has none that can be told."""
    row = Row.of(item.status, today)
    if row.facts.quarantined:
        return row
    return replace(row, overdue=item.duties.overdue, due=item.duties.due)
