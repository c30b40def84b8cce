"""The pages of one contract share a frame: which file, as at which day, as known when, and where its other pages are.

The two times are asked for in the address (`as_at`, `known_at`) and kept on every link from one page of the file to
the next, so that nobody slips back into the present without noticing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request

from api.access import READ_ACCESS_LOG
from api.pages.looks import LONDON, address, file_path, moment
from api.pages.visitor import TheVisitor
from api.pages.worries import Worry, worries
from api.people import Person
from api.reading import Reading
from api.recording import moment as with_its_zone
from api.times import known_then
from api.wiring import TheWiring, Wiring
from ledger.book import Book
from ledger.file_names import AUTHORITY, BEFORE, Sort, name_in, reference_in, sort_of
from ledger.refusals import Fault, Invalid
from projections.status.standing import Standing, standing
from projections.status.status_facts import Status

Shown = TypeVar("Shown", bound=Callable[..., Any])
PLANNED = {
    "briefing": "Briefing", "procurement": "Buying", "outcomes": "Outcomes", "plan": "Plan", "resources": "Resources",
}  # fmt: skip
"""The pages of what a contract comes to, how it is bought, what it is for, how it is carried out, and with what; a
provider has that of the plan."""


LISTED: dict[Sort, tuple[str, str]] = {
    "contract": ("Contracts", "/"), "programme": ("Programmes", "/programmes"),
    "authority": ("Procedures", "/procedures"), "provider": ("Providers", "/providers"),
}  # fmt: skip
"""The list each sort of file stands in, for the way back."""

KEPT = {
    "performance": "Performance", "obligations": "Obligations", "agenda": "Agenda", "toolkit": "Toolkit",
    "compliance": "Compliance",
}  # fmt: skip
"""The pages of how the contract is watched and the procedure kept; a provider has that of obligations."""


@dataclass(frozen=True)
class Times:
    """The two times a page was asked for: as typed, and as understood."""

    as_at: date | None = None
    known: int | None = None
    known_on: date | None = None
    """The day of the moment that was asked for."""
    known_when: datetime | None = None
    """The moment that was asked for; None for a size of the log."""
    known_typed: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """The parameters that ask for the same times again."""
        return {"as_at": self.as_at.isoformat() if self.as_at else "", "known_at": self.known_typed}

    @property
    def past(self) -> bool:
        """Whether anything but the present was asked for."""
        return self.as_at is not None or self.known is not None


_Typed = Annotated[str, Query(max_length=60)]


def the_times(wiring: TheWiring, as_at: _Typed = "", known_at: _Typed = "") -> Times:
    """Return the two times of the address; an empty field asks for the present. Raises Invalid."""
    typed, day = known_at.strip(), day_typed(as_at.strip(), "as_at")
    if not typed:
        return Times(day)
    known, known_on, when = known_typed(wiring.book, typed, "known_at")
    return Times(day, known, known_on, when, typed)


def known_typed(book: Book, typed: str, name: str) -> tuple[int, date, datetime | None]:
    """Return the size of the log that somebody typed, its day, and the moment where it was one. Raises Invalid."""
    when = None if typed.isascii() and typed.isdecimal() else _moment(typed, book, name)
    return (*known_then(book, typed if when is None else when.isoformat(), f"query.{name}"), when)


def day_typed(text: str, name: str) -> date | None:
    """Return the day somebody typed, as 2025-03-31 or 31/3/2025; None where they typed none. Raises Invalid."""
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d %B %Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  # a day has no time zone
        except ValueError:
            continue
    raise Invalid([Fault(name, "should be a day such as 2025-03-31 or 31/3/2025")])


def _moment(text: str, book: Book, name: str) -> datetime:
    """A known_at as people give it: a day means its end in London, an hour is London's. Raises Invalid."""
    now, asked = book.now(), with_its_zone(text)
    if asked is None:
        asked = _typed_moment(text, name)
        # The end of today is not in the future to whoever asks for today.
        asked = now if asked.time() == time.max and asked.date() == now.astimezone(LONDON).date() else asked
    if asked > now:
        raise Invalid([Fault(name, f"is in the future; the ledger's clock stands at {moment(now)}")])
    return asked


def _typed_moment(text: str, name: str) -> datetime:
    try:
        on, _, at = text.replace("T", " ").partition(" ")
        day, hour = day_typed(on, name), time.fromisoformat(at) if at else time.max
    except (Invalid, ValueError):
        day, hour = None, time.max
    if day is None or hour.tzinfo is not None:
        why = "should be a day such as 2025-03-31, a day and hour such as 2025-03-31 14:30, or a number of entries"
        raise Invalid([Fault(name, why)])
    return datetime.combine(day, hour, LONDON)


TheTimes = Annotated[Times, Depends(the_times)]


@dataclass(frozen=True)
class OneFile:
    """One file as somebody sees it at two times."""

    reading: Reading
    times: Times
    today: date
    facts: Status
    position: int
    standing: Standing

    @property
    def reference(self) -> str:
        return self.reading.reference

    @property
    def sort(self) -> Sort:
        """Which sort of file it is."""
        return sort_of(self.reference)

    @property
    def own_reference(self) -> str:
        """What it is called, as people write it: its reference, which the authority's own file has none of."""
        return "The authority's own file" if self.sort == "authority" else reference_in(self.reference)

    @property
    def listed_in(self) -> dict[str, str]:
        """The list it stands in, for the way back."""
        text, href = LISTED[self.sort]
        return {"text": text, "href": href}

    @property
    def person(self) -> Person:
        return self.reading.person

    @property
    def on(self) -> date:
        """The day it is read on: the day asked for, that of the moment asked for, or today."""
        return self.reading.on

    @property
    def may_record(self) -> bool:
        """Whether this person records anything here: nothing is added to the past or to a file disposed of."""
        if self.times.past or self.person.has("auditor"):
            return False
        return self.reading.now.retention.disposed is None

    @property
    def reads_access_log(self) -> bool:
        """Whether this person is shown who was given which entries: that is told as it is written down now."""
        return self.person.has(*READ_ACCESS_LOG)

    @property
    def parts(self) -> dict[str, str]:
        """The pages of the file this person is shown, and what they are called."""
        records = {"access-log": "Access log"} if self.reads_access_log and not self.times.past else {}
        records |= {"record": "Record"} if self.may_record else {}
        if self.sort == "programme":
            shelves = {"": "Tracker", "boards": "Boards", "library": "Library"}
            return {**shelves, "timeline": "Timeline", "due": "What is due", **records}
        if self.sort == "authority":
            pages = {"": "Procedures", "library": "Library", "timeline": "Timeline", "due": "What is due"}
            return {**pages, **records}
        if self.sort == "provider":
            return {"": "Standing", "timeline": "Timeline", "due": "What is due", **records}
        ours = (
            {} if self.person.is_provider else {"failings": "Failings", "readiness": "Readiness", "due": "What is due"}
        )
        if ours and (self.facts.disputes or self.facts.relief_sought):
            ours |= {"disputes": "Disputes"}
        planned = {"plan": "Plan"} if self.person.is_provider else PLANNED
        kept = {"obligations": "Obligations"} if self.person.is_provider else KEPT
        looks = {"exit": "Exit", "documents": "Documents", "then-and-now": "Then and now"}
        bundle = {"bundle": "Bundle"} if self.person.has("legal-services", "auditor", "operator") else {}
        return {"": "Status", "timeline": "Timeline", **ours, **planned, **kept, **looks, **bundle, **records}

    @property
    def worries(self) -> list[Worry]:
        """What is late or going wrong on the day it is read on; the other party is not told what we make of it."""
        return [] if self.person.is_provider else worries(self.facts, self.standing)

    def office(self, id: str) -> str:
        """Return an office in words, as the procedure calls it."""
        return self.reading.view.procedure.office_title(id)

    def role(self, id: str) -> str:
        """Return an office within a sentence, as the procedure calls it."""
        return self.reading.view.procedure.office_in_words(id.strip())

    def url(self, part: str = "", /, **parameters: Any) -> str:
        """Return the address of another page of this file, at the same two times."""
        return file_address(self.reference, part, **self.times.asked, **parameters)

    def known_url(self, part: str = "") -> str:
        """Return the address of another page of this file by the same knowledge, as at no day."""
        return file_address(self.reference, part, known_at=self.times.known_typed)

    def now_url(self, part: str = "") -> str:
        """Return the address of a page of this file as it stands now."""
        return file_address(self.reference, part)


def on_each_file(add: Callable[..., Callable[[Shown], Shown]], part: str) -> Callable[[Shown], Shown]:
    """Return what adds a page under the address of a file of each sort; `part` is what stands behind that.

    `add` is a router's own `get` or `post`.
    """

    def decorate(function: Shown) -> Shown:
        for where in (*(f"/{sort}s/{{reference}}" for sort in ("contract", *BEFORE)), "/authority"):
            function = add(where + part)(function)
        return function

    return decorate


def file_address(reference: str, part: str = "", /, **parameters: Any) -> str:
    """Return the address of a page of a contract or a programme."""
    path = file_path(reference) + (f"/{part}" if part else "")
    return address(path, parameters)


def the_file(request: Request, wiring: TheWiring, person: TheVisitor, times: TheTimes) -> OneFile:
    """Return the file that the address names, at the times it names. Raises NothingNear, Invalid."""
    reference: str | None = request.path_params.get("reference")
    if reference is None:  # there is one such file, and its address has no reference
        return one_file(wiring, AUTHORITY, person, times)
    return one_file(wiring, name_in(request.url.path, reference), person, times)


def one_file(wiring: Wiring, reference: str, person: Person, times: Times) -> OneFile:
    """Return a file as this person sees it at these times. Raises NothingNear."""
    reading = Reading(wiring, reference, person, as_at=times.as_at, known=times.known, known_on=times.known_on)
    facts, position = reading.status()
    today = wiring.book.today()
    return OneFile(reading, times, today, facts, position, standing(facts, reading.on))


TheFile = Annotated[OneFile, Depends(the_file)]
