"""Recording by HTTP: an address for each kind of entry, described by itself, and one for several together."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import BaseModel, Field
from starlette.convertors import Convertor, register_url_convertor

from api.access import BY_ISSUING
from api.beside import said_beside, warned
from api.bodies import json_body
from api.envelope import act_of, kind_named
from api.kind_schemas import MOST_TOGETHER, batch_body, takes
from api.people import Person
from api.recording import Asked, Outcome, moment, record
from api.shown import Answered, RecordedEntry
from api.wiring import TheBook, TheDocuments, ThePerson, TheWiring, Wiring, known_parameters, sight_of
from ledger.book import AUTHORITY, Book
from ledger.documents import Documents
from ledger.entry import Entry
from ledger.errors import AppendTooLarge
from ledger.file_names import BEFORE, Sort
from ledger.kinds import BY_NAME
from ledger.refusals import Fault, Invalid

ON_CONTRACTS = tuple(name for name, kind in BY_NAME.items() if "contract" in kind.files)
ON_THE_AUTHORITY = tuple(name for name, kind in BY_NAME.items() if "authority" in kind.files and not kind.opens)
RECORDED_ON: Mapping[Sort, tuple[str, ...]] = {
    "contract": ON_CONTRACTS, "authority": ON_THE_AUTHORITY,
    **{sort: tuple(n for n, kind in BY_NAME.items() if sort in kind.files and not kind.opens) for sort in BEFORE},
}  # fmt: skip
"""Sort of file -> the kinds that are recorded on one, by name."""
_ETAG = re.compile(r'"([0-9]{1,15})(?:\.[\w-]+)*"|([0-9]{1,15})')
_OPENING = tuple(name for name in ON_CONTRACTS if BY_NAME[name].opens)


ALSO = "What the ledger added by itself: the dates of notices that come out otherwise by what was recorded."


class RecordedTogether(Answered):
    """Entries recorded together, in the order they were sent."""

    entries: list[RecordedEntry]
    also: list[RecordedEntry] = Field(default=[], description=ALSO)
    recorded: bool
    """False where they were only checked."""
    simulated: bool = False
    """True where the ledger's clock is simulated."""


class RecordedAlone(RecordedEntry):
    """An entry just recorded."""

    also: list[RecordedEntry] = Field(default=[], description=ALSO)
    recorded: bool = True
    """False where it was only checked."""
    simulated: bool = False
    """True where the ledger's clock is simulated."""


async def how_asked(
    idempotency_key: Annotated[
        str | None,
        Header(description="Any text of your own, up to 200 characters: the same request under it is recorded once."),
    ] = None,
    acknowledge: Annotated[
        str | None, Query(description="`all` records every departure from procedure without asking.")
    ] = None,
    check: Annotated[bool, Query(description="Judge only, and record nothing.")] = False,
) -> Asked:
    """Return how it is to be recorded. Raises Invalid."""
    if acknowledge not in (None, "all"):
        raise Invalid([Fault("query.acknowledge", "should be all, or left out")])
    if idempotency_key is not None and not (0 < len(idempotency_key) <= 200 and idempotency_key.isprintable()):
        raise Invalid([Fault("Idempotency-Key", "should have 1 to 200 printable characters")])
    return Asked(key=idempotency_key, acknowledge_all=acknowledge == "all", check=check)


async def expected_position(
    if_match: Annotated[
        str | None, Header(description='The position the file must be at, as its ETag gives it: "7".')
    ] = None,
) -> int | None:
    """Return the position that If-Match names, None where there is none. Raises Invalid."""
    if if_match is None:
        return None
    named = _ETAG.fullmatch(if_match.strip())
    if named is None:
        raise Invalid([Fault("If-Match", 'should be the ETag of the file, which is its position in quotes: "7"')])
    return int(named[1] or named[2])


TheBody = Annotated[object, Depends(json_body)]
TheAsked = Annotated[Asked, Depends(how_asked)]
TheExpected = Annotated[int | None, Depends(expected_position)]


def also_checked(model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """What is answered to `check=true`, described: the same as when it is recorded, under a status of its own."""
    schema = {"$ref": f"#/components/schemas/{model.__name__}"}
    return {200: {"description": "Only judged.", "content": {"application/json": {"schema": schema}}}}


router = APIRouter(dependencies=[Depends(known_parameters)], tags=["record"])


@router.post(
    "/contracts", status_code=201, summary="Open a contract's file",
    openapi_extra=takes("contract-registered"), responses=also_checked(RecordedAlone),
)  # fmt: skip
def open_contract(
    body: TheBody, person: ThePerson, book: TheBook, documents: TheDocuments, asked: TheAsked, response: Response
) -> RecordedAlone:
    """Register a contract; with `"kind"`: take its file on (`file-opened`), or begin with the need for one."""
    if not isinstance(body, dict):
        raise Invalid([Fault("", "should be an object with the entry's fields")])
    said = str(body.get("kind", "contract-registered")).partition("/")[0]
    if said not in _OPENING:
        raise Invalid([Fault("kind", f"should be one that opens a file: {' or '.join(_OPENING)}")])
    reference = body.get("reference")
    if reference == AUTHORITY:
        raise Invalid([Fault("reference", "is the name of the authority's own file; choose another")])
    return opened(body, BY_NAME[said], person, book, documents, asked, response)


def opened(
    body: object, kind: type[Entry], person: Person, book: Book, documents: Documents, asked: Asked,
    response: Response, before: str = "",
) -> RecordedAlone:  # fmt: skip
    """Open a file by an entry of that kind, and return it. `before`: what its name has before the reference."""
    if not isinstance(body, dict):
        raise Invalid([Fault("", "should be an object with the entry's fields")])
    reference = body.get("reference")
    # Where it is missing or no text, reading the entry says so; nothing is ever recorded under the name that stands in.
    file = before + (reference if isinstance(reference, str) and reference else "unnamed")
    outcome = record(book, documents, [act_of(body, person, file=file, kind=kind)], person, asked)
    answer = alone(outcome, response)
    if outcome.recorded:
        response.headers["Location"] = answer.links["file"]
    return answer


@router.post(
    "/entries",
    status_code=201,
    summary="Record entries together",
    openapi_extra={"requestBody": batch_body()},
    responses=also_checked(RecordedTogether),
)
def record_together(
    body: TheBody, person: ThePerson, wiring: TheWiring, asked: TheAsked, expected: TheExpected, response: Response,
) -> RecordedTogether:  # fmt: skip
    """Record entries on one or more files, all or none, each judged against the file with those before it.

    The body is an array of entries, each with its `file` and `kind`; or an object with `entries` and, in a simulated
    ledger, `recorded_at`.
    """
    rows, recorded_at = batch_of(body)
    acts = [act_of(row, person, number, expected=expected) for number, row in enumerate(rows)]
    files = {act.file for act in acts}
    if expected is not None and len(files) != 1:
        raise Invalid([Fault("If-Match", "names the position of one file; these entries are on several")])
    asked = Asked(asked.key, recorded_at, asked.acknowledge_all, asked.check)
    outcome = record(wiring.book, wiring.documents, acts, person, asked)
    if len(files) == 1 and outcome.recorded:
        response.headers["ETag"] = f'"{outcome.position_of(acts[0].file)}"'
    response.status_code = 201 if outcome.recorded else 200
    return RecordedTogether(
        entries=warned(wiring, person, acts, outcome.entries),
        also=list(outcome.also),
        recorded=outcome.recorded,
        simulated=outcome.simulated,
    )


def batch_of(body: object) -> tuple[list[object], datetime | None]:
    """Return the entries a body holds, and the time of recording it states for them. Raises Invalid, AppendTooLarge."""
    recorded_at = None
    if isinstance(body, dict):
        unknown = set(body) - {"entries", "recorded_at"}
        if unknown or "entries" not in body:
            raise Invalid(
                [
                    Fault(
                        "",
                        "should be an array of entries, or an object with `entries` and perhaps `recorded_at`",
                    )
                ]
            )
        if (said := body.get("recorded_at")) is not None:
            recorded_at = moment(said) if isinstance(said, str) else None
            if recorded_at is None:
                raise Invalid(
                    [Fault("recorded_at", "should be a moment with its time zone, such as 2025-03-31T14:30:00Z")]
                )
        body = body["entries"]
    if not isinstance(body, list) or not body:
        raise Invalid([Fault("entries", "should be an array of at least one entry")])
    if len(body) > MOST_TOGETHER:  # each is judged against the file with those before it: 1,000 late ones take a minute
        raise AppendTooLarge("entries in one request", len(body), MOST_TOGETHER)
    return body, recorded_at


def alone(outcome: Outcome, response: Response) -> RecordedAlone:
    """Return the answer for one entry recorded, with its ETag and address in the response."""
    [entry] = outcome.entries
    if outcome.recorded:
        response.headers["ETag"] = f'"{outcome.position_of(entry.file)}"'
        response.headers["Location"] = entry.links["self"]
    response.status_code = 201 if outcome.recorded else 200
    return RecordedAlone(**dict(entry), also=list(outcome.also), recorded=outcome.recorded, simulated=outcome.simulated)


@dataclass(frozen=True)
class _Place:
    """Files of one sort, on which entries are recorded one at a time: by one route, and described for each kind."""

    address: str
    names: tuple[str, ...]
    """The kinds recorded there."""
    before: str
    """What such a file's name has before the reference in the address."""
    described: str
    """What the name of an operation there ends with."""

    @property
    def path(self) -> str:
        return f"{self.address}/entries/{{kind}}"

    @property
    def convertor(self) -> str:
        return f"kind{self.described}".replace("-", "_")


_PLACES = (
    _Place("/contracts/{reference}", ON_CONTRACTS, "", ""),
    _Place("/authority", ON_THE_AUTHORITY, "", "-on-the-authority-file"),
    *(
        _Place(f"/{sort}s/{{reference}}", RECORDED_ON[sort], before, f"-on-a-{sort}s-file")
        for sort, before in BEFORE.items()
    ),
)


def _route(place: _Place) -> Callable[..., RecordedAlone]:
    """The function that records one entry of a kind on the file in the address."""

    def on(
        reference: str, kind: type[Entry], body: object, person: Person, wiring: Wiring, asked: Asked,
        expected: int | None, response: Response,
    ) -> RecordedAlone:  # fmt: skip
        if not kind.opens:
            sight_of(wiring.book, reference, person)
        act = act_of(body, person, file=reference, kind=kind, expected=expected)
        answer = alone(record(wiring.book, wiring.documents, [act], person, asked), response)
        beside = said_beside(wiring, person, act.file, act.entry, answer.position)
        return answer.model_copy(update={"warnings": beside})

    if "{reference}" in place.address:

        def on_a_file(
            reference: str, kind: str, body: TheBody, person: ThePerson, wiring: TheWiring, asked: TheAsked,
            expected: TheExpected, response: Response,
        ) -> RecordedAlone:  # fmt: skip
            return on(place.before + reference, BY_NAME[kind], body, person, wiring, asked, expected, response)

        return on_a_file

    def on_the_authoritys_file(
        kind: str, body: TheBody, person: ThePerson, wiring: TheWiring, asked: TheAsked, expected: TheExpected,
        response: Response,
    ) -> RecordedAlone:  # fmt: skip
        return on(AUTHORITY, BY_NAME[kind], body, person, wiring, asked, expected, response)

    return on_the_authoritys_file


def _description(name: str) -> str:
    """What a route says of itself: its kind's sentence, and where nobody may use it, who records such an entry."""
    only = "Always answered 403: issuing a bundle (POST …/bundle with a `recipient`) records it, and nothing else does."
    return f"{BY_NAME[name].__doc__}" + (f"\n\n{only}" if name == BY_ISSUING else "")


class _KindOf(Convertor[str]):
    """The part of an address that names a kind there is: nothing else is taken for one."""

    def __init__(self, names: Sequence[str]) -> None:
        self.regex = "|".join(map(re.escape, names))  # type: ignore[misc]  # each has its own

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def no_such_kind(reference: str, kind: str, person: ThePerson, asked: TheAsked) -> None:
    """Answer for a kind there is not."""
    kind_named(kind.partition("/")[0], ON_CONTRACTS)


def no_such_authority_kind(kind: str, person: ThePerson, asked: TheAsked) -> None:
    """Answer for a kind there is not."""
    kind_named(kind.partition("/")[0], ON_THE_AUTHORITY)


def _no_such_kind_on(sort: Sort) -> Callable[[str, str, Person, Asked], None]:
    def no_such_kind_there(reference: str, kind: str, person: ThePerson, asked: TheAsked) -> None:
        """Answer for a kind there is not."""
        kind_named(kind.partition("/")[0], RECORDED_ON[sort])

    return no_such_kind_there


@cache
def router_of_kinds() -> APIRouter:
    """Return the routes that record one entry each: one for each sort of file, whichever kind the address names.

    A route for each kind would be five hundred: four seconds before a server answers, and a look at each of them
    before any address that comes after.
    """
    made = APIRouter(dependencies=[Depends(known_parameters)], tags=["record"])
    for place in _PLACES:
        register_url_convertor(place.convertor, _KindOf(place.names))
        made.add_api_route(
            f"{place.address}/entries/{{kind:{place.convertor}}}", _route(place), methods=["POST"], status_code=201,
            response_model=RecordedAlone, responses=also_checked(RecordedAlone),
        )  # fmt: skip
    nowhere: tuple[tuple[str, Callable[..., None]], ...] = (
        ("/contracts/{reference}/entries/{kind}", no_such_kind), ("/authority/entries/{kind}", no_such_authority_kind),
        *((f"/{sort}s/{{reference}}/entries/{{kind}}", _no_such_kind_on(sort)) for sort in BEFORE),
    )  # fmt: skip
    for path, otherwise in nowhere:
        made.add_api_route(path, otherwise, methods=["POST"], include_in_schema=False)
    return made


def described(paths: Mapping[str, Any], prefix: str) -> dict[str, Any]:
    """Return addresses as OpenAPI describes them, with one for each kind in the place of those that are for any."""
    places = {prefix + place.path: place for place in _PLACES}
    found: dict[str, Any] = {}
    for path, operations in paths.items():
        if (place := places.get(path)) is None:
            found[path] = operations
            continue
        for name in place.names:
            post = deepcopy(operations["post"])
            post["parameters"] = [one for one in post["parameters"] if one["name"] != "kind"]
            post |= {
                "summary": BY_NAME[name].heading(), "description": _description(name),
                "operationId": f"record-{name}{place.described}", **takes(name),
            }  # fmt: skip
            found[path.replace("{kind}", name)] = {"post": post}
    return found
