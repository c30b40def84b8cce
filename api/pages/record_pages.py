"""The pages on which things are recorded: choosing a kind, its form, and opening the file of a contract."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from api.envelope import kind_named
from api.errors import NothingNear
from api.pages.fields_shown import NOT_STATED, fields_shown
from api.pages.form import CORRECTION, Form
from api.pages.form_made import make
from api.pages.form_typed import Typed, as_typed
from api.pages.kind_choice import COMMON, choice, grouped, open_to
from api.pages.looks import page
from api.pages.one_file import OneFile, TheFile, file_address, on_each_file
from api.pages.recording import recorded
from api.pages.sent import Sent, TheSent
from api.pages.visitor import TheVisitor
from api.people import Person
from api.shown import RecordedEntry, Withheld, erased_shown
from api.wiring import TheWiring, Wiring, sight_of
from ledger.entry import Recorded
from ledger.file_names import BEFORE, OPENED_BY, PROGRAMME, PROVIDER
from ledger.kinds import BY_NAME
from ledger.procedures import Procedure, ProcedureError
from ledger.procedures import read as read_procedure
from ledger.refusals import Denied, Fault, Invalid
from ledger.words import Reading
from projections.duties.adoption import owned_by

router = APIRouter(include_in_schema=False)
OPENING: Mapping[str, str] = {
    "contract-registered": "The contract is new: register it",
    "file-opened": "The contract is under way and its file was kept elsewhere: take it on",
    "service-need-established": "There is no contract yet: begin with what is needed",
}
"""What the file of a contract is opened with, and when it is, said to whoever is about to open one with another."""
FIRST = next(iter(OPENING))
OPENED: Mapping[str, tuple[str, str]] = {
    before: (OPENED_BY[sort], f"/{sort}s/new") for sort, before in BEFORE.items()
}  # fmt: skip
"""What the names of files begin with that are not a contract's -> the kind that opens one, and where its form is."""
_DONE_BY_RECORDING = (CORRECTION, "entry-struck-out", "entry-supplemented")
"""Kinds that happen by being recorded: their form offers today."""
_Typed = Annotated[str, Query(max_length=200)]
_KEPT = {"Cache-Control": "private, no-cache"}
"""Whoever goes back to a form finds it as they sent it, with its key: sending it again records nothing twice."""
_SENT = "sent=yes"
"""In the address a form is sent to, so that it is not the form's own: what is sent to an address is no longer kept."""


def now_only(file: TheFile, person: TheVisitor) -> OneFile:
    """Return the file as it stands now: nothing is recorded in the past. Raises Invalid, Denied."""
    if person.has("auditor"):
        raise Denied("an auditor reads and never writes")
    if file.times.past:
        raise Invalid([Fault("", "you are looking at the past; go back to now, and record there what happened then")])
    return file


TheFileNow = Annotated[OneFile, Depends(now_only)]


@on_each_file(router.get, "/record")
def choose(request: Request, file: TheFile, words: _Typed = "") -> Response:
    """Choose what to record."""
    now_only(file, file.person)
    there = (*open_to(file.person, file.sort), *still_to_open(file))
    groups = grouped(there, words)
    common = [choice(name) for name in COMMON if name in there] if not words.strip() else []
    return page(
        request, "record_choice.html", file=file, part="record", groups=groups, common=common, words=words.strip()
    )


def still_to_open(file: OneFile) -> tuple[str, ...]:
    """Return the kinds that open a contract's file and can still come on this one: the contract, after its need."""
    if file.sort != "contract" or file.person.is_confined:
        return ()
    stated = {r.entry.opened_with for r in file.reading.now.entries if r.entry.opens}
    return tuple(name for name in OPENING if BY_NAME[name].opened_with not in stated)


@on_each_file(router.get, "/record/{kind}")
def blank_form(request: Request, file: TheFileNow, kind: str, position: int = 0, again: int = 0) -> Response:
    """Show the form of a kind, filled with what the address says; for a correction, with the entry as it stands.

    `again`: the entry of that kind whose words and papers stand in the form before that, by its number.
    """
    kind_named(kind, (*open_to(file.person, file.sort), *still_to_open(file)))
    typed = _from_address(request)
    if (once := file.reading.view.file.at(again)) is not None and _name(once) == kind:
        said, typed = typed, _typed_again(file, once)
        typed.go_on(said)
    if BY_NAME[kind].opens:
        typed.put("reference", file.own_reference)
        typed.put("title", file.facts.title)
    corrects = None
    if kind == CORRECTION:
        held = file.reading.view.file.at(position)
        if held is None:
            return page(request, "correct_which.html", file=file, part="record", wrong=position or "")
        typed, corrects = _as_it_stands(file, position)
    if kind in _DONE_BY_RECORDING:
        for part, number in (("day", file.today.day), ("month", file.today.month), ("year", file.today.year)):
            typed.put(f"happened_on-{part}", str(number))
    form = _form(kind, typed, file, corrects, fresh=True)
    return _shown(request, file, form, corrects)


@on_each_file(router.post, "/record/{kind}")
def sent_form(request: Request, file: TheFileNow, wiring: TheWiring, kind: str, sent: TheSent) -> Response:
    """Record what a form sent, or show it again with what stands against it."""
    kind_named(kind, (*open_to(file.person, file.sort), *still_to_open(file)))
    corrects = sent.get("_corrects") or None if kind == CORRECTION else None
    if corrects is not None:
        kind_named(corrects, tuple(BY_NAME))
    changed = _changed(sent)
    form = _form(kind, sent, file, corrects)
    if changed:
        form.wrong(sent.faults)
        return _shown(request, file, form, corrects)
    view = file.reading.view
    outcome = recorded(wiring, form, sent, file.reference, view, form.procedure, corrects)
    if not isinstance(outcome, RecordedEntry):
        return _shown(request, file, form, corrects, status=outcome)
    _, sight = sight_of(wiring.book, file.reference, file.person)
    if (why := sight.withheld.get(outcome.position)) is not None:
        return _recorded_and_withheld(request, file, outcome, why)
    return RedirectResponse(file_address(file.reference, f"entries/{outcome.position}", recorded="true"), 303)


@router.get("/contracts/new")
def blank_opening(request: Request, wiring: TheWiring, person: TheVisitor, kind: _Typed = FIRST) -> Response:
    """Show the form that opens a contract's file."""
    _may_open(person, kind)
    form = _opening_form(kind, Typed(), person, wiring, fresh=True)
    return _shown_opening(request, form)


@router.post("/contracts/new")
def sent_opening(
    request: Request, wiring: TheWiring, person: TheVisitor, sent: TheSent, kind: _Typed = FIRST
) -> Response:
    """Open a contract's file, or show the form again with what stands against it."""
    return _sent_opening(request, wiring, person, sent, kind, "")


def _sent_opening(request: Request, wiring: Wiring, person: Person, sent: Sent, kind: str, before: str) -> Response:
    """`before`: what the name of the file has before the reference."""
    _may_open(person, kind)
    changed = _changed(sent)
    form = _opening_form(kind, sent, person, wiring)
    if changed:
        form.wrong(sent.faults)
        return _shown_opening(request, form)
    # Where the reference is missing, reading the entry says so; nothing is recorded under the name that stands in.
    reference = before + (sent.get("reference").strip() or "unnamed")
    outcome = recorded(wiring, form, sent, reference, None, read_procedure(wiring.book.default_procedure), None)
    if isinstance(outcome, RecordedEntry):
        return RedirectResponse(file_address(outcome.file, "entries/1", recorded="true"), 303)
    return _shown_opening(request, form, status=outcome)


@router.get("/programmes/new")
def blank_programme(request: Request, wiring: TheWiring, person: TheVisitor) -> Response:
    """Show the form that opens a programme's file."""
    return _blank_opening(request, wiring, person, PROGRAMME)


@router.post("/programmes/new")
def sent_programme(request: Request, wiring: TheWiring, person: TheVisitor, sent: TheSent) -> Response:
    """Open a programme's file, or show the form again with what stands against it."""
    return _sent_opening(request, wiring, person, sent, OPENED[PROGRAMME][0], PROGRAMME)


@router.get("/providers/new")
def blank_provider(request: Request, wiring: TheWiring, person: TheVisitor) -> Response:
    """Show the form that opens a provider's file."""
    return _blank_opening(request, wiring, person, PROVIDER)


@router.post("/providers/new")
def sent_provider(request: Request, wiring: TheWiring, person: TheVisitor, sent: TheSent) -> Response:
    """Open a provider's file, or show the form again with what stands against it."""
    return _sent_opening(request, wiring, person, sent, OPENED[PROVIDER][0], PROVIDER)


def _blank_opening(request: Request, wiring: Wiring, person: Person, before: str) -> Response:
    kind, _ = OPENED[before]
    _may_open(person, kind)
    return _shown_opening(request, _opening_form(kind, Typed(), person, wiring, fresh=True))


# --- how --------------------------------------------------------------------------------------------------------------


def _from_address(request: Request) -> Typed:
    """What a link fills in beforehand, such as ?issue=ISS-001."""
    return Typed.of((name, value[:200]) for name, value in request.query_params.multi_items())


def _as_it_stands(file: OneFile, position: int) -> tuple[Typed, str]:
    """The correction of an entry as one begins it: with the entry as it stands, and its kind."""
    held = file.reading.view.file.at(position)
    assert held is not None, "the caller has looked"
    typed = as_typed(_said(file, held), "replacement.")
    typed.put("position", str(position))
    typed.put("_corrects", _name(held))
    return typed, _name(held)


def _typed_again(file: OneFile, held: Recorded) -> Typed:
    """What an entry says, to be recorded anew: all but when it was, who did it, and how that is known."""
    anew = {"kind", "happened_on", "happened_at", "about", "until", "by", "source", "noted_on"}
    return as_typed({name: value for name, value in _said(file, held).items() if name not in anew})


def _said(file: OneFile, held: Recorded) -> dict[str, Any]:
    """The fields of an entry as whoever asks may read them; that they were given is noted."""
    view = file.reading.view
    file.reading.note([held.position])
    return held.entry.model_dump(mode="json", context=Reading(view.words, erased_shown(view.erased)), exclude_none=True)


def _name(held: Recorded) -> str:
    return held.entry.kind.partition("/")[0]


def _recorded_and_withheld(request: Request, file: OneFile, made: RecordedEntry, why: str) -> Response:
    """The answer to whoever recorded what they may not open afterwards: what they sent, shown here and nowhere else."""
    sent = BY_NAME[made.kind].model_validate_json(json.dumps(made.entry))
    rows = fields_shown(sent, file.reading.view, NOT_STATED)
    withheld = Withheld(position=made.position, withheld=why)
    return page(
        request, "entry_withheld.html", file=file, part="record", entry=withheld, recorded=made, rows=rows
    )  # fmt: skip


def _changed(sent: Sent) -> bool:
    """Whether the form was sent only to have an item more or less; then it is so."""
    if path := sent.get("_add"):
        sent.add(path, sent.get(f"{path}.sort"), sent.get(f"{path}.sort-by"))
    if path := sent.get("_remove"):
        sent.remove(path)
    if path := sent.get("_remove-document"):
        sent.remove_document(path)
    return any(sent.get(name) for name in ("_add", "_remove", "_remove-document"))


def _procedures(file: OneFile, typed: Typed) -> tuple[Procedure, ...]:
    """The procedure by which an entry is judged; and on the authority's file, which is about every one it has adopted,
    the others: what somebody did there was done in an office of any of them (HCC-POL-e)."""
    view = file.reading.view
    held_by = view.procedure_on(file.today)
    if file.sort != "authority":
        return (held_by,)
    in_force = view.file.procedures_in_force(date.max, view.default_procedure)
    every = [*_about(typed), held_by, *(owned_by(view, one) for one in in_force.values())]
    return tuple({one.ref: one for one in every}.values())


def _about(typed: Typed) -> Iterator[Procedure]:
    """The procedure that what is typed is about, where it is here."""
    for field in ("procedure", "from_procedure"):
        with suppress(ProcedureError):
            yield read_procedure(typed.get(field).strip())


def _form(kind: str, typed: Typed, file: OneFile, corrects: str | None, *, fresh: bool = False) -> Form:
    procedure, *others = _procedures(file, typed)
    return make(
        kind, typed, file.person, file.reading.view, procedure, today=file.today, corrects=corrects, fresh=fresh,
        others=others,
    )  # fmt: skip


def _shown(request: Request, file: OneFile, form: Form, corrects: str | None, *, status: int = 200) -> Response:
    return page(
        request, "record.html", status=status, headers=_KEPT, base="file.html", file=file, part="record", form=form,
        action=f"{file.now_url(f'record/{form.name}')}?{_SENT}", errors=form.summary, corrects=corrects or "",
        about=_entry_meant(file, form.typed.get("position")),
    )  # fmt: skip


def _entry_meant(file: OneFile, position: str) -> tuple[str, str] | None:
    """Address and words of the entry that a correction, a strike-out or a completion is about."""
    held = file.reading.view.file.at(int(position)) if position.isdecimal() and len(position) < 10 else None
    if held is None:
        return None
    words = f"entry {position}, {type(held.entry).heading().lower()}: {file.reading.view.sentence(held)}"
    return file.now_url(f"entries/{position}"), words


def _may_open(person: Person, kind: str) -> None:
    if person.is_confined or person.has("auditor"):
        raise Denied("only the authority's own people open the file of a contract")
    if kind not in (*OPENING, *(opening for opening, _ in OPENED.values())):
        raise NothingNear(f"no file is opened by {kind[:80]!r}", kind, tuple(OPENING))


def _opening_form(kind: str, typed: Typed, person: Person, wiring: Wiring, *, fresh: bool = False) -> Form:
    procedure = read_procedure(wiring.book.default_procedure)
    return make(kind, typed, person, None, procedure, today=wiring.book.today(), fresh=fresh)


def _shown_opening(request: Request, form: Form, *, status: int = 200) -> Response:
    where = next((address for opening, address in OPENED.values() if opening == form.name), None)
    if where is not None:
        return page(
            request, "record.html", status=status, headers=_KEPT, base="base.html", file=None, form=form,
            errors=form.summary, action=f"{where}?{_SENT}", corrects="", other_kinds=(),
        )  # fmt: skip
    others = [(f"/contracts/new?kind={name}", words) for name, words in OPENING.items() if name != form.name]
    return page(
        request, "record.html", status=status, headers=_KEPT, base="base.html", file=None, form=form,
        errors=form.summary, action=f"/contracts/new?kind={form.name}&{_SENT}", corrects="",
        other_kinds=others,
    )  # fmt: skip
